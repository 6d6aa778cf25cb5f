#include "storage/page_filter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ranges>
#include <utility>

#include "base/ascii.hpp"
#include "crawler/date.hpp"
#include "crawler/url.hpp"

namespace storage {
namespace {

constexpr const char* kPagePasses = "page_passes";
constexpr const char* kFilter = "page filter";
constexpr std::string_view kFacts =
    "pages.url, pages.language, pages.content_type, pages.last_modified,"
    " (SELECT lastmod FROM urls WHERE urls.id = pages.id), pages.changed_at";

using Kind = Condition::Kind;

struct Field {
  std::string_view name;
  Kind kind;
  std::string_view wanted;
};

constexpr std::array<Field, 5> kFields{{
    {"site", Kind::kSite, "a host, or a host and a path"},
    {"lang", Kind::kLanguage, "a language, such as en or pt-br"},
    {"type", Kind::kType, "html, pdf, text, markdown or a media type"},
    {"before", Kind::kBefore, "a date (2024, 2024-05 or 2024-05-31)"},
    {"after", Kind::kAfter, "a date (2024, 2024-05 or 2024-05-31)"},
}};

struct NamedType {
  std::string_view name;
  std::string_view media_type;
};

constexpr std::array<NamedType, 20> kTypes{{
    {"html", "text/html"},
    {"html", "application/xhtml+xml"},
    {"html", ""},
    {"text", "text/plain"},
    {"markdown", "text/markdown"},
    {"markdown", "text/x-markdown"},
    {"pdf", "application/pdf"},
    {"xml", "application/xml"},
    {"xml", "text/xml"},
    {"json", "application/json"},
    {"csv", "text/csv"},
    {"rtf", "application/rtf"},
    {"rtf", "text/rtf"},
    {"epub", "application/epub+zip"},
    {"word", "application/msword"},
    {"word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {"excel", "application/vnd.ms-excel"},
    {"excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"powerpoint", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {"odt", "application/vnd.oasis.opendocument.text"},
}};

const Field* field_named(std::string_view name) {
  const auto found = std::ranges::find(kFields, base::ascii_lower(name), &Field::name);
  return found == kFields.end() ? nullptr : &*found;
}

std::optional<std::string> parse_site(std::string_view value) {
  if (const std::size_t scheme = value.find("://"); scheme != std::string_view::npos) value.remove_prefix(scheme + 3);
  if (value.starts_with('/')) return std::nullopt;
  const auto url = crawler::Url::parse(fmt::format("http://{}", value));
  if (!url || url->host().empty()) return std::nullopt;
  std::string site(url->site());
  if (url->path() != "/" || !url->query().empty()) site += fmt::format("{}{}", url->path(), url->query());
  return site;
}

std::optional<std::string> parse_language(std::string_view value) {
  std::string tag = base::ascii_lower(value);
  std::ranges::replace(tag, '_', '-');
  constexpr base::ByteSet kOfTag = base::kLetters | base::kDigits | base::ByteSet("-");
  const std::size_t primary = (~base::kLetters).find_in(tag);
  const bool is_tag = primary >= 2 && primary <= 8 && (primary == tag.size() || tag[primary] == '-') &&
                      tag.back() != '-' && kOfTag.contains_all(tag);
  return is_tag ? std::optional(tag) : std::nullopt;
}

std::optional<std::string> parse_type(std::string_view value) {
  std::string type = base::ascii_lower(value);
  constexpr base::ByteSet kOfType = base::kLetters | base::kDigits | base::ByteSet("/+.-_");
  const std::size_t slash = type.find('/');
  const bool is_media_type = slash != std::string::npos && slash > 0 && slash + 1 < type.size() &&
                             type.find('/', slash + 1) == std::string::npos && kOfType.contains_all(type);
  const bool has_name = std::ranges::find(kTypes, type, &NamedType::name) != kTypes.end();
  return is_media_type || has_name ? std::optional(type) : std::nullopt;
}

/// "2024", "2024-05" or "2024-05-31", whose days are there.
std::optional<std::chrono::sys_seconds> parse_day(std::string_view value) {
  constexpr std::string_view kForm = "0000-00-00";
  if (value.size() != 4 && value.size() != 7 && value.size() != 10) return std::nullopt;
  const auto has_form = [](char c, char form) { return form == '0' ? base::kDigits.contains(c) : c == form; };
  if (!std::ranges::equal(value, kForm.substr(0, value.size()), has_form)) return std::nullopt;
  return crawler::parse_date(value);
}

/// The media type without its parameters.
std::string media_type_of(std::string_view content_type) {
  std::string_view type = content_type.substr(0, content_type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  while (type.starts_with(' ')) type.remove_prefix(1);
  return base::ascii_lower(type);
}

bool is_on_site(std::string_view url, std::string_view site) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return false;
  const std::string_view address = url.substr(scheme + 3);
  const std::size_t path = std::min(address.find('/'), address.size());
  std::string_view host = address.substr(0, path);
  const std::string_view wanted = site.substr(0, site.find('/'));
  const bool has_port = wanted.rfind(':') != std::string_view::npos && !wanted.ends_with(']');
  const std::size_t port = host.rfind(':');
  if (!has_port && port != std::string_view::npos && !host.ends_with(']')) host = host.substr(0, port);
  const bool is_host = host == wanted || (host.size() > wanted.size() && host.ends_with(wanted) &&
                                          host[host.size() - wanted.size() - 1] == '.');
  return is_host && address.substr(path).starts_with(site.substr(wanted.size()));
}

bool is_in_language(std::string_view tag, std::string_view wanted) {
  return tag.starts_with(wanted) && (tag.size() == wanted.size() || tag[wanted.size()] == '-');
}

bool is_of_type(std::string_view content_type, std::string_view wanted) {
  const std::string type = media_type_of(content_type);
  return type == wanted || std::ranges::any_of(kTypes, [&](const NamedType& named) {
           return named.name == wanted && named.media_type == type;
         });
}

bool is_met(const Condition& condition, const PageFacts& page) {
  switch (condition.kind) {
    case Kind::kSite:
      return is_on_site(page.url, condition.value);
    case Kind::kLanguage:
      return is_in_language(page.language, condition.value);
    case Kind::kType:
      return is_of_type(page.content_type, condition.value);
    case Kind::kBefore:
      return page.date && *page.date < condition.time;
    case Kind::kAfter:
      return page.date && *page.date >= condition.time;
  }
  std::unreachable();
}

bool is_one_enough(Kind kind) {
  return kind == Kind::kSite || kind == Kind::kLanguage || kind == Kind::kType;
}

std::optional<std::chrono::sys_seconds> date_of(std::string_view last_modified, std::optional<std::int64_t> lastmod,
                                                std::optional<std::int64_t> changed_at) {
  if (!last_modified.empty()) {
    if (const auto date = crawler::parse_date(last_modified)) return date;
  }
  const auto seconds = lastmod ? lastmod : changed_at;
  if (!seconds) return std::nullopt;
  return std::chrono::sys_seconds(std::chrono::seconds(*seconds));
}

std::optional<std::int64_t> integer_of(sqlite3_value* value) {
  if (sqlite3_value_type(value) == SQLITE_NULL) return std::nullopt;
  return sqlite3_value_int64(value);
}

std::string_view text_of(sqlite3_value* value) {
  const auto* const text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return text == nullptr ? std::string_view()
                         : std::string_view(text, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

/// `page_passes(filter, url, language, content_type, last_modified, lastmod, changed_at)`. No exception may pass
/// through SQLite.
void passes(sqlite3_context* result, int, sqlite3_value** values) try {
  const auto* const filter = static_cast<const PageFilter*>(sqlite3_value_pointer(values[0], kFilter));
  const PageFacts page{.url = text_of(values[1]),
                       .language = text_of(values[2]),
                       .content_type = text_of(values[3]),
                       .date = date_of(text_of(values[4]), integer_of(values[5]), integer_of(values[6]))};
  sqlite3_result_int(result, static_cast<int>(filter == nullptr || filter->passes(page)));
} catch (const std::bad_alloc&) {
  sqlite3_result_error_nomem(result);
}

}  // namespace

std::optional<Condition> parse_condition(std::string_view name, std::string_view value) {
  const Field* const field = field_named(name);
  if (field == nullptr) return std::nullopt;
  if (field->kind == Kind::kBefore || field->kind == Kind::kAfter) {
    const auto time = parse_day(value);
    if (!time) return std::nullopt;
    return Condition{.kind = field->kind, .value = std::string(value), .time = *time};
  }
  const auto parsed = field->kind == Kind::kSite       ? parse_site(value)
                      : field->kind == Kind::kLanguage ? parse_language(value)
                                                       : parse_type(value);
  if (!parsed) return std::nullopt;
  return Condition{.kind = field->kind, .value = *parsed, .time = {}};
}

std::string_view wanted_of(std::string_view name) {
  const Field* const field = field_named(name);
  return field == nullptr ? std::string_view() : field->wanted;
}

bool PageFilter::passes(const PageFacts& page) const {
  const auto is_wanted = [&](const Condition& condition) {
    if (is_met(condition, page)) return !condition.is_excluded;
    if (condition.is_excluded) return true;
    return is_one_enough(condition.kind) && std::ranges::any_of(conditions, [&](const Condition& other) {
             return other.kind == condition.kind && !other.is_excluded && is_met(other, page);
           });
  };
  return std::ranges::all_of(conditions, is_wanted);
}

std::string type_name(std::string_view content_type) {
  std::string type = media_type_of(content_type);
  const auto named = std::ranges::find(kTypes, type, &NamedType::media_type);
  return named == kTypes.end() ? std::move(type) : std::string(named->name);
}

std::string page_facts_sql(std::string_view condition) {
  return fmt::format("SELECT {} FROM pages WHERE {}", kFacts, condition);
}

PageFacts page_facts(const Row& row) {
  const auto integer = [&](int column) {
    return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
  };
  return {.url = row.text(0),
          .language = row.text(1),
          .content_type = row.text(2),
          .date = date_of(row.text(3), integer(4), integer(5))};
}

std::string passes_sql(std::string_view parameter) {
  return fmt::format("{}({}, {})", kPagePasses, parameter, kFacts);
}

std::string index_passes_sql(std::string_view parameter) {
  return fmt::format("EXISTS(SELECT * FROM pages WHERE pages.id = page_index.rowid AND {})", passes_sql(parameter));
}

Lent lent(const PageFilter& filter) {
  return {.object = const_cast<PageFilter*>(&filter), .type = kFilter};
}

void lend_filter_function(Connection& connection) {
  constexpr int kArguments = 7;
  const int code = sqlite3_create_function_v2(connection.handle(), kPagePasses, kArguments, SQLITE_UTF8, nullptr,
                                              passes, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) connection.fail(code);
}

}  // namespace storage
