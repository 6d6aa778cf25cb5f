#include "storage/positions.hpp"

#include <algorithm>
#include <limits>

namespace storage {
namespace {

/// Counts as it goes through a list.
class Reading {
 public:
  Reading(Lengths& least, Positions& positions) : least_(least), positions_(positions) {}

  void begin_column(std::size_t column) { column_ = std::min(column, kOwnColumns - 1); }

  void add(std::uint32_t position) {
    constexpr auto kMost = std::numeric_limits<Occurrences::value_type>::max();
    if (occurrences_[column_] < kMost) ++occurrences_[column_];
    least_[column_] = std::max(least_[column_], position + 1);
    positions_.add(column_, position);
  }

  const Occurrences& occurrences() const { return occurrences_; }

 private:
  Lengths& least_;
  Positions& positions_;
  Occurrences occurrences_{};
  std::size_t column_ = 0;
};

}  // namespace

/// For each position a varint, 2 more than the difference to the one before; where another column begins, 1 and its
/// number.
Occurrences read_positions(const Fts5ExtensionApi& api, Fts5Context* row, std::size_t phrase, Lengths& least,
                           Positions& positions) {
  Fts5PhraseIter rest{};
  int column = 0;
  int first = 0;
  positions.clear();
  api.xPhraseFirst(row, static_cast<int>(phrase), &rest, &column, &first);
  if (column < 0) return {};
  Reading reading(least, positions);
  auto position = static_cast<std::uint32_t>(first);
  reading.begin_column(static_cast<std::size_t>(column));
  reading.add(position);
  for (std::span<const std::uint8_t> list(rest.a, rest.b); !list.empty();) {
    const auto number = static_cast<std::uint32_t>(take_varint(list));
    if (number == 1) {
      reading.begin_column(take_varint(list));
      position = static_cast<std::uint32_t>(take_varint(list)) - 2;
    } else {
      position += number - 2;
    }
    reading.add(position);
  }
  return reading.occurrences();
}

float closeness(const Positions& a, const Positions& b, std::uint32_t farthest) {
  float sum = 0;
  auto near = b.places().begin();
  for (const std::uint64_t place : a.places()) {
    while (near != b.places().end() && *near + farthest < place) ++near;
    for (auto other = near; other != b.places().end() && *other <= place + farthest; ++other) {
      const std::uint64_t distance = *other > place ? *other - place : place - *other;
      if (distance > 0) sum += 1.0F / static_cast<float>(distance);
    }
  }
  return sum;
}

}  // namespace storage
