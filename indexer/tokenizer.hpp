#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "indexer/language.hpp"
#include "indexer/term_filter.hpp"
#include "lazy/generator.hpp"

namespace indexer {

/// A word of a text, or a part of one, as it is indexed.
struct Token {
  std::string_view term;       ///< not empty, at most `kMaxTermBytes`; good until the next token is asked for
  std::uint32_t begin = 0;     ///< byte offset in the text
  std::uint32_t end = 0;       ///< byte offset, one past the last byte
  std::uint32_t position = 0;  ///< 0, 1, 2 and so on; tokens with equal ones stand for the same word
};

/// Of a longer word only this much becomes the term, for words of documents and of queries alike: a hash or a key
/// that somebody pastes is found, and no term can grow without bound.
inline constexpr std::size_t kMaxTermBytes = 64;

/// What a text is tokenized for.
enum class Purpose : std::uint8_t {
  kDocument,  ///< to be found, by its words and by their parts
  kQuery,     ///< to find others: each word as one
};

/// The words of a text, in order. Any bytes are text: those that are not UTF-8, and NUL, only separate. Takes linear
/// time, some nanoseconds a byte; `text` must outlive the generator and be shorter than 4 GiB. Any thread.
///
/// Words are those of UAX 29, cut once more at every character that is neither letter, mark nor digit, so that
/// `pg_stat_activity`, `example.com`, `it's` and `l'homme` are found by their parts. Their parts have consecutive
/// positions, so the whole is found as a phrase. Characters of scripts that put no spaces between words (Han, kana,
/// Thai, Lao, Khmer, Myanmar), and Hangul syllables, are a word each, with their marks: a phrase of them finds any
/// substring.
///
/// Terms are folded by `Character::folded`: straße is strasse, É is e. Words of letters are reduced to their stems
/// (`Stems`) in each of `languages`; where these give several terms, all of them stand for the word. A document has one
/// language; none at all is none.
///
/// In documents a name of several words, `getElementById`, stands there as a whole and, at the same position, as each
/// of its parts of two letters or more; so do `C++`, `C#` and `.NET`, with their signs and without. In a query only the
/// whole does.
lazy::generator<const Token&> tokenize(std::string_view text, Languages languages = Language(),
                                       Purpose purpose = Purpose::kDocument);

/// Those words of a document's text that `filter` lets pass, and some others, with the positions that they have among
/// all. `filter` must outlive the generator, too.
lazy::generator<const Token&> tokenize(std::string_view text, Language language, const TermFilter& filter);

/// Names the rules that make tokens: ours, and the versions of ICU and of Unicode that they stand on. An index that was
/// made under another name has other terms than a query would ask for, and must be made anew.
std::string analyzer_version();

}  // namespace indexer
