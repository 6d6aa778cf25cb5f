#include "storage/section_finder.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/cut_short.hpp"
#include "indexer/site_model.hpp"

namespace storage {
namespace {

constexpr std::size_t kMostHeadingBytes = 80;  // terms that are defined can be whole declarations

/// The heading without the sign that some sites put behind each as a link to it.
std::string heading_at(std::string_view body, std::size_t begin) {
  constexpr std::array<std::string_view, 5> kSigns{"\u00B6", "#", "\u00A7", "\u2060", " "};
  std::string_view line = body.substr(begin, std::min(body.find('\n', begin), body.size()) - begin);
  const auto ends_line = [&](std::string_view sign) { return line.size() > sign.size() && line.ends_with(sign); };
  for (auto sign = kSigns.begin(); sign != kSigns.end();) {
    sign = std::ranges::find_if(kSigns, ends_line);
    if (sign != kSigns.end()) line.remove_suffix(sign->size());
  }
  return base::cut_short(line, kMostHeadingBytes);
}

struct Open {
  std::int64_t level = 0;
  std::size_t begin = 0;
  std::string fragment;
};

}  // namespace

SectionFinder::SectionFinder(Connection& connection)
    : layout_(connection.prepare("SELECT layout, moved FROM pages WHERE id = ?")),
      sections_(connection.prepare("SELECT value ->> 0, value ->> 1, coalesce(value ->> 2, '')"
                                   "  FROM pages, json_each(pages.sections) WHERE pages.id = ?")) {}

HitSection SectionFinder::find(std::int64_t id, std::string_view body, std::size_t place) {
  std::vector<std::size_t> places;
  for (const Row row : layout_.rows(id)) places = indexer::places_of_blocks(body, row.text(0), row.text(1));
  std::vector<Open> open;
  for (const Row section : sections_.rows(id)) {
    const auto block = static_cast<std::size_t>(section.integer(0));
    if (block >= places.size() || places[block] == std::string_view::npos) continue;
    if (places[block] > place) break;
    const std::int64_t level = section.integer(1);
    while (!open.empty() && open.back().level >= level) open.pop_back();
    open.push_back({.level = level, .begin = places[block], .fragment = std::string(section.text(2))});
  }
  HitSection found;
  for (Open& section : open) {
    found.path.push_back(heading_at(body, section.begin));
    if (!section.fragment.empty()) found.fragment = std::move(section.fragment);
  }
  return found;
}

}  // namespace storage
