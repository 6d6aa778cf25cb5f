#include "storage/positions.hpp"

#include <algorithm>
#include <limits>

namespace storage {
namespace {

/// Counts as it goes through places.
class Reading {
 public:
  explicit Reading(Positions& positions) : positions_(positions) {}

  void add(std::uint64_t place) {
    count(place, 1);
    positions_.add(place);
  }

  void add_all(PlaceReader& word) {
    for (; !word.is_over(); word.advance()) {
      const std::uint32_t places = word.read_run(positions_);
      count(word.place(), places);
    }
  }

  /// How often in each column; raises `least` to what columns have at the least.
  Occurrences finish(Lengths& least) const {
    constexpr std::uint32_t kMost = std::numeric_limits<Occurrences::value_type>::max();
    Occurrences occurrences{};
    for (std::size_t column = 0; column < kOwnColumns; ++column) {
      occurrences[column] = static_cast<Occurrences::value_type>(std::min(counts_[column], kMost));
      least[column] = std::max(least[column], ends_[column]);
    }
    return occurrences;
  }

 private:
  /// So many places, of which `last` is the last one.
  void count(std::uint64_t last, std::uint32_t places) {
    const auto column = std::min<std::size_t>(last >> 32, kOwnColumns - 1);  // a damaged file may have others
    counts_[column] += places;
    ends_[column] = static_cast<std::uint32_t>(last) + 1;
  }

  Positions& positions_;
  Lengths counts_{};
  Lengths ends_{};  // of the last word that was seen
};

/// Where the words stand one behind the other.
void read_phrase(std::span<PlaceReader> words, Reading& reading) {
  PlaceReader& lead = *std::ranges::min_element(words, {}, &PlaceReader::left_bytes);
  const auto number = static_cast<std::size_t>(&lead - words.data());
  for (; !lead.is_over(); lead.advance()) {
    const std::uint64_t begin = lead.place() - number;
    const bool is_too_near = static_cast<std::uint32_t>(lead.place()) < number;  // to the beginning of its column
    bool are_there = !is_too_near;
    for (std::size_t i = 0; i < words.size() && are_there; ++i) {
      if (i == number) continue;
      are_there = words[i].seek(begin + i);
      if (words[i].is_over()) return;
    }
    if (are_there) reading.add(begin);
  }
}

}  // namespace

Occurrences read_positions(std::span<PlaceReader> words, Lengths& least, Positions& positions) {
  Reading reading(positions);
  if (words.size() == 1) {
    reading.add_all(words.front());
  } else if (std::ranges::none_of(words, &PlaceReader::is_over)) {
    read_phrase(words, reading);
  }
  return reading.finish(least);
}

float closeness(const Positions& a, const Positions& b) {
  constexpr std::array<float, kFarthest + 1> kWorth = {0, 1, 1.0F / 2, 1.0F / 3, 1.0F / 4, 1.0F / 5};
  float sum = 0;
  const auto end = b.places().end();
  auto near = b.places().begin();
  for (const std::uint64_t place : a.places()) {
    while (near != end && *near + kFarthest < place) ++near;
    if (near == end) break;
    for (auto other = near; other != end && *other <= place + kFarthest; ++other)
      sum += kWorth[*other > place ? *other - place : place - *other];
  }
  return sum;
}

bool is_followed(const Positions& a, std::size_t words, const Positions& b) {
  return std::ranges::any_of(
      a.places(), [&](std::uint64_t place) { return std::ranges::binary_search(b.places(), place + words); });
}

}  // namespace storage
