#include "app/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <span>

#include "base/quantity.hpp"
#include "crawler/ip_address.hpp"
#include "crawler/warc_writer.hpp"
#include "jobs/credentials.hpp"

namespace app {
namespace {

using base::ErrorKind;
using base::fail;

bool is_token(std::string_view name) {  // RFC 9110, 5.6.2
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::ranges::all_of(name, [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || kMarks.contains(c);
  });
}

/// In digits, an IPv6 one with or without brackets.
bool is_address(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  const bool is_ipv4 = text.find_first_not_of("0123456789.") == std::string_view::npos &&
                       std::ranges::count(text, '.') == 3 && crawler::parse_ipv4(text);
  return is_ipv4 || crawler::parse_ipv6(text);
}

}  // namespace

base::Result<std::optional<storage::ResultCursor>> parse_place(std::string_view text) {
  const auto place = storage::parse_cursor(text);
  if (!place) return fail(ErrorKind::kTellUser, fmt::format("'{}' is no place where a list of hits ended", text));
  return place;
}

base::Result<std::string> parse_header(std::string_view text) {
  const std::size_t colon = text.find(':');
  const bool is_one_line = text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
  if (colon == std::string_view::npos || !is_token(text.substr(0, colon)) || !is_one_line) {
    return fail(ErrorKind::kTellUser, "'" + std::string(text) + "' is not a header like 'Name: value'");
  }
  return std::string(text);
}

base::Result<std::string> parse_contact(std::string_view text) {
  const auto url = crawler::Url::parse(text);
  const std::size_t at = text.find('@');
  const bool is_mail = at != 0 && at < text.size() - 1;  // npos is the greatest
  // RFC 9110, 5.6.5: it stands in a comment
  const bool is_plain = std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f' && c != '(' && c != ')'; });
  if (!text.empty() && is_plain && (is_mail || (url && url->is_http()))) return std::string(text);
  return fail(ErrorKind::kTellUser,
              fmt::format("'{}' is neither a URL nor an address of mail", jobs::without_credentials(text)));
}

base::Result<crawler::Sitemaps::Options> parse_sitemap_source(std::string_view text) {
  using Source = crawler::Sitemaps::Source;
  if (text == "auto") return crawler::Sitemaps::Options{.source = Source::kRobots, .url = {}};
  if (text == "off") return crawler::Sitemaps::Options{};
  const auto url = crawler::Url::parse(text);
  if (url && url->is_http()) return crawler::Sitemaps::Options{.source = Source::kUrl, .url = url->without_fragment()};
  return fail(ErrorKind::kTellUser, fmt::format("'{}' is neither auto nor off nor a URL", text));
}

base::Result<std::string> parse_parameter(std::string_view text) {
  const auto names = text.empty() ? std::span<const std::string_view>() : std::span(&text, 1);
  const auto parsed = crawler::Canonicalizer::parse(names);
  if (!parsed) return std::unexpected(parsed.error());
  return std::string(text);
}

base::Result<std::string> parse_warc(std::string_view text) {
  constexpr std::string_view kExtension = crawler::WarcWriter::kExtension;
  const std::size_t slash = text.rfind('/') + 1;  // npos + 1 is 0
  if (text.ends_with(kExtension) && text.size() - slash > kExtension.size()) return std::string(text);
  return fail(ErrorKind::kTellUser, fmt::format("'{}' does not end with {}", text, kExtension));
}

base::Result<std::string> parse_proxy(std::string_view text) {
  static constexpr std::array<std::string_view, 6> kSchemes{"http", "https", "socks4", "socks4a", "socks5", "socks5h"};
  const auto url = crawler::Url::parse(text);
  if (url && !url->host().empty() && std::ranges::find(kSchemes, url->scheme()) != kSchemes.end())
    return std::string(text);
  return fail(ErrorKind::kTellUser, fmt::format("'{}' is not a proxy like http://HOST:3128 or socks5h://HOST:1080",
                                                jobs::without_credentials(text)));
}

base::Result<std::string> parse_resolve(std::string_view text) {
  const std::size_t host_end = text.find(':', text.starts_with('[') ? text.find(']') : 0);
  const std::size_t port_end = host_end == std::string_view::npos ? host_end : text.find(':', host_end + 1);
  const auto wrong = fail(ErrorKind::kTellUser, fmt::format("'{}' is not HOST:PORT:ADDRESS", text));
  if (host_end == 0 || port_end == std::string_view::npos) return wrong;
  if (text.starts_with('+') || text.starts_with('-') || text.starts_with('*')) return wrong;  // libcurl's own marks
  if (!base::parse_count(text.substr(host_end + 1, port_end - host_end - 1), 1, 65535)) return wrong;
  for (std::string_view rest = text.substr(port_end + 1);;) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    if (!is_address(rest.substr(0, comma))) return wrong;
    if (comma == rest.size()) return std::string(text);
    rest.remove_prefix(comma + 1);
  }
}

base::Result<std::string> parse_file(std::string_view text) {
  std::string file(text);
  std::error_code ignored;
  if (!std::filesystem::is_directory(file, ignored) && std::ifstream(file)) return file;
  return fail(ErrorKind::kTellUser, fmt::format("'{}' is not a file that can be read", text));
}

}  // namespace app
