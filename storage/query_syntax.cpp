#include "storage/query_syntax.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/ascii.hpp"
#include "indexer/characters.hpp"

namespace storage {
namespace {

// Telephones type curly quotes where the person typed straight ones.
constexpr std::array<std::string_view, 3> kQuotes{"\"", "\u201C", "\u201D"};
constexpr std::array<std::string_view, 8> kSpaces{" ", "\t", "\n", "\v", "\f", "\r", "\u00A0", "\u3000"};
constexpr std::string_view kBrackets = "([{";
constexpr base::ByteSet kOfWord = base::kLetters | base::kDigits | base::kNonAscii | base::ByteSet("_");
constexpr std::array<std::string_view, 7> kFields{"title", "url", "site", "lang", "type", "before", "after"};

/// The one of `texts` that `text` begins with; empty for none.
template <std::size_t count>
std::string_view beginning(std::string_view text, const std::array<std::string_view, count>& texts) {
  const auto found = std::ranges::find_if(texts, [&](std::string_view one) { return text.starts_with(one); });
  return found == texts.end() ? std::string_view() : *found;
}

/// How long the text is that ends with white space, a quote or the end.
std::size_t text_bytes(std::string_view text) {
  std::size_t bytes = 0;
  while (bytes < text.size() && beginning(text.substr(bytes), kQuotes).empty() &&
         beginning(text.substr(bytes), kSpaces).empty()) {
    ++bytes;
  }
  return bytes;
}

/// Where the next quote is, or the end.
std::size_t quote_in(std::string_view text) {
  std::size_t first = text.size();
  for (const std::string_view quote : kQuotes) first = std::min(first, text.find(quote));
  return first;
}

/// The field that `text` begins with, if it is known and has a value.
std::string_view field_before(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || !is_field(text.substr(0, colon))) return {};
  const std::string_view value = text.substr(colon + 1);
  const bool is_value = !value.empty() && beginning(value, kSpaces).empty() && !value.starts_with(':');
  return is_value ? text.substr(0, colon) : std::string_view();
}

/// Whether it ends as a sentence or a question does, in which a minus is a dash or belongs to what is asked about.
bool is_sentence(std::string_view typed) {
  const std::size_t last = typed.find_last_not_of(" \t\r\n");
  return last != std::string_view::npos && std::string_view(".?!").contains(typed[last]);
}

/// Whether a minus before `text` excludes it.
bool may_be_excluded(std::string_view text) {
  if (!beginning(text, kQuotes).empty()) return true;
  if (!field_before(text).empty()) return true;
  const std::string_view word = text.substr(0, text_bytes(text));
  if (word.empty() || base::kDigits.contains(word.front()) || word.contains('=')) return false;
  if (base::kLetters.contains(word.front())) {
    return word.size() > 1 && kOfWord.contains(word[1]);
  }
  const auto kind = indexer::character(indexer::decode(word, 0).code_point).kind;
  return kind == indexer::CharacterKind::kLetter || kind == indexer::CharacterKind::kAlone;
}

/// Reads terms from the beginning to the end.
class TermReader {
 public:
  explicit TermReader(std::string_view typed) : rest_(typed), may_exclude_(!is_sentence(typed)) {}

  std::vector<Term> read() {
    while (!rest_.empty()) {
      if (!pass_separator()) terms_.push_back(take());
    }
    return std::move(terms_);
  }

 private:
  /// White space, or a bracket where a term may begin.
  bool pass_separator() {
    if (const std::string_view space = beginning(rest_, kSpaces); !space.empty()) {
      rest_.remove_prefix(space.size());
      is_beginning_ = true;
      return true;
    }
    const bool is_bracket = is_beginning_ && kBrackets.contains(rest_.front());
    if (is_bracket) rest_.remove_prefix(1);
    return is_bracket;
  }

  Term take() {
    Term term;
    if (is_beginning_) {
      term.is_excluded = may_exclude_ && rest_.starts_with('-') && may_be_excluded(rest_.substr(1));
      if (term.is_excluded) rest_.remove_prefix(1);
      term.field = field_before(rest_);
      if (!term.field.empty()) rest_.remove_prefix(term.field.size() + 1);
    }
    const bool may_be_or = is_beginning_ && !term.is_excluded && term.field.empty();
    is_beginning_ = false;
    if (const std::string_view quote = beginning(rest_, kQuotes); !quote.empty()) {
      term.kind = Term::Kind::kQuoted;
      rest_.remove_prefix(quote.size());
      term.text = take_bytes(quote_in(rest_));
      rest_.remove_prefix(beginning(rest_, kQuotes).size());
    } else {
      term.text = take_bytes(text_bytes(rest_));
      if (may_be_or && term.text == "OR") term.kind = Term::Kind::kOr;
    }
    return term;
  }

  std::string_view take_bytes(std::size_t bytes) {
    const std::string_view taken = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return taken;
  }

  std::string_view rest_;
  bool may_exclude_;
  bool is_beginning_ = true;  // a term that begins here may have a minus and a field
  std::vector<Term> terms_;
};

}  // namespace

bool is_field(std::string_view name) {
  return std::ranges::find(kFields, base::ascii_lower(name)) != kFields.end();
}

std::string_view unknown_field(std::string_view text, bool is_before_quote) {
  const std::size_t colon = text.find(':');
  const std::string_view name = text.substr(0, std::min(colon, text.size()));
  const bool is_name = name.size() >= 2 && std::ranges::all_of(name, [](char c) { return c >= 'a' && c <= 'z'; });
  if (colon == std::string_view::npos || !is_name || is_field(name)) return {};
  const std::string_view value = text.substr(colon + 1);
  const bool is_value = value.empty() ? is_before_quote : (base::kLetters | base::kNonAscii).contains(value.front());
  return is_value ? name : std::string_view();
}

std::vector<Term> read_terms(std::string_view typed) {
  return TermReader(typed).read();
}

}  // namespace storage
