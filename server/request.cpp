#include "server/request.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/ascii.hpp"
#include "crawler/percent_encode.hpp"

namespace server {
namespace {

constexpr std::array<std::string_view, 7> kNames{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
constexpr std::size_t kMostParameters = 1'000;

std::string form_decoded(std::string_view text) {
  std::string spaced(text);
  std::ranges::replace(spaced, '+', ' ');
  return crawler::percent_decode(spaced);
}

std::optional<std::string_view> find(const Parameters& parameters, std::string_view name) {
  for (const auto& [known, value] : parameters) {
    if (known == name) return value;
  }
  return std::nullopt;
}

/// The authority and the rest of an absolute URL; nothing if it is not http's.
std::optional<std::pair<std::string_view, std::string_view>> split_url(std::string_view url) {
  const std::size_t colon = url.find("://");
  const std::string scheme = base::ascii_lower(url.substr(0, std::min(colon, url.size())));
  if (scheme != "http" && scheme != "https") return std::nullopt;
  const std::string_view rest = url.substr(colon + 3);
  const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
  return std::pair(rest.substr(0, end), rest.substr(end));
}

}  // namespace

std::string_view name_of(Method method) {
  return kNames.at(static_cast<std::size_t>(method));
}

std::optional<Method> method_of(std::string_view name) {
  const auto* const found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Method>(found - kNames.begin());
}

bool is_safe(Method method) {
  return method == Method::kGet || method == Method::kHead || method == Method::kOptions;
}

std::optional<std::string_view> Request::parameter(std::string_view name) const {
  return find(query, name);
}

std::string_view Request::capture(std::string_view name) const {
  return find(captures, name).value_or(std::string_view());
}

std::optional<Target> parse_target(std::string_view target) {
  constexpr base::ByteSet kNoUrlHas = base::kControls | base::ByteSet(" #\x7F");
  if (kNoUrlHas.find_in(target) < target.size()) return std::nullopt;
  Target parsed;
  if (target == "*") {
    parsed.path = target;
    return parsed;
  }
  if (!target.starts_with('/')) {
    const auto url = split_url(target);
    if (!url) return std::nullopt;
    parsed.authority = url->first;
    target = url->second;
  }
  const std::size_t mark = std::min(target.find('?'), target.size());
  parsed.path = mark == 0 ? "/" : target.substr(0, mark);
  if (mark < target.size()) parsed.query = parse_query(target.substr(mark + 1));
  return parsed;
}

Parameters parse_query(std::string_view query) {
  Parameters parameters;
  while (!query.empty() && parameters.size() < kMostParameters) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
    parameters.emplace_back(form_decoded(pair.substr(0, equals)), form_decoded(value));
  }
  return parameters;
}

}  // namespace server
