#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

struct Word {
  std::string text;  ///< as it was typed
  std::string term;  ///< as the tokenizer makes it

  friend bool operator==(const Word& a, const Word& b) { return a.term == b.term; }
};

/// Words that are wanted next to each other; most often only one.
using Phrase = std::vector<Word>;

/// What a person asks for.
struct Query {
  enum class Wanted : std::uint8_t { kAll, kAny };

  std::vector<Phrase>
      phrases;  ///< each once, none empty. No phrase at all: nothing is looked for, and no page is a hit
  Wanted wanted = Wanted::kAll;
};

/// Understands what a person typed. Any bytes are a query; nothing in it is an error, and nothing but words and quotes
/// has a meaning: no operators, so that `AND`, `c++`, `-Wall` and `*` are looked for as they stand.
/// - "Several words" in quotes (also in curly ones) are a phrase; a quote that is not closed closes at the end.
/// - Words that the tokenizer parts but that hang together (`pg_stat_activity`, `example.com`, `it's`, and what is
///   written without spaces in Chinese or Thai) are a phrase too: so they are found as they were written.
/// Only the first 4,096 bytes and 64 words count, so that no query is slow for its length.
Query parse_query(std::string_view typed);

/// The same words where one is enough, for when all of them find too little. A phrase of more than two words becomes
/// its pairs of neighbours: a sentence of Chinese is then found by its words, and `pg_stat_activity` by `pg_stat`.
Query any_word(const Query& query);

/// The query as an FTS5 MATCH expression, in which every phrase is quoted. Empty for a query without phrases: that must
/// not be given to MATCH. FTS5 tokenizes the words of a phrase once more, with our tokenizer.
std::string match_expression(const Query& query);

}  // namespace storage
