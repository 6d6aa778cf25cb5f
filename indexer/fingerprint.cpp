#include "indexer/fingerprint.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <span>
#include <utility>

#include "indexer/byte_masks.hpp"

namespace indexer {
namespace {

constexpr int kChunk = kChunkBytes;
constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;  // 2^64 over the golden ratio: no pattern of its own

/// The lowest `count` bytes; from 1 to 8.
constexpr std::uint64_t first_bytes(int count) {
  return ~std::uint64_t{0} >> (64 - 8 * count);
}

/// Each word of a text as a number: the folded bytes of a short one, a hash of a long one. Looks at 64 bytes at a time,
/// for where words begin and end in them; which word is how long then costs no branch.
class NumberedWords {
 public:
  explicit NumberedWords(std::string_view text) : text_(text) {}

  /// Goes on to the next word. False at the end.
  bool next(std::uint64_t& word) {
    while (begins_ == 0) {
      if (next_window_ >= text_.size()) return false;
      look_at(next_window_);
    }
    const int place = std::countr_zero(begins_);
    begins_ &= begins_ - 1;
    const int length = std::countr_one(in_words_ >> place);
    const std::size_t at = window_ + static_cast<std::size_t>(place);
    word = length > 0 ? run_at(at, length) : character_at(at);
    return true;
  }

 private:
  static constexpr int kWindow = kWindowBytes;

  void look_at(std::size_t window) {
    window_ = window;
    next_window_ = window + kWindow;
    const Window bytes(text_, window);
    in_words_ = bytes.bits(kIsLetterOrDigit);
    const std::uint64_t characters = bytes.bits([](const auto& c) { return c < 0 && c >= -0x40; });  // begin with 11
    begins_ = (in_words_ & ~(in_words_ << 1)) | characters;
    // What touches the end is left to the next window; a run of more than a window is several words.
    const int cut = std::countl_one(in_words_);
    if (cut == 0 || cut == kWindow) return;
    begins_ &= ~std::uint64_t{0} >> cut;
    next_window_ -= static_cast<std::size_t>(cut);
  }

  std::uint64_t run_at(std::size_t at, int length) const {
    std::uint64_t hash = 0;
    for (; length > kChunk; length -= kChunk, at += kChunk) {
      hash = (hash ^ (load_chunk(text_, at) | kCaseBits)) * kOdd;
      hash ^= hash >> 32;
    }
    return hash ^ ((load_chunk(text_, at) | kCaseBits) & first_bytes(length));
  }

  std::uint64_t character_at(std::size_t at) const {
    const std::uint64_t chunk = load_chunk(text_, at);
    const int length = std::countl_one(static_cast<std::uint8_t>(chunk));  // RFC 3629, 3
    return chunk & first_bytes(std::min(length, 4));
  }

  std::string_view text_;
  std::size_t window_ = 0;
  std::size_t next_window_ = 0;
  std::uint64_t in_words_ = 0;  // a bit for each byte of the window: is an ASCII letter or digit
  std::uint64_t begins_ = 0;    // likewise: a word begins, and has not been read
};

/// How many of some numbers have a one at each of the 64 places. Counters are bit-sliced: a plane has one bit of each,
/// so that a few operations count at all places.
class Tally {
 public:
  /// Numbers are added in blocks of so many, for the price of two each.
  static constexpr std::size_t kBlock = 8;

  void add(std::span<const std::uint64_t> numbers) {
    for (std::size_t at = 0; at < numbers.size(); at += kBlock) {
      const std::uint64_t* n = &numbers[at];
      const std::uint64_t fours_a = add(1, add(0, n[0], n[1]), add(0, n[2], n[3]));
      const std::uint64_t fours_b = add(1, add(0, n[4], n[5]), add(0, n[6], n[7]));
      std::uint64_t carried = add(2, fours_a, fours_b);
      for (std::size_t power = 3; carried != 0; ++power) carried = add(power, carried, 0);
    }
  }

  /// Ones at the places where more than `half` of the numbers have one.
  std::uint64_t more_than(std::uint64_t half) const {
    std::uint64_t more = 0;
    std::uint64_t equal = ~std::uint64_t{0};
    for (std::size_t power = planes_.size(); power-- > 0;) {
      const std::uint64_t wanted = (half >> power & 1) != 0 ? ~std::uint64_t{0} : 0;
      more |= equal & planes_[power] & ~wanted;
      equal &= ~(planes_[power] ^ wanted);
    }
    return more;
  }

 private:
  /// A full adder at each place: adds `a` and `b` to a plane, returns what carries to the next.
  std::uint64_t add(std::size_t power, std::uint64_t a, std::uint64_t b) {
    std::uint64_t& plane = planes_[power];
    const std::uint64_t either = a ^ b;
    const std::uint64_t carried = (a & b) | (plane & either);
    plane ^= either;
    return carried;
  }

  std::array<std::uint64_t, 40> planes_{};  // of texts shorter than 4 GiB
};

/// Which runs of words have been there: one hash function of a Bloom filter, in 64 kbit, so that of 1,000 runs 8 are
/// wrongly taken for known. In a text of more than some 50,000 runs what comes late counts little.
class Seen {
 public:
  /// Whether this is the first time for `hash`.
  bool add(std::uint64_t hash) {
    std::uint64_t& group = bits_[hash >> 54];
    const std::uint64_t bit = std::uint64_t{1} << (hash >> 48 & 63);
    const bool is_new = (group & bit) == 0;
    group |= bit;
    return is_new;
  }

 private:
  std::array<std::uint64_t, 1024> bits_{};
};

/// The finalizer of MurmurHash3: each bit of the result depends on all of the input.
constexpr std::uint64_t scramble(std::uint64_t number) {
  number = (number ^ number >> 33) * 0xFF51AFD7ED558CCD;
  number = (number ^ number >> 33) * 0xC4CEB9FE1A85EC53;
  return number ^ number >> 33;
}

/// Each run of three neighbouring words, as a hash, counted once.
class Runs {
 public:
  void add(std::uint64_t word) {
    word *= kOdd;
    const std::uint64_t run = scramble(std::rotl(before_last_, 42) + std::rotl(last_, 21) + word);
    before_last_ = std::exchange(last_, word);
    waiting_[waiting_count_] = run;
    const bool is_whole = ++word_count_ >= 3;
    waiting_count_ += static_cast<std::size_t>(is_whole) & static_cast<std::size_t>(seen_.add(run));  // no branch
    if (waiting_count_ == waiting_.size()) tally_waiting();
  }

  /// What most of the runs have in common; 0 if there was no word, and only then.
  std::uint64_t simhash() {
    if (word_count_ == 0) return 0;
    if (word_count_ < 3) waiting_count_ = 1;  // all that there is, is a run
    if (run_count_ + waiting_count_ < kFewRuns) return std::max<std::uint64_t>(hash_of_waiting(), 1);
    std::fill(waiting_.begin() + static_cast<std::ptrdiff_t>(waiting_count_), waiting_.end(), 0);
    tally_waiting();
    return std::max<std::uint64_t>(tally_.more_than(run_count_ / 2), 1);
  }

 private:
  static constexpr std::size_t kFewRuns =
      8;  // one word is in three of them: their majority would be a matter of chance

  std::uint64_t hash_of_waiting() const {
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < waiting_count_; ++i) hash = scramble(hash + waiting_[i]);
    return hash;
  }

  void tally_waiting() {
    tally_.add(waiting_);
    run_count_ += std::exchange(waiting_count_, 0);
  }

  std::uint64_t before_last_ = 0;
  std::uint64_t last_ = 0;
  std::size_t word_count_ = 0;
  std::size_t run_count_ = 0;  // in the tally
  std::size_t waiting_count_ = 0;
  std::array<std::uint64_t, 32 * Tally::kBlock> waiting_{};
  Seen seen_;
  Tally tally_;
};

}  // namespace

Fingerprint fingerprint(std::string_view text) {
  NumberedWords words(text);
  Runs runs;
  for (std::uint64_t word = 0; words.next(word);) runs.add(word);
  return {runs.simhash()};
}

}  // namespace indexer
