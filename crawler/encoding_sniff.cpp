#include <algorithm>
#include <optional>
#include <string>

#include "crawler/encoding.hpp"
#include "html/ascii.hpp"
#include "html/utf8.hpp"

namespace crawler {
namespace {

using namespace std::string_view_literals;

// HTML Standard, 13.2.3.2: parsers look for a meta in this many bytes before they begin.
constexpr std::size_t kPrescanBytes = 1024;

std::string_view encoding_of_byte_order_mark(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF"sv)) return "UTF-8";
  if (bytes.starts_with("\xFE\xFF"sv)) return "UTF-16BE";
  if (bytes.starts_with("\xFF\xFE"sv)) return "UTF-16LE";
  return {};
}

// HTML Standard, "algorithm for extracting a character encoding from a meta element". The same forms are met in
// Content-Type headers.
std::string_view charset_of_content_type(std::string_view text) {
  for (std::size_t at = 0; (at = html::find_ignoring_case(text, "charset", at)) != text.npos;) {
    at += "charset"sv.size();
    std::string_view rest = html::trim_html_space(text.substr(at));
    if (!rest.starts_with('=')) continue;
    rest = html::trim_html_space(rest.substr(1));
    if (rest.starts_with('"') || rest.starts_with('\'')) {
      const std::size_t end = rest.find(rest.front(), 1);
      return end == rest.npos ? std::string_view() : encoding_of_label(rest.substr(1, end - 1));
    }
    const auto end = std::ranges::find_if(rest, [](char c) { return html::is_html_space(c) || c == ';'; });
    return encoding_of_label({rest.begin(), end});
  }
  return {};
}

struct Attribute {
  std::string name;   // lower case
  std::string value;  // lower case
};

/// HTML Standard, "prescan a byte stream to determine its encoding". Running off the end of the bytes means that there
/// is no answer, so each step gives an empty one there and the scan ends.
class MetaScan {
 public:
  enum class Scope {
    kPrescan,   // as the standard prescans: whatever looks like a tag
    kDocument,  // as the parser meets tags: not inside script, style, title and their like
  };

  MetaScan(std::string_view bytes, Scope scope) : bytes_(bytes), scope_(scope) {}

  std::string_view encoding() {
    while ((at_ = bytes_.find('<', at_)) != bytes_.npos) {
      const std::string_view rest = bytes_.substr(at_);
      if (rest.starts_with("<!--")) {
        skip_past("-->", 2);  // the dashes of "<!-->" are both the beginning's and the end's
      } else if (html::starts_with_ignoring_case(rest, "<meta") && rest.size() > 5 &&
                 (html::is_html_space(rest[5]) || rest[5] == '/')) {
        at_ += 5;
        const std::string_view found = encoding_of_meta();
        if (!found.empty()) return found;
      } else if (is_tag(rest)) {
        skip_tag(rest);
      } else if (rest.starts_with("<!") || rest.starts_with("</") || rest.starts_with("<?")) {
        skip_past(">", 0);
      } else {
        ++at_;
      }
    }
    return {};
  }

 private:
  static bool is_tag(std::string_view rest) {
    const std::size_t name = rest.starts_with("</") ? 2 : 1;
    return rest.size() > name && html::is_ascii_letter(rest[name]);
  }

  void skip_past(std::string_view end, std::size_t from) {
    const std::size_t found = bytes_.find(end, at_ + from);
    at_ = found == bytes_.npos ? found : found + end.size();
  }

  void skip_tag(std::string_view rest) {
    const bool is_start = !rest.starts_with("</");
    const std::size_t begin = at_ + (is_start ? 1 : 2);
    at_ = std::min(bytes_.find_first_of(" \n\t\r\f>"sv, begin), bytes_.size());
    std::string_view name = bytes_.substr(begin, at_ - begin);
    name = name.substr(0, name.find('/'));
    while (next_attribute()) {
    }
    if (is_start && scope_ == Scope::kDocument) skip_raw_text(name);
  }

  // What the parser reads as text until the end tag of the same name.
  void skip_raw_text(std::string_view name) {
    static constexpr std::string_view kRaw[] = {"script"sv, "style"sv,    "title"sv,   "textarea"sv,
                                                "xmp"sv,    "noframes"sv, "noembed"sv, "iframe"sv};
    for (const std::string_view raw : kRaw) {
      if (html::equals_ignoring_case(name, raw)) at_ = html::find_ignoring_case(bytes_, "</" + std::string(raw), at_);
    }
  }

  // The first attribute of a name counts. A content needs http-equiv beside it; a charset speaks for itself.
  std::string_view encoding_of_meta() {
    std::optional<std::string> http_equiv, content, charset;
    while (std::optional<Attribute> attribute = next_attribute()) {
      auto& slot = attribute->name == "http-equiv" ? http_equiv : attribute->name == "content" ? content : charset;
      if (!slot && (&slot != &charset || attribute->name == "charset")) slot = std::move(attribute->value);
    }
    if (ended()) return {};
    std::string_view found;
    if (charset) {
      found = encoding_of_label(*charset);
    } else if (content && http_equiv == "content-type") {
      found = charset_of_content_type(*content);
    }
    if (found == "UTF-16BE" || found == "UTF-16LE") return "UTF-8";
    return found == "x-user-defined" ? "windows-1252" : found;
  }

  // HTML Standard, "get an attribute". Nothing at the tag's end, at_ then being on the '>' or at the end of the bytes.
  std::optional<Attribute> next_attribute() {
    skip_while([](char c) { return html::is_html_space(c) || c == '/'; });
    if (ended() || bytes_[at_] == '>') return std::nullopt;
    Attribute attribute;
    attribute.name = take_until([](char c) { return c == '=' || html::is_html_space(c) || c == '/' || c == '>'; }, 1);
    if (!ended() && html::is_html_space(bytes_[at_])) skip_while(html::is_html_space);
    if (ended() || bytes_[at_] != '=') return attribute;
    ++at_;
    skip_while(html::is_html_space);
    if (ended()) return std::nullopt;
    if (const char quote = bytes_[at_]; quote == '"' || quote == '\'') {
      ++at_;
      attribute.value = take_until([quote](char c) { return c == quote; }, 0);
      if (ended()) return std::nullopt;
      ++at_;
    } else {
      attribute.value = take_until([](char c) { return html::is_html_space(c) || c == '>'; }, 0);
    }
    return attribute;
  }

  bool ended() const { return at_ >= bytes_.size(); }

  template <typename Predicate>
  void skip_while(Predicate belongs) {
    while (!ended() && belongs(bytes_[at_])) ++at_;
  }

  template <typename Predicate>
  std::string take_until(Predicate ends, std::size_t at_least) {
    const std::size_t begin = at_;
    at_ += at_least;
    while (!ended() && !ends(bytes_[at_])) ++at_;
    return base::ascii_lower(bytes_.substr(begin, at_ - begin));
  }

  std::string_view bytes_;
  Scope scope_;
  std::size_t at_ = 0;
};

// HTML Standard, "get an XML encoding": what XHTML declares when no meta does.
std::string_view encoding_of_xml_declaration(std::string_view bytes) {
  if (!bytes.starts_with("<?xml")) return {};
  const std::string_view declaration = bytes.substr(0, bytes.find('>'));
  const std::size_t keyword = declaration.find("encoding");
  if (keyword == declaration.npos) return {};
  std::string_view rest = html::trim_html_space(declaration.substr(keyword + "encoding"sv.size()));
  if (!rest.starts_with('=')) return {};
  rest = html::trim_html_space(rest.substr(1));
  if (!rest.starts_with('"') && !rest.starts_with('\'')) return {};
  const std::size_t end = rest.find(rest.front(), 1);
  const auto found = end == rest.npos ? std::string_view() : encoding_of_label(rest.substr(1, end - 1));
  return found == "UTF-16BE" || found == "UTF-16LE" ? "UTF-8" : found;
}

// The beginning of an XML declaration in UTF-16 without a mark: part of the standard's prescan.
std::string_view encoding_of_wide_declaration(std::string_view bytes) {
  if (bytes.starts_with("<\0?\0x\0"sv)) return "UTF-16LE";
  if (bytes.starts_with("\0<\0?\0x"sv)) return "UTF-16BE";
  return {};
}

std::string_view guess_encoding(std::string_view bytes) {
  const bool is_ascii = std::ranges::none_of(bytes, [](char c) { return base::kNonAscii.contains(c); });
  return !is_ascii && html::is_valid_utf8(bytes) ? "UTF-8" : "windows-1252";
}

}  // namespace

std::string_view sniff_encoding(std::string_view bytes, std::string_view content_type) {
  if (const auto found = encoding_of_byte_order_mark(bytes); !found.empty()) return found;
  if (const auto found = charset_of_content_type(content_type); !found.empty()) return found;
  if (const auto found = encoding_of_wide_declaration(bytes); !found.empty()) return found;
  const std::string_view first = bytes.substr(0, kPrescanBytes);
  if (const auto found = MetaScan(first, MetaScan::Scope::kPrescan).encoding(); !found.empty()) return found;
  if (const auto found = MetaScan(bytes, MetaScan::Scope::kDocument).encoding(); !found.empty()) return found;
  if (const auto found = encoding_of_xml_declaration(bytes); !found.empty()) return found;
  return guess_encoding(bytes);
}

std::string_view sniff_text_encoding(std::string_view bytes, std::string_view content_type) {
  if (const auto found = encoding_of_byte_order_mark(bytes); !found.empty()) return found;
  if (const auto found = charset_of_content_type(content_type); !found.empty()) return found;
  return guess_encoding(bytes);
}

}  // namespace crawler
