#include "indexer/tokenizer.hpp"

#include <unicode/uchar.h>
#include <unicode/uvernum.h>
#include <unicode/uversion.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>

#include "base/ascii.hpp"
#include "indexer/characters.hpp"
#include "indexer/word_boundaries.hpp"
#include "indexer/word_terms.hpp"

namespace indexer {
namespace {

/// Grows with every change of the rules here, in word_terms.cpp, stemmer.cpp, characters.cpp and word_boundaries.cpp.
constexpr int kRulesVersion = 2;

constexpr base::ByteSet kWordBytes = base::kLetters | base::kDigits;

/// A word as it is being folded.
class FoldedWord {
 public:
  void clear() {
    size_ = 0;
    full_ = false;
  }

  /// Appends one character whole or, once one did not fit, none.
  void append(std::string_view folded) {
    full_ = full_ || size_ + folded.size() > kMaxTermBytes;
    if (full_) return;
    std::ranges::copy(folded, text_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += folded.size();
  }

  std::string_view text() const { return {text_.data(), size_}; }

 private:
  std::array<char, kMaxTermBytes> text_;
  std::size_t size_ = 0;
  bool full_ = false;
};

/// The next stretch of ASCII letters and digits from `at` on. It is empty where a character beyond ASCII comes first,
/// or the end of the text.
Span next_ascii_word(std::string_view text, std::size_t at) {
  while (at < text.size() && base::is_ascii(text[at]) && !kWordBytes.contains(text[at])) ++at;
  const std::size_t begin = at;
  while (at < text.size() && kWordBytes.contains(text[at])) ++at;
  return {begin, at};
}

bool starts_word(CharacterKind kind) {
  return kind == CharacterKind::kLetter || kind == CharacterKind::kAlone;
}

bool continues_word(CharacterKind first, CharacterKind next) {
  return next == CharacterKind::kMark || (first == CharacterKind::kLetter && next == CharacterKind::kLetter);
}

/// The next word of `segment`, which ends at a word boundary, from `at` on; folds it. Empty if there is none.
Span next_word(std::string_view segment, std::size_t at, FoldedWord& folded) {
  folded.clear();
  Decoded next{.code_point = 0, .end = at};
  Character c;
  while (!starts_word(c.kind)) {
    at = next.end;
    if (at == segment.size()) return {at, at};
    next = decode(segment, at);
    c = character(next.code_point);
  }
  Span word{at, at};
  const CharacterKind first = c.kind;
  do {
    folded.append(c.folded());
    word.end = next.end;
    if (word.end == segment.size()) break;
    next = decode(segment, word.end);
    c = character(next.code_point);
  } while (continues_word(first, c.kind));
  return word;
}

}  // namespace

lazy::generator<const Token&> tokenize(std::string_view text, Languages languages, Purpose purpose) {
  assert(text.size() <= std::numeric_limits<std::uint32_t>::max());
  WordTerms terms(text, languages, purpose);
  FoldedWord folded;
  Token token;
  std::uint32_t words = 0;
  const auto set_token = [&](const WordTerm& made) {
    token.term = made.term;
    token.begin = static_cast<std::uint32_t>(made.span.begin);
    token.end = static_cast<std::uint32_t>(made.span.end);
    token.position = words;
  };
  for (std::size_t at = 0; at < text.size();) {
    const Span ascii = next_ascii_word(text, at);
    at = ascii.end;
    if (at == text.size() || base::is_ascii(text[at])) {
      if (ascii.empty()) break;
      for (const WordTerm& term : terms.of_ascii(ascii)) {
        set_token(term);
        co_yield token;
      }
      ++words;
      continue;
    }
    // Where a word begins the rules of UAX 29 need nothing of what is left of it, once words are cut at `'` and its
    // like: so the boundaries of this stretch are the same as if they had been followed from the start of the text.
    at = word_end(text, ascii.begin);
    const std::string_view segment = text.substr(0, at);
    for (Span word{ascii.begin, ascii.begin}; word.end < at;) {
      word = next_word(segment, word.end, folded);
      if (folded.text().empty()) continue;
      for (const WordTerm& term : terms.of_folded(word, folded.text())) {
        set_token(term);
        co_yield token;
      }
      ++words;
    }
  }
}

std::string analyzer_version() {
  UVersionInfo version;
  std::array<char, U_MAX_VERSION_STRING_LENGTH> icu{};
  u_getVersion(version);
  u_versionToString(version, icu.data());
  std::array<char, U_MAX_VERSION_STRING_LENGTH> unicode{};
  u_getUnicodeVersion(version);
  u_versionToString(version, unicode.data());
  return "sitedex " + std::to_string(kRulesVersion) + ", ICU " + icu.data() + ", Unicode " + unicode.data();
}

}  // namespace indexer
