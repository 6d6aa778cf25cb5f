#include "crawler/traps.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <vector>

#include "base/ascii.hpp"

namespace crawler {
namespace {

constexpr int kDeepLinks = 5;
constexpr int kDeepestLinks = 100;
constexpr std::size_t kFewParameters = 3;
constexpr std::size_t kLongestGroup = 10;

/// Keys of different rules differ.
enum class Rule : std::uint64_t { kQueries = 1, kDeep = 2, kDeepest = 3 };

std::uint64_t key(Rule rule, std::string_view text) {
  return XXH3_64bits_withSeed(text.data(), text.size(), static_cast<std::uint64_t>(rule));
}

/// The segments but for the empty one behind a last slash.
std::size_t count_segments(std::string_view path) {
  const auto slashes = static_cast<std::size_t>(std::ranges::count(path, '/'));
  return path.ends_with('/') ? slashes - 1 : slashes;
}

std::size_t count_parameters(std::string_view query) {
  return query.size() < 2 ? 0 : 1 + static_cast<std::size_t>(std::ranges::count(query, '&'));
}

/// With each run of digits as one '0'.
void append_without_numbers(std::string& out, std::string_view text) {
  bool in_number = false;
  for (const char c : text) {
    const bool is_digit = base::kDigits.contains(c);
    if (!is_digit) out += c;
    if (is_digit && !in_number) out += '0';
    in_number = is_digit;
  }
}

/// The names of a query's parameters, sorted, so that an order of its own makes no pattern of its own.
void append_names(std::string& out, std::string_view query) {
  std::vector<std::string_view> names;
  for (std::size_t begin = 1; begin <= query.size();) {
    const std::size_t end = std::min(query.find('&', begin), query.size());
    const std::string_view parameter = query.substr(begin, end - begin);
    names.push_back(parameter.substr(0, parameter.find('=')));
    begin = end + 1;
  }
  std::ranges::sort(names);
  for (const std::string_view name : names) {
    out += '?';
    append_without_numbers(out, name);
  }
}

/// What URLs that a program makes have in common: without a query the folder, with one the path and the parameters'
/// names, numbers made equal.
std::string pattern(const Url& url) {
  std::string text(url.site());
  if (!url.query().empty()) {
    append_without_numbers(text, url.path());
    append_names(text, url.query());
    return text;
  }
  std::string_view path = url.path();
  if (path.ends_with('/')) path.remove_suffix(1);
  append_without_numbers(text, path.substr(0, path.rfind('/') + 1));
  return text;
}

}  // namespace

Traps::Traps(const TrapLimits& limits)
    : limits_(limits),
      too_long_(fmt::format("trap: over {} bytes long", limits.url_bytes)),
      too_many_segments_(fmt::format("trap: over {} path segments", limits.segments)),
      too_many_queries_(fmt::format("trap: over {} queries of one path", limits.queries_per_path)),
      too_many_deep_(fmt::format("trap: over {} of one pattern, {} links deep", limits.deep_urls, kDeepLinks + 1)),
      too_many_deepest_(
          fmt::format("trap: over {} of one pattern, {} links deep", limits.deepest_urls, kDeepestLinks + 1)) {}

std::string_view Traps::refuses(const Url& url) const {
  if (limits_.url_bytes > 0 && url.href().size() > limits_.url_bytes) return too_long_;
  const std::size_t segments = count_segments(url.path());
  if (limits_.segments > 0 && segments > limits_.segments) return too_many_segments_;
  const bool may_repeat = segments > std::min(limits_.segment_in_row, 2 * limits_.group_in_row);
  return may_repeat && has_repeated_segments(url.path(), segments) ? "trap: repeated path segments" : "";
}

Traps::Bounds Traps::bounds(const Url& url, int depth) const {
  Bounds bounds;
  if (limits_.queries_per_path > 0 && count_parameters(url.query()) > kFewParameters) {
    const std::string path = fmt::format("{}{}", url.site(), url.path());
    bounds.push_back({key(Rule::kQueries, path), limits_.queries_per_path, too_many_queries_});
  }
  if (depth <= kDeepLinks) return bounds;
  const std::string alike = pattern(url);
  if (limits_.deep_urls > 0) bounds.push_back({key(Rule::kDeep, alike), limits_.deep_urls, too_many_deep_});
  if (depth > kDeepestLinks && limits_.deepest_urls > 0) {
    bounds.push_back({key(Rule::kDeepest, alike), limits_.deepest_urls, too_many_deepest_});
  }
  return bounds;
}

bool Traps::has_repeated_segments(std::string_view path, std::size_t segments) const {
  const std::size_t longest = std::clamp(segments / (limits_.group_in_row + 1), 1UZ, kLongestGroup);
  // For each length of a group: how many segments in a row equal the one that stands so many before.
  std::array<std::size_t, kLongestGroup + 1> equal{};
  std::array<std::string_view, kLongestGroup> last;  // the segment of index i is at i % kLongestGroup
  std::size_t index = 0;
  for (std::size_t begin = 1; begin < path.size(); ++index) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view segment = path.substr(begin, end - begin);
    for (std::size_t length = 1; length <= std::min(index, longest); ++length) {
      equal[length] = last[(index - length) % kLongestGroup] == segment ? equal[length] + 1 : 0;
      const std::size_t allowed = length == 1 ? limits_.segment_in_row : limits_.group_in_row;
      if (allowed > 0 && equal[length] >= length * allowed) return true;
    }
    last[index % kLongestGroup] = segment;
    begin = end + 1;
  }
  return false;
}

}  // namespace crawler
