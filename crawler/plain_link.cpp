#include "crawler/plain_link.hpp"

#include <cstdint>
#include <string>

#include "base/ascii.hpp"
#include "crawler/ip_address.hpp"
#include "crawler/percent_encode.hpp"

namespace crawler {
namespace {

constexpr base::ByteSet kNotPlainInHost = ~(base::ByteSet::range('a', 'z') | base::kDigits | base::ByteSet("-."));
constexpr base::ByteSet kNotableInPath = kPathEncodeSet | base::ByteSet("\\.%:");

/// Removes each "../" from the front of `link` and, for each, a segment from the end of `folder`, which ends in a
/// slash.
void climb(std::string_view& link, std::string_view& folder) {
  while (link.starts_with("../")) {
    link.remove_prefix(3);
    if (folder.size() > 1) folder = folder.substr(0, folder.rfind('/', folder.size() - 2) + 1);
  }
}

}  // namespace

std::optional<Url> PlainLink::resolve(std::string_view link, const Url& base) {
  if (!base.is_http()) return std::nullopt;
  if (link.starts_with("https://")) return resolve_full(link, 5);
  if (link.starts_with("http://")) return resolve_full(link, 4);
  if (link.starts_with("//")) return std::nullopt;
  return resolve_path(link, base);
}

std::optional<Url> PlainLink::resolve_full(std::string_view link, std::size_t scheme_end) {
  const std::size_t host_begin = scheme_end + 3;
  const std::size_t host_end = kNotPlainInHost.find_in(link, host_begin);
  const bool has_path = host_end < link.size();
  if (host_end == host_begin || (has_path && link[host_end] != '/')) return std::nullopt;
  if (ends_in_number(link.substr(host_begin, host_end - host_begin))) return std::nullopt;
  const auto ends = scan(has_path ? link.substr(host_end) : "/");
  if (!ends) return std::nullopt;

  Url url;
  url.href_.reserve(link.size() + 1);
  url.href_ = link;
  if (!has_path) url.href_ += '/';
  url.scheme_end_ = static_cast<std::uint32_t>(scheme_end);
  url.host_begin_ = static_cast<std::uint32_t>(host_begin);
  url.host_end_ = url.path_begin_ = static_cast<std::uint32_t>(host_end);
  url.query_begin_ = static_cast<std::uint32_t>(host_end + ends->path);
  url.fragment_begin_ = static_cast<std::uint32_t>(host_end + ends->query);
  return url;
}

std::optional<Url> PlainLink::resolve_path(std::string_view link, const Url& base) {
  std::string_view kept = base.path();  // what stays of the base's path, and of its query if the link has neither
  std::string_view text = link;
  if (link.starts_with('/')) {
    kept = "";
  } else if (!link.empty() && link.front() != '?' && link.front() != '#') {
    kept = kept.substr(0, kept.rfind('/') + 1);
    climb(text, kept);
  }
  const auto ends = scan(text);
  if (!ends) return std::nullopt;
  const bool keeps_query = link.empty() || link.front() == '#';

  Url url;
  const std::size_t path_end = base.path_begin_ + kept.size();
  const std::size_t kept_end = path_end + (keeps_query ? base.query().size() : 0);
  url.href_.reserve(kept_end + text.size());
  url.href_.append(base.href_, 0, kept_end).append(text);
  url.scheme_end_ = base.scheme_end_;
  url.host_begin_ = base.host_begin_;
  url.host_end_ = base.host_end_;
  url.path_begin_ = base.path_begin_;
  url.query_begin_ = static_cast<std::uint32_t>(path_end + ends->path);
  url.fragment_begin_ = static_cast<std::uint32_t>(kept_end + ends->query);
  return url;
}

// A dot or an escape at the front of a segment may make it "." or "..", and a colon before the first slash a scheme.
std::optional<PlainLink::Ends> PlainLink::scan(std::string_view text) {
  const std::size_t slash = text.find('/');
  std::size_t path = kNotableInPath.find_in(text);
  for (; path < text.size() && text[path] != '?' && text[path] != '#'; path = kNotableInPath.find_in(text, path + 1)) {
    const char c = text[path];
    const bool within_segment = path > 0 && text[path - 1] != '/';
    const bool harmless = c == ':' ? slash < path : (c == '.' || c == '%') && within_segment;
    if (!harmless) return std::nullopt;
  }
  const std::size_t query = kSpecialQueryEncodeSet.find_in(text, path);
  if (query < text.size() && text[query] != '#') return std::nullopt;
  if (kFragmentEncodeSet.find_in(text, query) < text.size()) return std::nullopt;
  return Ends{.path = path, .query = query};
}

}  // namespace crawler
