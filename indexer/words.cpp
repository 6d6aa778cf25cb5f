#include "indexer/words.hpp"

#include <algorithm>
#include <bit>

#include "base/ascii.hpp"
#include "indexer/byte_masks.hpp"
#include "indexer/characters.hpp"
#include "indexer/word_boundaries.hpp"

namespace indexer {
namespace {

constexpr base::ByteSet kNotOfAsciiWord = ~(base::kLetters | base::kDigits);

bool starts_word(CharacterKind kind) {
  return kind == CharacterKind::kLetter || kind == CharacterKind::kAlone;
}

bool continues_word(CharacterKind first, CharacterKind next) {
  return next == CharacterKind::kMark || (first == CharacterKind::kLetter && next == CharacterKind::kLetter);
}

}  // namespace

bool Words::next() {
  for (;;) {
    while (span_.end < segment_end_) {
      read_within_segment();
      if (folded_bytes_ > 0) return true;
    }
    while (begins_ == 0) {
      if (next_window_ >= text_.size()) return false;
      look_at(next_window_);
    }
    is_ascii_ = read_run();
    if (is_ascii_) return true;
    // Where a word begins the rules of UAX 29 need nothing of what is left of it, once words are cut at `'` and its
    // like: so the boundaries of this stretch are the same as if they had been followed from the start of the text.
    segment_end_ = word_end(text_, span_.begin);
    span_.end = span_.begin;
    go_on_at(segment_end_);
  }
}

/// Looks for runs of letters, digits and what is beyond ASCII. One that touches the window's end is left to the next
/// one, unless it is all that there is.
void Words::look_at(std::size_t window) {
  window_ = window;
  next_window_ = window + kWindowBytes;
  const Window bytes(text_, window);
  beyond_ = bytes.bits([](const auto& c) { return c < 0; });
  runs_ = bytes.bits(kIsLetterOrDigit) | beyond_;
  const int cut = std::countl_one(runs_);
  if (cut > 0 && cut < static_cast<int>(kWindowBytes)) {
    runs_ &= ~std::uint64_t{0} >> cut;
    next_window_ -= static_cast<std::size_t>(cut);
  }
  begins_ = runs_ & ~(runs_ << 1);
}

/// What is before `at` has been read.
void Words::go_on_at(std::size_t at) {
  begins_ = 0;
  if (at >= next_window_) {
    next_window_ = at;
  } else {
    const std::uint64_t left = runs_ >> (at - window_) << (at - window_);
    begins_ = left & ~(left << 1);
  }
}

/// Goes on to the next run, and says whether it is a word of ASCII.
bool Words::read_run() {
  constexpr int kBits = kWindowBytes;
  const int place = std::countr_zero(begins_);
  const int length = std::countr_one(runs_ >> place);
  begins_ &= begins_ - 1;
  span_.begin = window_ + static_cast<std::size_t>(place);
  span_.end = span_.begin + static_cast<std::size_t>(length);
  if (place + length < kBits) return (beyond_ >> place << (kBits - length)) == 0;
  span_.end = kNotOfAsciiWord.find_in(text_, span_.begin);  // it goes beyond the window
  go_on_at(span_.end);
  return span_.end == text_.size() || base::is_ascii(text_[span_.end]);
}

/// Reads the next word before `segment_end_`, which is a word boundary; folds it. Nothing if there is none.
void Words::read_within_segment() {
  folded_bytes_ = 0;
  is_full_ = false;
  Decoded next{.code_point = 0, .end = span_.end};
  Character c;
  while (!starts_word(c.kind)) {
    span_ = {next.end, next.end};
    if (span_.end == segment_end_) return;
    next = decode(text_.substr(0, segment_end_), span_.end);
    c = character(next.code_point);
  }
  const CharacterKind first = c.kind;
  is_ascii_ = true;
  do {
    fold(c.folded());
    is_ascii_ = is_ascii_ && next.code_point < 0x80;
    span_.end = next.end;
    if (span_.end == segment_end_) break;
    next = decode(text_.substr(0, segment_end_), span_.end);
    c = character(next.code_point);
  } while (continues_word(first, c.kind));
}

/// Appends one character whole or, once one did not fit, none.
void Words::fold(std::string_view folded) {
  is_full_ = is_full_ || folded_bytes_ + folded.size() > kMaxTermBytes;
  if (is_full_) return;
  std::ranges::copy(folded, folded_.begin() + static_cast<std::ptrdiff_t>(folded_bytes_));
  folded_bytes_ += folded.size();
}

}  // namespace indexer
