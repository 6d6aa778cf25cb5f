#include "app/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <span>

#include "app/credentials.hpp"
#include "crawler/ip_address.hpp"
#include "crawler/warc_writer.hpp"

namespace app {
namespace {

using base::ErrorKind;
using base::fail;

struct Unit {
  std::string_view name;
  double factor;
};

/// A number, which may have a fraction, and a unit behind it.
base::Result<double> parse_quantity(std::string_view text, std::span<const Unit> units, std::string_view expected) {
  const auto wrong = [&] {
    return fail(ErrorKind::kTellUser, "'" + std::string(text) + "' is not " + std::string(expected));
  };
  double number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(end, text.data() + text.size());
  const auto found = std::ranges::find(units, unit, &Unit::name);
  if (problem != std::errc() || !(number >= 0)) return wrong();
  if (found == units.end()) return number == 0 && unit.empty() ? base::Result<double>(0) : wrong();
  const double value = number * found->factor;
  constexpr double kMost = 9e15;  // what a double counts exactly
  return value <= kMost ? base::Result<double>(value) : wrong();
}

bool has_scheme(std::string_view text) {
  const std::size_t colon = text.find("://");
  return colon != std::string_view::npos && colon < text.find_first_of("/?#");
}

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

std::string_view scope_word(ScopeKind scope) {
  switch (scope) {
    case ScopeKind::kHost:
      return "host";
    case ScopeKind::kDomain:
      return "domain";
    case ScopeKind::kPrefix:
      return "prefix";
  }
  return {};
}

base::Result<Seed> parse_seed(std::string_view text) {
  const bool is_guess = !has_scheme(text);
  const auto url = crawler::Url::parse(is_guess ? "https://" + std::string(text) : std::string(text));
  const auto wrong = [&](std::string_view why) {
    return fail(ErrorKind::kTellUser, fmt::format("'{}' is {}", without_credentials(text), why));
  };
  if (!url || url->host().empty()) return wrong("not a URL");
  if (!url->is_http()) return wrong("neither http nor https");
  auto [bare, authorization] = take_credentials(url->without_fragment());
  return Seed{.url = std::move(bare), .is_guess = is_guess, .authorization = std::move(authorization)};
}

base::Result<std::uint64_t> parse_count(std::string_view text, std::uint64_t least, std::uint64_t most) {
  std::uint64_t count = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool is_whole = problem == std::errc() && end == text.data() + text.size();
  if (is_whole && count >= least && count <= most) return count;
  const std::string range =
      most == kMostCount ? fmt::format("from {} on", least) : fmt::format("from {} to {}", least, most);
  return fail(ErrorKind::kTellUser, fmt::format("'{}' is not a whole number {}", text, range));
}

base::Result<std::optional<storage::ResultCursor>> parse_place(std::string_view text) {
  const auto place = storage::parse_cursor(text);
  if (!place) return fail(ErrorKind::kTellUser, fmt::format("'{}' is no place where a list of hits ended", text));
  return place;
}

base::Result<std::chrono::milliseconds> parse_duration(std::string_view text) {
  static constexpr std::array<Unit, 4> kUnits{{{"ms", 1}, {"s", 1e3}, {"m", 60e3}, {"h", 3600e3}}};
  const auto milliseconds = parse_quantity(text, kUnits, "a duration like 500ms, 2s or 1.5m");
  if (!milliseconds) return std::unexpected(milliseconds.error());
  return std::chrono::milliseconds(std::llround(*milliseconds));
}

std::string duration_text(std::chrono::milliseconds time) {
  const auto milliseconds = time.count();
  if (milliseconds == 0) return "0";
  return milliseconds % 1000 == 0 ? fmt::format("{}s", milliseconds / 1000) : fmt::format("{}ms", milliseconds);
}

base::Result<std::chrono::microseconds> parse_rate(std::string_view text) {
  static constexpr std::array<Unit, 3> kUnits{{{"/s", 1.0}, {"/m", 1.0 / 60}, {"/h", 1.0 / 3600}}};
  constexpr std::string_view kExpected = "a rate like 2/s or 30/m";
  const auto per_second = parse_quantity(text, kUnits, kExpected);
  if (!per_second) return std::unexpected(per_second.error());
  const double interval = 1e6 / *per_second;
  constexpr double kLongest = 24 * 3600e6;
  if (interval <= kLongest) return std::chrono::microseconds(std::llround(interval));
  return fail(ErrorKind::kTellUser, fmt::format("'{}' is not {}", text, kExpected));
}

base::Result<std::uint64_t> parse_size(std::string_view text) {
  static constexpr std::array<Unit, 11> kUnits{{{"", 1},
                                                {"B", 1},
                                                {"k", 0x1p10},
                                                {"kB", 0x1p10},
                                                {"KiB", 0x1p10},
                                                {"M", 0x1p20},
                                                {"MB", 0x1p20},
                                                {"MiB", 0x1p20},
                                                {"G", 0x1p30},
                                                {"GB", 0x1p30},
                                                {"GiB", 0x1p30}}};
  const auto bytes = parse_quantity(text, kUnits, "a size like 65536, 64k or 16M");
  if (!bytes) return std::unexpected(bytes.error());
  return static_cast<std::uint64_t>(*bytes);
}

base::Result<double> parse_percentage(std::string_view text) {
  static constexpr std::array<Unit, 1> kUnits{{{"%", .01}}};
  constexpr std::string_view kExpected = "a percentage like 25%";
  const auto part = parse_quantity(text, kUnits, kExpected);
  if (!part || *part <= 1) return part;
  return fail(ErrorKind::kTellUser, fmt::format("'{}' is not {}", text, kExpected));
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
              fmt::format("'{}' is neither a URL nor an address of mail", without_credentials(text)));
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
                                                without_credentials(text)));
}

base::Result<std::string> parse_resolve(std::string_view text) {
  const std::size_t host_end = text.find(':', text.starts_with('[') ? text.find(']') : 0);
  const std::size_t port_end = host_end == std::string_view::npos ? host_end : text.find(':', host_end + 1);
  const auto wrong = fail(ErrorKind::kTellUser, fmt::format("'{}' is not HOST:PORT:ADDRESS", text));
  if (host_end == 0 || port_end == std::string_view::npos) return wrong;
  if (text.starts_with('+') || text.starts_with('-') || text.starts_with('*')) return wrong;  // libcurl's own marks
  if (!parse_count(text.substr(host_end + 1, port_end - host_end - 1), 1, 65535)) return wrong;
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
