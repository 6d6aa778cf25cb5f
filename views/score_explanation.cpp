#include "views/score_explanation.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

#include "views/printable.hpp"

namespace views {
namespace {

using storage::ScorePart;

/// In the order of `storage::Column`.
constexpr auto kColumnNames =
    std::to_array<std::string_view>({"body", "title", "headings", "description", "path", "rest", "links"});
static_assert(kColumnNames.size() == storage::kColumns);

/// In the order of `ScorePart::Kind`.
constexpr auto kKinds = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"words", ""},
    {"closeness", "stand close together"},
    {"statement", "stand as in an answer"},
    {"feedback", "like the best pages"},
    {"links", "linked to by other pages"},
    {"depth", "near to where the crawl began"},
});

const auto& kind_of(const ScorePart& part) {
  return kKinds.at(static_cast<std::size_t>(part.kind));
}

std::string words_of(const storage::Hit& hit, const ScorePart& part) {
  if (part.kind == ScorePart::Kind::kPhrase) return hit.phrases.at(part.phrase);
  if (part.kind != ScorePart::Kind::kCloseness && part.kind != ScorePart::Kind::kStatement) return {};
  return hit.phrases.at(part.phrase) + ", " + hit.phrases.at(part.phrase + 1);
}

std::string occurrences_text(const ScorePart& part) {
  std::string text;
  for (std::size_t i = 0; i < storage::kColumns; ++i) {
    if (part.occurrences[i] == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", kColumnNames[i], part.occurrences[i]);
  }
  return text;
}

std::string reason(const storage::Hit& hit, const ScorePart& part) {
  if (part.kind == ScorePart::Kind::kPhrase) {
    return fmt::format("{}: worth {:.3f}; {}", words_of(hit, part), part.worth, occurrences_text(part));
  }
  const std::string words = words_of(hit, part);
  return words.empty() ? std::string(kind_of(part).second) : fmt::format("{} {}", words, kind_of(part).second);
}

}  // namespace

std::string explained(const storage::Hit& hit, const std::string& indent) {
  std::string lines = fmt::format("{}score {:.3f}\n", indent, hit.score);
  for (const ScorePart& part : hit.parts) {
    if (part.score != 0) lines += fmt::format("{}{:>8.3f}  {}\n", indent, part.score, printable(reason(hit, part)));
  }
  return lines;
}

Json parts_json(const storage::Hit& hit) {
  Json parts = Json::array();
  for (const ScorePart& part : hit.parts) {
    Json json = {{"kind", kind_of(part).first}, {"score", part.score}};
    if (const std::string words = words_of(hit, part); !words.empty()) {
      json["words"] = words;
      json["worth"] = part.worth;
    }
    if (part.kind == ScorePart::Kind::kPhrase) {
      Json occurrences = Json::object();
      for (std::size_t i = 0; i < storage::kColumns; ++i) {
        if (part.occurrences[i] > 0) occurrences[std::string(kColumnNames[i])] = part.occurrences[i];
      }
      json["occurrences"] = std::move(occurrences);
    }
    parts.push_back(std::move(json));
  }
  return parts;
}

}  // namespace views
