#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/language.hpp"

namespace storage {

struct Word {
  std::string text;                ///< as it was typed
  std::vector<std::string> terms;  ///< as the tokenizer makes it: any of them will do; at least one

  friend bool operator==(const Word& a, const Word& b) { return a.terms == b.terms; }
};

/// Words that are wanted next to each other; most often only one.
using Phrase = std::vector<Word>;

/// What a person asks for.
struct Query {
  enum class Wanted : std::uint8_t { kAll, kAny };

  /// Each once, none empty. No phrase at all: nothing is looked for, and no page is a hit.
  std::vector<Phrase> phrases{};
  /// How much more than others each of them counts, for it was said more than once.
  std::vector<double> emphasis{};
  /// What no page needs to have: words that say next to nothing, where there are others.
  std::vector<Phrase> optional{};
  Wanted wanted = Wanted::kAll;
  indexer::Languages languages{};  ///< that its words may be of
};

/// Understands what a person typed, whose words may be of any of `languages`. Any bytes are a query; nothing in it is
/// an error, and nothing but words and quotes has a meaning: no operators, so that `AND`, `c++`, `-Wall` and `*` are
/// looked for as they stand.
/// - "Several words" in quotes (also in curly ones) are a phrase; a quote that is not closed closes at the end.
/// - A word that says next to nothing (`indexer::is_stop_word`) need not be there, but counts where it is; in quotes,
///   or where there is no other, it is a word like others.
/// - Words that the tokenizer parts but that hang together (`pg_stat_activity`, `example.com`, `it's`, and what is
///   written without spaces in Chinese or Thai) are a phrase too: so they are found as they were written.
/// Only the first 4,096 bytes and 64 words count, so that no query is slow for its length.
Query parse_query(std::string_view typed, indexer::Languages languages = {});

/// The same words where one is enough, for when all of them find too little. A phrase of more than two words becomes
/// its pairs of neighbours: a sentence of Chinese is then found by its words, and `pg_stat_activity` by `pg_stat`.
Query any_word(const Query& query);

/// The query as an FTS5 MATCH expression, in which every phrase is quoted: first the phrases, then the optional ones if
/// all phrases are wanted, and then one that says nothing new. Empty for a query without phrases: that must
/// not be given to MATCH. FTS5 tokenizes the words of a phrase once more, with our tokenizer.
std::string match_expression(const Query& query);

}  // namespace storage
