#include "app/hit_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <string_view>

#include "app/terminal.hpp"
#include "base/quantity.hpp"
#include "storage/query.hpp"
#include "views/hit_url.hpp"
#include "views/printable.hpp"
#include "views/score_explanation.hpp"

namespace app {
namespace {

/// Of the first hit that is shown.
std::uint64_t first_number(const SearchOptions& options) {
  return (options.after ? options.after->offset : options.offset) + 1;
}

/// The snippet in one line, matches in bold where a terminal shows that, else between asterisks.
std::string highlighted(const storage::Snippet& snippet, bool color) {
  const std::string_view begin = color ? "\x1b[1m" : "*";
  const std::string_view end = color ? "\x1b[0m" : "*";
  const std::string_view text = snippet.text;
  std::string line = snippet.cut_before ? "... " : "";
  std::size_t at = 0;
  for (const auto& match : snippet.matches) {
    line += views::printable(text.substr(at, match.begin - at));
    line += begin;
    line += views::printable(text.substr(match.begin, match.end - match.begin));
    line += end;
    at = match.end;
  }
  line += views::printable(text.substr(at));
  return snippet.cut_after ? line + " ..." : line;
}

/// What there is beside the hits that were shown.
std::string summary(const SearchOptions& options, const storage::Results& results) {
  const std::uint64_t first = first_number(options);
  if (storage::parse_query(options.query).empty()) return "There is no word in that to look for.";
  if (results.total == 0) return "No page has any of these words.";
  const std::string total = (results.total_is_estimate ? "about " : "") + base::counted(results.total, "hit");
  if (results.hits.empty()) {
    return results.total_is_least ? fmt::format("The best {} are all that are shown of more.", total)
                                  : fmt::format("There are no more than {}.", total);
  }
  std::string sentence = fmt::format("{} to {} of {}{}", first, first + results.hits.size() - 1,
                                     results.total_is_least ? "more than " : "", total);
  if (results.is_out_of_time) sentence += fmt::format("; stopped after {}", base::duration_text(options.timeout));
  if (results.only_some_words) sentence += "; no page has all of the words";
  if (results.next) sentence += fmt::format("; for more: --after {}", storage::to_text(*results.next));
  return sentence;
}

/// What else was folded into a hit.
void print_others(const SearchOptions& options, const storage::Hit& hit, std::string_view indent) {
  if (hit.folded == 0) return;
  if (options.group_by == storage::GroupBy::kLikeness) {
    fmt::print("{}and {} more like it\n", indent, hit.folded);
    return;
  }
  for (const auto& other : hit.others)
    fmt::print("{}- {}  {}\n", indent, views::printable(other.title), views::printable(other.url));
  if (hit.folded > hit.others.size()) {
    const bool is_site = options.group_by == storage::GroupBy::kSite;
    fmt::print("{}and {} more: site:{}\n", indent, hit.folded - hit.others.size(),
               views::printable(is_site ? storage::site_of(hit.url) : storage::section_of(hit.url)));
  }
}

void print_hit(const SearchOptions& options, const storage::Hit& hit, std::uint64_t number, bool color) {
  const std::string mark = fmt::format("{}. ", number);
  const std::string indent(mark.size(), ' ');
  fmt::print("{}{}\n{}{}\n", mark, views::printable(hit.title.empty() ? "(no title)" : hit.title), indent,
             views::printable(views::url_of(hit)));
  if (!hit.section.path.empty()) {
    fmt::print("{}{}\n", indent, views::printable(fmt::format("{}", fmt::join(hit.section.path, " > "))));
  }
  fmt::print("{}{}\n", indent, highlighted(hit.snippet, color));
  if (!hit.parts.empty()) fmt::print("{}", views::explained(hit, indent));
  print_others(options, hit, indent);
  fmt::print("\n");
}

void print_facets(const storage::Results& results) {
  for (const auto& [field, values, others] : results.facets) {
    fmt::print("{}:", field);
    for (const auto& [value, hits] : values) fmt::print(" {} ({})", views::printable(value), hits);
    if (others > 0) fmt::print(" and others ({})", others);
    fmt::print("\n");
  }
}

}  // namespace

void print_hits(const SearchOptions& options, const storage::Results& results) {
  const bool color = shows_color(stdout);
  std::uint64_t number = first_number(options);
  for (const storage::Hit& hit : results.hits) print_hit(options, hit, number++, color);
  print_facets(results);
  std::fflush(stdout);  // where both streams go to one place, the summary is the last
  fmt::print(stderr, "{}\n", summary(options, results));
}

}  // namespace app
