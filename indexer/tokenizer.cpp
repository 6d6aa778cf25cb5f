#include "indexer/tokenizer.hpp"

#include <unicode/uchar.h>
#include <unicode/uvernum.h>
#include <unicode/uversion.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>

#include "indexer/characters.hpp"
#include "indexer/word_boundaries.hpp"

namespace indexer {
namespace {

/// Grows with every change of the rules here, in characters.cpp and in word_boundaries.cpp.
constexpr int kRulesVersion = 1;

/// ASCII letters and digits to what they are in a term; 0 for all that separates, and for the bytes beyond ASCII.
constexpr auto kAsciiFold = [] {
  std::array<char, 256> fold{};
  for (unsigned c = '0'; c <= '9'; ++c) fold[c] = static_cast<char>(c);
  for (unsigned c = 'a'; c <= 'z'; ++c) fold[c] = fold[c - 'a' + 'A'] = static_cast<char>(c);
  return fold;
}();

char fold_ascii(char c) {
  return kAsciiFold[static_cast<unsigned char>(c)];
}
bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

/// The term that is being made.
class Term {
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

  void assign_ascii(std::string_view word) {
    size_ = std::min(word.size(), kMaxTermBytes);
    for (std::size_t i = 0; i < size_; ++i) text_[i] = fold_ascii(word[i]);
  }

  std::string_view text() const { return {text_.data(), size_}; }

 private:
  std::array<char, kMaxTermBytes> text_;
  std::size_t size_ = 0;
  bool full_ = false;
};

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The next stretch of ASCII letters and digits from `at` on. It is empty where a character beyond ASCII comes first,
/// or the end of the text.
Span next_ascii_word(std::string_view text, std::size_t at) {
  while (at < text.size() && is_ascii(text[at]) && fold_ascii(text[at]) == 0) ++at;
  const std::size_t begin = at;
  while (at < text.size() && fold_ascii(text[at]) != 0) ++at;
  return {begin, at};
}

bool starts_word(CharacterKind kind) {
  return kind == CharacterKind::kLetter || kind == CharacterKind::kAlone;
}

bool continues_word(CharacterKind first, CharacterKind next) {
  return next == CharacterKind::kMark || (first == CharacterKind::kLetter && next == CharacterKind::kLetter);
}

/// The next word of `segment`, which ends at a word boundary, from `at` on; makes its term. Empty if there is none.
Span next_word(std::string_view segment, std::size_t at, Term& term) {
  term.clear();
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
    term.append(c.folded());
    word.end = next.end;
    if (word.end == segment.size()) break;
    next = decode(segment, word.end);
    c = character(next.code_point);
  } while (continues_word(first, c.kind));
  return word;
}

}  // namespace

lazy::generator<const Token&> tokenize(std::string_view text) {
  assert(text.size() <= std::numeric_limits<std::uint32_t>::max());
  Term term;
  Token token;
  std::uint32_t words = 0;
  const auto set_token = [&](Span word) {
    token.term = term.text();
    token.begin = static_cast<std::uint32_t>(word.begin);
    token.end = static_cast<std::uint32_t>(word.end);
    token.position = words++;
  };
  for (std::size_t at = 0; at < text.size();) {
    const Span ascii = next_ascii_word(text, at);
    at = ascii.end;
    if (at == text.size() || is_ascii(text[at])) {
      if (ascii.begin == ascii.end) break;
      term.assign_ascii(text.substr(ascii.begin, ascii.end - ascii.begin));
      set_token(ascii);
      co_yield token;
      continue;
    }
    // Where a word begins the rules of UAX 29 need nothing of what is left of it, once words are cut at `'` and its
    // like: so the boundaries of this stretch are the same as if they had been followed from the start of the text.
    at = word_end(text, ascii.begin);
    const std::string_view segment = text.substr(0, at);
    for (Span word{ascii.begin, ascii.begin}; word.end < at;) {
      word = next_word(segment, word.end, term);
      if (term.text().empty()) continue;
      set_token(word);
      co_yield token;
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
