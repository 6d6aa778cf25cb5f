#include "indexer/words.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/byte_search.hpp"
#include "indexer/characters.hpp"
#include "indexer/word_boundaries.hpp"

namespace indexer {
namespace {

// Of one byte, or of each of many. Bytes beyond ASCII are less than 0.
constexpr auto kIsLetterOrDigit = [](auto bytes) {
  const decltype(bytes) lower = bytes | ' ';
  return (lower >= 'a' && lower <= 'z') || (bytes >= '0' && bytes <= '9');
};
constexpr auto kIsNone = [](auto bytes) { return !kIsLetterOrDigit(bytes); };
constexpr auto kMayBeginWord = [](auto bytes) { return kIsLetterOrDigit(bytes) || bytes < '\0'; };

/// The next stretch of ASCII letters and digits from `at` on. It is empty where a character beyond ASCII comes first,
/// or the end of the text.
Span next_ascii_word(std::string_view text, std::size_t at) {
  const std::size_t begin = base::find_first_if(text, at, kMayBeginWord);
  return {begin, base::find_first_if(text, begin, kIsNone)};
}

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
    folded_bytes_ = 0;
    span_ = next_ascii_word(text_, span_.end);
    if (span_.end == text_.size() || base::is_ascii(text_[span_.end])) return !span_.empty();
    // Where a word begins the rules of UAX 29 need nothing of what is left of it, once words are cut at `'` and its
    // like: so the boundaries of this stretch are the same as if they had been followed from the start of the text.
    segment_end_ = word_end(text_, span_.begin);
    span_.end = span_.begin;
  }
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
  do {
    fold(c.folded());
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
