#include "server/router.hpp"

#include <algorithm>
#include <compare>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <utility>

#include "crawler/percent_encode.hpp"

namespace server {
namespace {

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> parts;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/', 1), path.size());
    parts.emplace_back(path.substr(1, end - 1));
    path.remove_prefix(end);
  }
  return parts;
}

bool is_name(std::string_view part) {
  return part.size() > 2 && part.starts_with('{') && part.ends_with('}');
}

/// Whether parts fit a pattern; then what its names stand for.
std::optional<Parameters> captures_of(const std::vector<std::string>& pattern, const std::vector<std::string>& parts) {
  if (pattern.size() != parts.size()) return std::nullopt;
  Parameters captures;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (is_name(pattern[i]) && !parts[i].empty()) {
      captures.emplace_back(pattern[i].substr(1, pattern[i].size() - 2), parts[i]);
    } else if (pattern[i] != parts[i]) {
      return std::nullopt;
    }
  }
  return captures;
}

/// Less for the pattern that goes first: texts before names.
std::strong_ordering precedence(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::lexicographical_compare_three_way(
      a.begin(), a.end(), b.begin(), b.end(),
      [](const std::string& x, const std::string& y) { return is_name(x) <=> is_name(y); });
}

}  // namespace

void Router::add(Route route) {
  if (!route.pattern.starts_with('/')) throw std::invalid_argument(route.pattern + ": a pattern begins with '/'");
  Entry entry{.parts = split(route.pattern), .route = std::move(route)};
  for (const Entry& other : entries_) {
    if (other.parts == entry.parts && other.route.method == entry.route.method) {
      throw std::invalid_argument(entry.route.pattern + ": two routes with one method");
    }
  }
  const auto place = std::ranges::upper_bound(
      entries_, entry.parts, [](const auto& a, const auto& b) { return precedence(a, b) < 0; }, &Entry::parts);
  entries_.insert(place, std::move(entry));
}

Found Router::find(Method method, std::string_view path) const {
  if (!path.starts_with('/')) return {};
  std::vector<std::string> parts = split(path);
  for (std::string& part : parts) part = crawler::percent_decode(part);
  const Method wanted = method == Method::kHead ? Method::kGet : method;
  Found found;
  const std::vector<std::string>* pattern = nullptr;  // the first that fits: its methods are the path's
  for (const Entry& entry : entries_) {
    if (pattern && entry.parts != *pattern) continue;
    auto captures = captures_of(entry.parts, parts);
    if (!captures) continue;
    pattern = &entry.parts;
    found.allowed.push_back(entry.route.method);
    if (entry.route.method == Method::kGet) found.allowed.push_back(Method::kHead);
    if (entry.route.method != wanted) continue;
    found.route = &entry.route;
    found.captures = *std::move(captures);
  }
  if (!found.allowed.empty()) found.allowed.push_back(Method::kOptions);
  return found;
}

bool Router::has_admin_routes() const {
  return std::ranges::any_of(entries_, [](const Entry& entry) { return entry.route.access == Access::kAdmin; });
}

std::vector<const Route*> Router::routes() const {
  std::vector<const Route*> routes;
  for (const Entry& entry : entries_) routes.push_back(&entry.route);
  return routes;
}

}  // namespace server
