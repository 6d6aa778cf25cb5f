#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <new>
#include <optional>
#include <set>

#include "crawler/date.hpp"
#include "crawler/encoding.hpp"
#include "crawler/sitemap_reader.hpp"
#include "html/ascii.hpp"

namespace crawler {
namespace {

constexpr int kMaxDepth = 64;
// A tag or comment is scanned anew with each piece that comes of it: that is quadratic.
constexpr XML_Index kMaxTokenBytes = XML_Index{64} << 10;
// The parser keeps each name of an element or attribute for good. Real files have some hundred bytes of them.
constexpr std::size_t kMaxNameBytes = std::size_t{8} << 10;

/// A name without its prefix, in lower case, and the prefix. Prefixes stand for the name spaces, for these are often
/// wrong, or not declared at all.
struct Name {
  explicit Name(std::string_view name) {
    const std::size_t colon = name.find(':');
    if (colon != std::string_view::npos) prefix = name.substr(0, colon);
    local = base::ascii_lower(colon == std::string_view::npos ? name : name.substr(colon + 1));
  }

  std::string prefix;
  std::string local;
};

/// The attributes of an element, as expat has them: name, value, name, value, null.
class Attributes {
 public:
  explicit Attributes(const XML_Char** first) : first_(first) {}

  std::optional<std::string_view> operator[](std::string_view name) const {
    for (const XML_Char** at = first_; *at != nullptr; at += 2) {
      if (at[0] == name) return at[1];
    }
    return std::nullopt;
  }

 private:
  const XML_Char** first_;
};

/// What is an item in a file with that root element.
struct Format {
  std::string_view root;
  std::string_view item;
};

constexpr auto kFormats = std::to_array<Format>({
    {"urlset", "url"},
    {"urlset", "sitemap"},
    {"sitemapindex", "sitemap"},
    {"sitemapindex", "url"},
    {"rss", "item"},
    {"rdf", "item"},
    {"feed", "entry"},
});

constexpr auto kDates =
    std::to_array<std::string_view>({"lastmod", "pubdate", "date", "updated", "modified", "published", "issued"});

bool is_alternate(const Attributes& attributes) {  // RFC 4287, 4.2.7.2
  const auto rel = attributes["rel"];
  return !rel || html::equals_ignoring_case(html::trim_html_space(*rel), "alternate");
}

class XmlReader final : public SitemapReader {
 public:
  XmlReader(Url base, std::size_t max_url_bytes);

  bool read(std::string_view piece) override { return parse(piece, false); }

  void end(bool whole) override {
    if (!whole || parse({}, true)) break_off();
  }

 private:
  struct Close {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  enum class Field : std::uint8_t { kNone, kLocation, kGuid, kDate };

  struct Item {
    Url base;
    bool is_sitemap = false;
    std::string prefix{};
    std::string text{};  ///< that stands in no field
    std::optional<Url> location{};
    std::optional<Url> guid{};
    std::optional<std::chrono::sys_seconds> date{};
  };

  static XmlReader& of(void* self) { return *static_cast<XmlReader*>(self); }

  bool parse(std::string_view piece, bool last);
  void stop(std::string why);
  void start(std::string_view name, const XML_Char** attributes);
  void finish();
  void add_text(std::string_view text);
  bool keeps_names(std::string_view name, const XML_Char** attributes);
  void open_root(const Name& name, const Attributes& attributes);
  void open_item(const Name& name, const Attributes& attributes);
  void open_field(const Name& name, const Attributes& attributes);
  void close_field();
  void close_item();
  void break_off();
  Url based(const Url& base, const Attributes& attributes) const;
  std::optional<Url> http_url(std::string_view text, const Url* base) const;

  std::unique_ptr<XML_ParserStruct, Close> parser_;
  std::size_t max_url_bytes_;
  Url base_;
  XML_Index read_bytes_ = 0;
  bool stopped_ = false;
  std::set<std::string, std::less<>> names_;
  std::size_t name_bytes_ = 0;

  int depth_ = 0;
  std::string root_;
  int item_depth_ = 0;
  std::optional<Item> item_;
  Field field_ = Field::kNone;
  std::string field_text_;
};

/// Every byte by itself: exact for encodings of one byte; in others only ASCII is read, which is what URLs are made of.
int map_encoding(void* /*data*/, const XML_Char* label, XML_Encoding* map) {
  const std::string_view encoding = encoding_of_label(label);
  if (encoding.empty()) return XML_STATUS_ERROR;
  constexpr int kReplacement = 0xFFFD;
  for (int byte = 0; byte < 256; ++byte) map->map[byte] = byte < 0x80 ? byte : kReplacement;
  return XML_STATUS_OK;
}

XmlReader::XmlReader(Url base, std::size_t max_url_bytes)
    : parser_(XML_ParserCreate(nullptr)), max_url_bytes_(max_url_bytes), base_(std::move(base)) {
  if (!parser_) throw std::bad_alloc();
  XML_Parser parser = parser_.get();
  XML_SetUserData(parser, this);
  XML_SetUnknownEncodingHandler(parser, map_encoding, nullptr);
  XML_SetStartDoctypeDeclHandler(
      parser, [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int has_declarations) {
        if (has_declarations != 0) of(self).stop("a DOCTYPE with declarations");
      });
  XML_SetElementHandler(
      parser, [](void* self, const XML_Char* name, const XML_Char** attributes) { of(self).start(name, attributes); },
      [](void* self, const XML_Char*) { of(self).finish(); });
  XML_SetCharacterDataHandler(parser, [](void* self, const XML_Char* text, int size) {
    of(self).add_text({text, static_cast<std::size_t>(size)});
  });
}

bool XmlReader::parse(std::string_view piece, bool last) {
  read_bytes_ += static_cast<XML_Index>(piece.size());
  const XML_Status status = XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), last ? 1 : 0);
  if (status == XML_STATUS_OK && read_bytes_ - XML_GetCurrentByteIndex(parser_.get()) <= kMaxTokenBytes) return true;
  if (status == XML_STATUS_OK) {
    failure_ = fmt::format("a tag or comment over {} bytes", kMaxTokenBytes);
  } else if (!stopped_) {
    failure_ = fmt::format("broken XML: {}", XML_ErrorString(XML_GetErrorCode(parser_.get())));
  }
  break_off();
  return false;
}

/// Handlers may be called once more after this: they ask `stopped_`.
void XmlReader::stop(std::string why) {
  stopped_ = true;
  failure_ = std::move(why);
  XML_StopParser(parser_.get(), XML_FALSE);
}

void XmlReader::start(std::string_view name, const XML_Char** attributes) {
  if (stopped_) return;
  if (++depth_ > kMaxDepth) return stop(fmt::format("nested over {} deep", kMaxDepth));
  if (!keeps_names(name, attributes)) return stop(fmt::format("names of over {} bytes", kMaxNameBytes));
  if (depth_ == 1) return open_root(Name(name), Attributes(attributes));
  if (!item_) return open_item(Name(name), Attributes(attributes));
  if (depth_ == item_depth_ + 1) open_field(Name(name), Attributes(attributes));
}

void XmlReader::finish() {
  if (stopped_) return;
  if (item_ && depth_ == item_depth_ + 1) close_field();
  if (item_ && depth_ == item_depth_) close_item();
  if (--depth_ == 0) stop({});
}

void XmlReader::add_text(std::string_view text) {
  if (stopped_ || !item_) return;
  const bool in_field = field_ != Field::kNone && depth_ == item_depth_ + 1;
  if (!in_field && depth_ != item_depth_) return;
  std::string& to = in_field ? field_text_ : item_->text;
  if (to.empty()) text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  to += text.substr(0, 2 * max_url_bytes_ + 1 - to.size());  // beyond, the rest does not matter
}

bool XmlReader::keeps_names(std::string_view name, const XML_Char** attributes) {
  const auto keep = [this](std::string_view kept) {
    if (names_.contains(kept)) return;
    name_bytes_ += kept.size();
    names_.emplace(kept);
  };
  keep(name);
  for (const XML_Char** at = attributes; *at != nullptr; at += 2) keep(*at);
  return name_bytes_ <= kMaxNameBytes;
}

void XmlReader::open_root(const Name& name, const Attributes& attributes) {
  root_ = name.local;
  if (std::ranges::find(kFormats, root_, &Format::root) == kFormats.end()) return stop("neither sitemap nor feed");
  base_ = based(base_, attributes);
}

void XmlReader::open_item(const Name& name, const Attributes& attributes) {
  const bool is_item = std::ranges::any_of(
      kFormats, [&](const Format& format) { return format.root == root_ && format.item == name.local; });
  if (!is_item) return;
  item_.emplace(Item{.base = based(base_, attributes), .is_sitemap = name.local == "sitemap", .prefix = name.prefix});
  item_depth_ = depth_;
}

void XmlReader::open_field(const Name& name, const Attributes& attributes) {
  field_text_.clear();
  const bool own = name.prefix == item_->prefix;  // or an extension's, as in image:loc
  const auto href = attributes["href"];
  if (std::ranges::find(kDates, name.local) != kDates.end()) {
    field_ = Field::kDate;
  } else if (own && name.local == "link" && href) {
    if (!item_->location && is_alternate(attributes)) item_->location = http_url(*href, &item_->base);
  } else if (own && (name.local == "loc" || name.local == "link")) {
    field_ = Field::kLocation;
  } else if (own && name.local == "guid") {
    field_ = Field::kGuid;
  }
}

/// Where a field is there twice: the first location, the latest date.
void XmlReader::close_field() {
  switch (std::exchange(field_, Field::kNone)) {
    case Field::kNone:
      return;
    case Field::kLocation:
      if (!item_->location) item_->location = http_url(field_text_, &item_->base);
      return;
    case Field::kGuid:
      if (!item_->guid) item_->guid = http_url(field_text_, nullptr);
      return;
    case Field::kDate:
      item_->date = std::max(item_->date, parse_date(field_text_));
      return;
  }
}

/// A location may be missing: then it is the guid if that is a URL (though it says isPermaLink="false", as many do), or
/// what stands in the item itself.
void XmlReader::close_item() {
  field_ = Field::kNone;
  if (!item_) return;
  Item item = std::move(*item_);
  item_.reset();
  if (!item.location) item.location = std::move(item.guid);
  if (!item.location) item.location = http_url(item.text, nullptr);
  if (!item.location) return;
  entries_.push_back({.url = std::move(*item.location), .lastmod = item.date, .is_sitemap = item.is_sitemap});
}

/// An item without its end stands if its location is whole.
void XmlReader::break_off() {
  if (item_) item_->text.clear();
  close_item();
}

/// https://www.w3.org/TR/xmlbase/
Url XmlReader::based(const Url& base, const Attributes& attributes) const {
  const auto own = attributes["xml:base"];
  return own ? http_url(*own, &base).value_or(base) : base;
}

/// What `text` leads to from `base`; without one it has to be absolute.
std::optional<Url> XmlReader::http_url(std::string_view text, const Url* base) const {
  const std::string_view location = html::trim_html_space(text);
  if (location.empty() || location.size() > max_url_bytes_ || text.size() > 2 * max_url_bytes_) return std::nullopt;
  auto url = base != nullptr ? Url::parse(location, *base) : Url::parse(location);
  if (!url || !url->is_http()) return std::nullopt;
  return std::move(*url);
}

}  // namespace

std::unique_ptr<SitemapReader> sitemap_xml_reader(Url base, std::size_t max_url_bytes) {
  return std::make_unique<XmlReader>(std::move(base), max_url_bytes);
}

}  // namespace crawler
