#include "crawler/scope.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>

#include "base/ascii.hpp"

namespace crawler {
namespace {

constexpr std::string_view kRegexMark = "re:";

/// RE2's memory for one pattern. The default, 8 MiB, is meant for a few patterns; this leaves room for hundreds.
constexpr std::int64_t kPatternMemoryBytes = 1 << 20;

std::string from_glob(std::string_view glob) {
  std::string expression = "^";
  for (const char c : glob) {
    if (c == '*') {
      expression += ".*";
    } else if (c == '?') {
      expression += '.';
    } else {
      expression += RE2::QuoteMeta(std::string_view(&c, 1));
    }
  }
  return expression + "$";
}

std::string_view without_www(std::string_view host) {
  constexpr std::string_view kWww = "www.";
  return host.starts_with(kWww) ? host.substr(kWww.size()) : host;
}

/// Whether `url` is on a site or in a domain of the crawl.
bool is_on_its_host(const Scope& scope, const Url& url) {
  const auto contains = [&](const RegistrableDomain& domain) { return domain.contains(url.host()); };
  return std::ranges::find(scope.sites, url.site()) != scope.sites.end() ||
         std::ranges::any_of(scope.domains, contains);
}

/// The same, and below its prefixes.
bool is_within(const Scope& scope, const Url& url) {
  const auto is_below = [&](const std::string& prefix) { return url.path().starts_with(prefix); };
  return is_on_its_host(scope, url) && (scope.prefixes.empty() || std::ranges::any_of(scope.prefixes, is_below));
}

}  // namespace

base::Result<Pattern> Pattern::parse(std::string_view text) {
  RE2::Options options(RE2::Quiet);
  options.set_max_mem(kPatternMemoryBytes);
  options.set_encoding(RE2::Options::EncodingLatin1);  // URLs are ASCII
  const std::string expression =
      text.starts_with(kRegexMark) ? std::string(text.substr(kRegexMark.size())) : from_glob(text);
  auto compiled = std::make_shared<const RE2>(expression, options);
  if (!compiled->ok()) {
    return base::fail(base::ErrorKind::kTellUser, "pattern '" + std::string(text) + "': " + compiled->error());
  }
  return Pattern(text, std::move(compiled));
}

bool Pattern::matches(std::string_view url) const {
  return RE2::PartialMatch(url, *expression_);
}

std::string_view Scope::refuses(const Url& url) const {
  if (!url.is_http()) return "scheme";
  if (!is_within(*this, url) && !allowed.contains(url.site())) return "scope";
  const auto matches = [&](const Pattern& pattern) { return pattern.matches(url.href()); };
  if (!include.empty() && std::ranges::none_of(include, matches)) return "pattern";
  if (std::ranges::any_of(exclude, matches)) return "pattern";
  return {};
}

bool Scope::has_site(const Url& url) const {
  return is_on_its_host(*this, url) || allowed.contains(url.site());
}

bool Scope::is_named(const Url& url) const {
  return seeds.contains(url.site()) || allowed.contains(url.site());
}

bool Scope::is_same_owner(const Url& seed, const Url& target) {
  if (without_www(seed.host()) != without_www(target.host())) return false;
  const bool is_upgrade = seed.scheme() == "http" && target.scheme() == "https";
  return seed.port() == target.port() || is_upgrade;
}

base::Result<std::string> parse_site(std::string_view text) {
  constexpr base::ByteSet kNoneOfASite("/?#@\\* \t\r\n");  // '*' may stand in a host, but who writes it means a pattern
  const auto url = Url::parse(fmt::format("http://{}/", text));
  if (!url || kNoneOfASite.find_in(text) < text.size()) {
    return base::fail(base::ErrorKind::kTellUser,
                      fmt::format("host '{}': expected HOST or HOST:PORT, like docs.example.org:8080", text));
  }
  return std::string(url->port() == "443" ? url->host() : url->site());
}

std::string_view directory(const Url& url) {
  return url.path().substr(0, url.path().rfind('/') + 1);
}

}  // namespace crawler
