#include "storage/scorer.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace storage {

/// Robertson and Sparck Jones, with one added as Lucene does, so that it is never negative.
double worth_of(double pages, double with_word) {
  const double others = pages - std::min(pages, with_word);  // which may be an estimate
  return std::log(1 + (others + 0.5) / (with_word + 0.5));
}

Saturation::Saturation(const Ranking& ranking, double pages, const std::array<double, kColumns>& words)
    : ranking_(ranking) {
  for (std::size_t column = 0; column < kColumns; ++column)
    average_[column] = std::max(words[column] / std::max(pages, 1.0), 1.0);
}

double Saturation::norm(std::size_t column, const Lengths& lengths) const {
  const double b = ranking_.columns[column].b;
  return 1 - b + b * lengths[column] / average_[column];
}

double Saturation::operator()(const Occurrences& occurrences, const Lengths& lengths) const {
  double frequency = 0;
  for (std::size_t column = 0; column < kColumns; ++column) {
    if (occurrences[column] == 0) continue;
    frequency += ranking_.columns[column].weight * occurrences[column] / norm(column, lengths);
  }
  return frequency * (ranking_.k1 + 1) / (frequency + ranking_.k1);
}

double Saturation::operator()(double occurrences, const Lengths& lengths) const {
  const double frequency = occurrences / norm(static_cast<std::size_t>(Column::kBody), lengths);
  return frequency * (ranking_.k1 + 1) / (frequency + ranking_.k1);
}

Scorer::Scorer(const Ranking& ranking, const Candidates& candidates, const std::vector<double>& worths)
    : ranking_(ranking),
      candidates_(candidates),
      worths_(worths),
      saturation_(ranking, candidates.pages_of_index, candidates.words_of_index) {}

void Scorer::each_part(std::size_t candidate, const Lengths& lengths, auto take) const {
  using enum ScorePart::Kind;
  const auto occurrences = candidates_.occurrences_of(candidate);
  for (std::size_t i = 0; i < occurrences.size(); ++i) {
    take(ScorePart{.kind = kPhrase,
                   .phrase = i,
                   .worth = worths_[i],
                   .occurrences = occurrences[i],
                   .score = worths_[i] * saturation_(occurrences[i], lengths)});
  }
  const auto closeness = candidates_.closeness_of(candidate);
  for (std::size_t i = 0; i < closeness.size(); ++i) {
    if (closeness[i] == 0) continue;
    const bool is_statement = i + 1 == candidates_.close_phrases;
    const double worth = is_statement ? ranking_.statement * worth_of_close_phrases()
                                      : ranking_.closeness * std::min(worths_[i], worths_[i + 1]);
    take(ScorePart{.kind = is_statement ? kStatement : kCloseness,
                   .phrase = i,
                   .worth = worth,
                   .score = worth * (is_statement ? closeness[i] : saturation_(closeness[i], lengths))});
  }
}

double Scorer::worth_of_close_phrases() const {
  return std::accumulate(worths_.begin(), worths_.begin() + static_cast<std::ptrdiff_t>(candidates_.close_phrases),
                         0.0);
}

double Scorer::score(std::size_t candidate, const Lengths& lengths) const {
  double score = 0;
  each_part(candidate, lengths, [&score](const ScorePart& part) { score += part.score; });
  return score;
}

std::vector<ScorePart> Scorer::parts(std::size_t candidate, const Lengths& lengths) const {
  std::vector<ScorePart> parts;
  each_part(candidate, lengths, [&parts](const ScorePart& part) { parts.push_back(part); });
  return parts;
}

}  // namespace storage
