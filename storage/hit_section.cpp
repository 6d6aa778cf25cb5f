#include "storage/hit_section.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <system_error>

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

/// What is stored of a section.
struct Stored {
  std::int64_t block = 0;
  std::int64_t level = 0;
  std::string_view fragment{};
};

/// Reads sections one by one: JSON, but of one form only, and without escapes. Ends where it is another.
class SectionReader {
 public:
  explicit SectionReader(std::string_view json) : left_(json) { take("["); }

  std::optional<Stored> next() {
    Stored section;
    if (!take("[") || !take(section.block) || !take(",") || !take(section.level)) return std::nullopt;
    if (take(",\"")) {
      section.fragment = left_.substr(0, left_.find('"'));
      left_.remove_prefix(section.fragment.size());
      take("\"");
    }
    if (!take("]")) return std::nullopt;
    take(",");
    return section;
  }

 private:
  bool take(std::string_view wanted) {
    const bool is_there = left_.starts_with(wanted);
    if (is_there) left_.remove_prefix(wanted.size());
    return is_there;
  }

  bool take(std::int64_t& number) {
    const auto [end, error] = std::from_chars(left_.data(), left_.data() + left_.size(), number);
    left_.remove_prefix(static_cast<std::size_t>(end - left_.data()));
    return error == std::errc();
  }

  std::string_view left_;
};

/// The sections that have the byte `place` of a body, the outermost first; `places` are those of its blocks.
std::vector<Stored> sections_at(std::size_t place, std::string_view json, const std::vector<std::size_t>& places) {
  std::vector<Stored> open;
  SectionReader sections(json);
  while (const auto section = sections.next()) {
    const auto block = static_cast<std::size_t>(section->block);
    if (block >= places.size() || places[block] == std::string_view::npos) continue;
    if (places[block] > place) break;
    while (!open.empty() && open.back().level >= section->level) open.pop_back();
    open.push_back(*section);
  }
  return open;
}

}  // namespace

HitSection section_at(std::size_t place, std::string_view body, const StoredSections& stored) {
  HitSection found;
  const auto places = indexer::places_of_blocks(body.substr(0, place + 1), stored.layout, stored.moved);
  for (const Stored& section : sections_at(place, stored.sections, places)) {
    found.path.push_back(heading_at(body, places[static_cast<std::size_t>(section.block)]));
    if (!section.fragment.empty()) found.fragment = section.fragment;
  }
  return found;
}

}  // namespace storage
