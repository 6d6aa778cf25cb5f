#include "server/headers.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace server {
namespace {

bool equals_without_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, {}, [](char c) { return base::ascii_lower(c); }, [](char c) { return base::ascii_lower(c); });
}

/// Whether parameters ("; q=0.000") say that the token is not wanted (RFC 9110, 12.4.2).
bool is_refused(std::string_view parameters) {
  const std::size_t weight = parameters.find("q=");
  if (weight == std::string_view::npos) return false;
  const std::string_view digits = trimmed(parameters.substr(weight + 2));
  return digits.starts_with('0') && digits.find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

std::string_view Headers::get(std::string_view name) const {
  for (const auto& [known, value] : fields_) {
    if (equals_without_case(known, name)) return value;
  }
  return {};
}

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(fields_, [&](const Field& field) { return equals_without_case(field.first, name); }));
}

bool Headers::has(std::string_view name) const {
  return count(name) > 0;
}

void Headers::add(std::string_view name, std::string_view value) {
  auto& [_, stored] = fields_.emplace_back(name, value);
  std::ranges::replace_if(stored, [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
}

void Headers::add_default(std::string_view name, std::string_view value) {
  if (!has(name)) add(name, value);
}

void Headers::set(std::string_view name, std::string_view value) {
  std::erase_if(fields_, [&](const Field& field) { return equals_without_case(field.first, name); });
  add(name, value);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool has_token(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const std::string_view item = list.substr(0, comma);
    const std::size_t semicolon = std::min(item.find(';'), item.size());
    if (equals_without_case(trimmed(item.substr(0, semicolon)), token)) return !is_refused(item.substr(semicolon));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

}  // namespace server
