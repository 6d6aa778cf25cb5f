#include "storage/positions.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

namespace storage {
namespace {

/// The places of a word in a row, one after the other. For each position there is a varint, 2 more than the difference
/// to the one before; where another column begins, 1 and its number.
class PlaceReader {
 public:
  PlaceReader(const Fts5ExtensionApi& api, Fts5Context* row, std::size_t word) {
    Fts5PhraseIter rest{};
    int column = 0;
    int position = 0;
    api.xPhraseFirst(row, static_cast<int>(word), &rest, &column, &position);
    is_over_ = column < 0;
    if (is_over_) return;
    place_ = place_of(static_cast<std::uint64_t>(column), static_cast<std::uint32_t>(position));
    at_ = rest.a;
    end_ = rest.b;
  }

  bool is_over() const { return is_over_; }
  std::uint64_t place() const { return place_; }
  std::ptrdiff_t left_bytes() const { return end_ - at_; }

  void advance() {
    is_over_ = at_ == end_;
    if (is_over_) return;
    if (is_small(*at_)) {
      place_ += *at_++ - 2u;
      return;
    }
    std::span<const std::uint8_t> left(at_, end_);
    const std::uint64_t number = take_varint(left);
    if (number == 1) {
      const std::uint64_t column = take_varint(left);
      place_ = place_of(column, take_varint(left) - 2);
    } else {
      place_ += number - 2;
    }
    at_ = left.data();
  }

  /// To the last place of those that come in a row as differences of one byte, each of which `positions` is told;
  /// returns how many these are, with the one to begin with.
  std::uint32_t read_run(Positions& positions) {
    const std::uint8_t* at = at_;
    std::uint64_t place = place_;
    positions.add(place);
    for (; at != end_ && is_small(*at) && !positions.is_full(); ++at) positions.add(place += *at - 2u);
    for (; at != end_ && is_small(*at); ++at) place += *at - 2u;
    const auto count = static_cast<std::uint32_t>(at - at_) + 1;
    at_ = at;
    place_ = place;
    return count;
  }

  /// To the first place that is not before `wanted`; false if it is another, or none.
  bool seek(std::uint64_t wanted) {
    while (place_ < wanted && !is_over_) {
      skip_small(wanted);
      if (place_ < wanted) advance();
    }
    return place_ == wanted && !is_over_;
  }

 private:
  /// A damaged file may have other columns.
  static std::uint64_t place_of(std::uint64_t column, std::uint64_t position) {
    return std::min<std::uint64_t>(column, kOwnColumns - 1) << 32 | static_cast<std::uint32_t>(position);
  }

  /// Whether it is a difference of one byte: nearly all are.
  static bool is_small(std::uint8_t byte) { return byte > 1 && byte < 0x80; }

  /// What is gone through most, with all of it in registers.
  void skip_small(std::uint64_t wanted) {
    const std::uint8_t* at = at_;
    std::uint64_t place = place_;
    for (; place < wanted && at != end_ && is_small(*at); ++at) place += *at - 2u;
    at_ = at;
    place_ = place;
  }

  const std::uint8_t* at_ = nullptr;
  const std::uint8_t* end_ = nullptr;
  std::uint64_t place_ = 0;
  bool is_over_ = false;
};

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
    const auto column = static_cast<std::size_t>(last >> 32);
    counts_[column] += places;
    ends_[column] = static_cast<std::uint32_t>(last) + 1;
  }

  Positions& positions_;
  Lengths counts_{};
  Lengths ends_{};  // of the last word that was seen
};

/// The place where a phrase begins whose word `number` is at `place`; nothing if that is too near to the beginning.
std::optional<std::uint64_t> beginning(std::uint64_t place, std::size_t number) {
  if (static_cast<std::uint32_t>(place) < number) return std::nullopt;
  return place - number;
}

/// Where the words stand one behind the other.
void read_phrase(std::vector<PlaceReader>& words, Reading& reading) {
  PlaceReader& lead = *std::ranges::min_element(words, {}, &PlaceReader::left_bytes);
  const auto number = static_cast<std::size_t>(&lead - words.data());
  for (; !lead.is_over(); lead.advance()) {
    const auto begin = beginning(lead.place(), number);
    if (!begin) continue;
    bool are_there = true;
    for (std::size_t i = 0; i < words.size() && are_there; ++i) {
      if (i == number) continue;
      are_there = words[i].seek(*begin + i);
      if (words[i].is_over()) return;
    }
    if (are_there) reading.add(*begin);
  }
}

}  // namespace

Occurrences read_positions(const Fts5ExtensionApi& api, Fts5Context* row, const PhraseWords& phrase, Lengths& least,
                           Positions& positions) {
  Reading reading(positions);
  if (phrase.count == 1) {
    PlaceReader word(api, row, phrase.first);
    reading.add_all(word);
    return reading.finish(least);
  }
  std::vector<PlaceReader> words;
  words.reserve(phrase.count);
  for (std::size_t i = 0; i < phrase.count; ++i) {
    words.emplace_back(api, row, phrase.first + i);
    if (words.back().is_over()) return {};
  }
  read_phrase(words, reading);
  return reading.finish(least);
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

bool is_followed(const Positions& a, std::size_t words, const Positions& b) {
  return std::ranges::any_of(
      a.places(), [&](std::uint64_t place) { return std::ranges::binary_search(b.places(), place + words); });
}

}  // namespace storage
