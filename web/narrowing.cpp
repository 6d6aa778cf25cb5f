#include "web/narrowing.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstddef>
#include <optional>
#include <ranges>

#include "base/ascii.hpp"
#include "crawler/percent_encode.hpp"
#include "server/headers.hpp"
#include "storage/page_filter.hpp"
#include "storage/query_syntax.hpp"

namespace web {
namespace {

constexpr base::ByteSet kParameterEncodeSet = crawler::kQueryEncodeSet | base::ByteSet("&+%'=");

/// A condition as it stands in what was typed: byte offsets.
struct Place {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string field;
  bool is_excluded = false;
};

std::vector<Place> places(std::string_view typed) {
  std::vector<Place> places;
  for (const storage::Term& term : storage::read_terms(typed)) {
    if (term.kind != storage::Term::Kind::kText || !storage::parse_condition(term.field, term.text)) continue;
    const auto begin = static_cast<std::size_t>(term.field.data() - typed.data());
    const auto end = static_cast<std::size_t>(term.text.data() - typed.data()) + term.text.size();
    places.push_back({begin - (term.is_excluded ? 1 : 0), end, base::ascii_lower(term.field), term.is_excluded});
  }
  return places;
}

std::string without(std::string_view typed, const Place& place) {
  const std::string_view before = server::trimmed(typed.substr(0, place.begin));
  const std::string_view after = server::trimmed(typed.substr(place.end));
  return std::string(before).append(before.empty() || after.empty() ? "" : " ").append(after);
}

/// "after:2024 before:2025"; nothing if it is no year.
std::optional<std::string> year_condition(std::string_view value) {
  int year = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), year);
  if (error != std::errc() || end != value.data() + value.size()) return std::nullopt;
  return fmt::format("after:{:04} before:{:04}", year, year + 1);
}

}  // namespace

std::vector<Narrowing> narrowings(std::string_view typed) {
  std::vector<Narrowing> found;
  for (const Place& place : places(typed)) {
    found.push_back({std::string(typed.substr(place.begin, place.end - place.begin)), without(typed, place)});
  }
  return found;
}

std::string narrowed(std::string_view typed, std::string_view field, std::string_view value) {
  const std::string_view condition = field == "section" ? "site" : field;
  const auto added = field == "year" ? year_condition(value) : fmt::format("{}:{}", condition, value);
  if (!added || value == "unknown" || (field != "year" && !storage::parse_condition(condition, value))) return {};
  std::string query(typed);
  for (const Place& place : places(typed) | std::views::reverse) {
    if (place.field == condition && !place.is_excluded) query = without(query, place);
  }
  query = server::trimmed(query);
  const std::string found = query + (query.empty() ? "" : " ") + *added;
  const bool is_condition = places(found).size() > places(query).size();
  return is_condition ? found : query + "\" " + *added;  // a quote was left open
}

std::optional<std::string> with_open_end(std::string_view typed) {
  constexpr std::size_t kLeastBytes = 3;
  constexpr base::ByteSet kOfWord = base::kLetters | base::kDigits | base::kNonAscii;
  const auto terms = storage::read_terms(typed);
  if (terms.empty()) return std::nullopt;
  const storage::Term& last = terms.back();
  const bool is_word = last.kind == storage::Term::Kind::kText && last.field.empty() && !last.is_excluded &&
                       last.text.size() >= kLeastBytes && kOfWord.contains_all(last.text);
  return is_word ? std::optional(std::string(server::trimmed(typed)) + "*") : std::nullopt;
}

std::string search_path(std::string_view typed, std::size_t page) {
  std::string path = "/?q=";
  crawler::append_percent_encoded(path, typed, kParameterEncodeSet);
  if (page > 1) path += fmt::format("&page={}", page);
  return path;
}

}  // namespace web
