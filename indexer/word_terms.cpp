#include "indexer/word_terms.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "base/ascii.hpp"
#include "indexer/word_memory.hpp"

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

enum Letter : std::uint8_t { kCapital = 1, kSmall = 2, kDigit = 4 };

/// What there is in a word of ASCII.
constexpr auto kLetter = [] {
  std::array<std::uint8_t, 256> letters{};
  for (unsigned c = 0; c < letters.size(); ++c) {
    const char byte = static_cast<char>(c);
    letters[c] = kUpper.contains(byte)          ? kCapital
                 : kLower.contains(byte)        ? kSmall
                 : base::kDigits.contains(byte) ? kDigit
                                                : 0;
  }
  return letters;
}();

/// What a word of ASCII is in a term, as far as it counts.
class FoldedAscii {
 public:
  explicit FoldedAscii(std::string_view word) : size_(std::min(word.size(), kMaxTermBytes)) {
    has_ = 0;
    for (std::size_t i = 0; i < size_; ++i) {
      const std::uint8_t letter = kLetter[static_cast<unsigned char>(word[i])];
      bytes_[i] = static_cast<char>(word[i] | (letter & kCapital) << 5);
      has_ |= static_cast<std::uint8_t>(i == 0 ? letter & ~kCapital : letter);
    }
  }

  std::string_view text() const { return {bytes_.data(), size_}; }
  bool has_digit() const { return (has_ & kDigit) != 0; }
  /// Of several words: it has small letters, and a capital that is not its first.
  bool may_be_name() const { return (has_ & (kCapital | kSmall)) == (kCapital | kSmall); }

 private:
  std::array<char, kMaxTermBytes> bytes_;
  std::size_t size_;
  std::uint8_t has_;  // but for a first capital
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
      known_(nullptr),
      bytes_(kMostTerms * kMaxTermBytes) {
  terms_.reserve(kMostTerms);
  if (languages_.empty()) languages_.add(Language());
  if (purpose == Purpose::kDocument && languages_ == Languages(*languages_.begin())) {
    known_ = &WordMemory::of_this_thread(*languages_.begin()).terms;
  }
}

std::span<const WordTerm> WordTerms::of(const Words& words) {
  clear();
  const bool is_common = is_remembered(words.is_ascii(), words.span());
  if (is_common && add_known(words.span())) return terms_;
  make(words);
  if (is_common && terms_.size() == 1) known_->remember(written(words.span()), pack());
  return terms_;
}

void WordTerms::write(const Words& words, PackedTermsWriter& to) {
  const auto copy = [&](const auto& known) { to.append(known.bytes, known.size); };
  const bool is_common = is_remembered(words.is_ascii(), words.span());
  if (is_common && known_->find(text_.substr(words.span().begin), words.span().size(), copy)) return;
  clear();
  make(words);
  to.append(pack());
  if (is_common) known_->remember(written(words.span()), packed_);
}

/// A word that is known by one term. Where in a name its parts are has to be found anew.
bool WordTerms::add_known(const Span& word) {
  const auto add_one = [&](const auto& known) {
    const std::size_t size = known.size - 1u;
    if (static_cast<unsigned char>(known.bytes[0]) != size) return;
    std::memcpy(bytes_.data(), known.bytes.data(), known.bytes.size());
    terms_.push_back({.term = {bytes_.data() + 1, size}, .span = word});
  };
  return known_->find(text_.substr(word.begin), word.size(), add_one) && !terms_.empty();
}

/// Words of ASCII, if what stands beside them says nothing.
bool WordTerms::is_remembered(bool is_ascii, const Span& word) const {
  return known_ != nullptr && is_ascii && !may_have_sign(word);
}

void WordTerms::make(const Words& words) {
  words.is_ascii() ? add_ascii(words.span()) : add_folded(words.span(), words.folded());
}

std::string_view WordTerms::pack() {
  packed_.clear();
  for (const WordTerm& term : terms_) {
    packed_ += static_cast<char>(term.term.size() | (packed_.empty() ? 0u : kAlternativeTerm));
    packed_ += term.term;
  }
  return packed_;
}

void WordTerms::add_ascii(Span word) {
  const std::string_view written = this->written(word);
  const FoldedAscii folded(written);
  if (may_have_sign(word) && add_with_sign(word, folded.text()) && purpose_ == Purpose::kQuery) return;
  if (folded.has_digit() || written.size() > kMaxTermBytes) {
    add(folded.text(), word);
  } else {
    add_stems(folded.text(), folded.text(), word);
  }
  if (purpose_ == Purpose::kDocument && folded.may_be_name()) add_parts(word);
}

void WordTerms::add_folded(Span word, std::string_view folded) {
  const std::string_view written = this->written(word);
  if (written.size() > kMaxTermBytes) {
    add(folded, word);
  } else {
    add_stems(written, folded, word);
  }
}

void WordTerms::clear() {
  terms_.clear();
  used_ = 0;
}

/// Each term once: a word of a query may be its own stem in several languages, `TestTest` has equal parts. Copies it:
/// whoever makes stems in this thread may make the next one in its place.
void WordTerms::add(std::string_view term, Span span) {
  const bool is_known = !terms_.empty() && std::ranges::find(terms_, term, &WordTerm::term) != terms_.end();
  if (is_known || terms_.size() == kMostTerms) return;
  char* const place = bytes_.data() + used_;
  std::ranges::copy(term, place);
  terms_.push_back({.term = {place, term.size()}, .span = span});
  used_ += term.size();
}

void WordTerms::add_stems(std::string_view word, std::string_view folded, Span span) {
  for (const Language language : languages_) {
    const bool is_stemmed = language != Language() && folded.size() >= kLeastStemmedBytes;
    const std::string_view stem = is_stemmed ? stems_.term(word, language) : std::string_view();
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
    if (part.has_digit()) {
      add(part.text(), span);
    } else {
      add_stems(part.text(), part.text(), span);
    }
  }
}

/// Whether it is worth a closer look.
bool WordTerms::may_have_sign(const Span& word) const {
  const bool is_letter = word.end - word.begin == 1;
  return (is_letter && word.end < text_.size() && (text_[word.end] == '+' || text_[word.end] == '#')) ||
         (word.begin > 0 && text_[word.begin - 1] == '.');
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
