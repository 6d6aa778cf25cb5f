#include "indexer/word_terms.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"

namespace indexer {
namespace {

constexpr base::ByteSet kUpper = base::ByteSet::range('A', 'Z');
constexpr base::ByteSet kLower = base::ByteSet::range('a', 'z');
constexpr base::ByteSet kWord = base::kLetters | base::kDigits;

/// A word that has more parts is no name: what a program wrote.
constexpr std::size_t kMostParts = 12;
constexpr std::size_t kMostTerms = 1 + std::max(kMostParts, Language::kCount);
constexpr std::size_t kLeastPartBytes = 2;
/// Snowball's stemmers leave shorter words alone.
constexpr std::size_t kLeastStemmedBytes = 3;

/// What a word of ASCII is in a term, as far as it counts.
struct FoldedAscii {
  explicit FoldedAscii(std::string_view word) : size(std::min(word.size(), kMaxTermBytes)) {
    bool has_lower = false;
    bool has_inner_capital = false;
    for (std::size_t i = 0; i < size; ++i) {
      const char c = word[i];
      const bool is_upper = kUpper.contains(c);
      has_inner_capital = has_inner_capital || (is_upper && i > 0);
      has_lower = has_lower || kLower.contains(c);
      has_digit = has_digit || base::kDigits.contains(c);
      bytes[i] = is_upper ? static_cast<char>(c | 0x20) : c;
    }
    may_be_name = has_inner_capital && has_lower;
  }

  std::string_view text() const { return {bytes.data(), size}; }

  std::array<char, kMaxTermBytes> bytes;
  std::size_t size;
  bool may_be_name = false;  ///< of several words: has lower-case letters, and a capital that is not its first
  bool has_digit = false;
};

/// Where the next part of a name ends: before a capital behind a lower-case letter or digit, or before one that begins
/// a word behind an abbreviation (`HTMLParser`). The "s" of `URLs` makes none.
std::size_t end_of_part(std::string_view name, std::size_t begin) {
  std::size_t end = begin + 1;
  for (; end < name.size(); ++end) {
    if (!kUpper.contains(name[end])) continue;
    if (!kUpper.contains(name[end - 1])) break;
    const bool begins_word = end + 1 < name.size() && kLower.contains(name[end + 1]);
    const bool is_plural = end + 2 == name.size() && name[end + 1] == 's';
    if (begins_word && !is_plural) break;
  }
  return end;
}

}  // namespace

WordTerms::WordTerms(std::string_view text, Languages languages, Purpose purpose)
    : text_(text),
      languages_(languages),
      purpose_(purpose),
      stems_(Stems::of_this_thread()),
      bytes_(kMostTerms * kMaxTermBytes) {
  terms_.reserve(kMostTerms);
  if (languages_.empty()) languages_.add(Language());
}

std::span<const WordTerm> WordTerms::of_ascii(Span word) {
  terms_.clear();
  used_ = 0;
  const std::string_view written = text_.substr(word.begin, word.end - word.begin);
  const FoldedAscii folded(written);
  if (add_with_sign(word, folded.text()) && purpose_ == Purpose::kQuery) return terms_;
  if (folded.has_digit || written.size() > kMaxTermBytes) {
    add(folded.text(), word);
  } else {
    add_stems(folded.text(), folded.text(), word);
  }
  if (folded.may_be_name && purpose_ == Purpose::kDocument) add_parts(word);
  return terms_;
}

std::span<const WordTerm> WordTerms::of_folded(Span word, std::string_view folded) {
  terms_.clear();
  used_ = 0;
  const std::string_view written = text_.substr(word.begin, word.end - word.begin);
  if (written.size() > kMaxTermBytes) {
    add(folded, word);
  } else {
    add_stems(written, folded, word);
  }
  return terms_;
}

/// Each term once: a word of a query may be its own stem in several languages, `TestTest` has equal parts.
void WordTerms::add(std::string_view term, Span span) {
  if (terms_.size() == kMostTerms || std::ranges::find(terms_, term, &WordTerm::term) != terms_.end()) return;
  char* const place = bytes_.data() + used_;
  std::ranges::copy(term, place);
  used_ += term.size();
  terms_.push_back({.term = {place, term.size()}, .span = span});
}

void WordTerms::add_stems(std::string_view word, std::string_view folded, Span span) {
  for (const Language language : languages_) {
    const bool is_stemmed = language != Language() && folded.size() >= kLeastStemmedBytes;
    const std::string_view stem = is_stemmed ? stems_.term(word, language) : folded;
    add(stem.empty() || stem.size() > kMaxTermBytes ? folded : stem, span);
  }
}

void WordTerms::add_parts(Span word) {
  const std::string_view name = text_.substr(word.begin, std::min(word.end - word.begin, kMaxTermBytes));
  std::size_t parts = 0;
  for (std::size_t begin = 0, end = 0; begin < name.size() && parts < kMostParts; begin = end, ++parts) {
    end = end_of_part(name, begin);
    if (end - begin < kLeastPartBytes) continue;
    const FoldedAscii part(name.substr(begin, end - begin));
    const Span span{word.begin + begin, word.begin + end};
    if (part.has_digit) {
      add(part.text(), span);
    } else {
      add_stems(part.text(), part.text(), span);
    }
  }
}

/// Names that are told from a word by signs alone.
bool WordTerms::add_with_sign(Span word, std::string_view folded) {
  const std::string_view rest = text_.substr(word.end);
  const auto stands_behind = [&](std::string_view sign) {
    return rest.starts_with(sign) &&
           (rest.size() == sign.size() || (!kWord.contains(rest[sign.size()]) && rest[sign.size()] != sign[0]));
  };
  if (folded.size() == 1 && base::kLetters.contains(folded[0])) {
    for (const std::string_view sign : {"++", "#"}) {
      if (!stands_behind(sign)) continue;
      const std::array<char, 3> name{folded[0], sign[0], sign.back()};
      add({name.data(), 1 + sign.size()}, {word.begin, word.end + sign.size()});
      return true;
    }
  }
  if (folded != "net" || word.begin == 0 || text_[word.begin - 1] != '.') return false;
  // Of `example.net` a query asks for the words.
  const bool begins = word.begin == 1 || !kWord.contains(text_[word.begin - 2]);
  if (purpose_ == Purpose::kQuery && !begins) return false;
  add(".net", {word.begin - 1, word.end});
  return true;
}

}  // namespace indexer
