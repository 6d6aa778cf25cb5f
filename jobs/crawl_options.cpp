#include "jobs/crawl_options.hpp"

#include <fmt/format.h>

#include <utility>

#include "jobs/credentials.hpp"

namespace jobs {
namespace {

using base::ErrorKind;
using base::fail;

bool has_scheme(std::string_view text) {
  const std::size_t colon = text.find("://");
  return colon != std::string_view::npos && colon < text.find_first_of("/?#");
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

}  // namespace jobs
