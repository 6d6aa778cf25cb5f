#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/language.hpp"
#include "storage/page_filter.hpp"

namespace storage {

struct Word {
  enum class Place : std::uint8_t { kAnywhere, kTitle, kPath };

  std::string text;                ///< as it was typed
  std::vector<std::string> terms;  ///< as the tokenizer makes it: any of them will do; at least one
  Place place = Place::kAnywhere;  ///< where it has to stand
  bool is_prefix = false;          ///< its term, which is no stem, is the beginning of those that will do
  std::uint32_t begin = 0;         ///< byte offset of `text` in what was typed

  friend bool operator==(const Word& a, const Word& b) {
    return a.terms == b.terms && a.place == b.place && a.is_prefix == b.is_prefix;
  }
};

/// Words that are wanted next to each other, in one place; most often only one.
using Phrase = std::vector<Word>;

/// What a person asks for.
struct Query {
  enum class Wanted : std::uint8_t { kAll, kAny };

  /// Nothing is asked for: no page is a hit.
  bool empty() const { return phrases.empty() && filter.empty(); }

  /// None empty. Each is there once, but for what is wanted together with other alternatives, too.
  std::vector<Phrase> phrases{};
  /// How much more than others each of them counts, for it was said more than once.
  std::vector<double> emphasis{};
  /// How many phrases in a row are alternatives, of which one is enough: from the first on, and together all.
  std::vector<std::size_t> groups{};
  /// What no page needs to have: words that say next to nothing, where there are others.
  std::vector<Phrase> optional{};
  /// What no page may have.
  std::vector<Phrase> excluded{};
  /// It asks what all its phrases together are: a page that says so has the first optional one, a verb, right behind
  /// the last phrase.
  bool asks_what = false;
  PageFilter filter{};
  Wanted wanted = Wanted::kAll;        ///< of the groups; those of words in places (`is_binding`) are wanted always
  indexer::Languages languages{};      ///< that its words may be of
  std::vector<std::string> notices{};  ///< sentences on how it was understood, where that may be a surprise
};

/// Understands what a person typed, whose words may be of any of `languages`. Any bytes are a query, and nothing in it
/// is an error: what is no operator is looked for as it stands, so `AND`, `c++`, `-l`, `*` and `std::vector` are.
/// - "Several words" in quotes (also in curly ones) are a phrase; a quote that is not closed closes at the end.
/// - `-word`, `-"a phrase"`: pages without it. Not so `-l`, `-1`, `--all`, `-std=c++17`, and what stands in a sentence
///   (`read_terms`): these are words. A query of nothing but excluded words looks for them. Whoever pastes `gcc -Wall`
///   is told what it means, and how to look for it.
/// - `a OR b`: one of both is enough; binds tighter than what stands side by side. At either end it is a word.
/// - `prefix*`: the word itself, and those whose stem, as it is indexed, begins so. Three characters at least; of the
///   ninth such word on the star says nothing.
/// - `title:word`, `url:word`: there; a path with escapes (%20) has no words.
/// - `site:`, `lang:`, `type:`, `before:`, `after:`: which pages (`parse_condition`). Without words they are all hits.
/// - Each field may stand behind a minus. What looks like a field, but is not known or has no such values, is text, and
///   a notice says so.
/// - A word that says next to nothing (`indexer::is_stop_word`) need not be there, but counts where it is; in quotes,
///   beside an OR, in a field, or where there is no other, it is a word like others.
/// - Words that the tokenizer parts but that hang together (`pg_stat_activity`, `example.com`, `it's`, and what is
///   written without spaces in Chinese or Thai) are a phrase too: so they are found as they were written.
/// Only the first 4,096 bytes, 64 words and 16 conditions count, so that no query is slow for its length.
Query parse_query(std::string_view typed, indexer::Languages languages = {});

/// The same words where one is enough, for when all of them find too little. A phrase of more than two words becomes
/// its pairs of neighbours: a sentence of Chinese is then found by its words, and `pg_stat_activity` by `pg_stat`. What
/// has to stand in a place, what is excluded, and the filter, stay as they are.
Query any_word(const Query& query);

/// Whether a group of phrases is wanted whether all are or any: one of them has to stand in a place.
bool is_binding(const Query& query, std::size_t first, std::size_t count);

/// How many groups are no such.
std::size_t loose_groups(const Query& query);

/// The query without what has to stand elsewhere than in a page's text: what is to be shown of that.
Query shown_in_text(const Query& query);

/// The query as an FTS5 MATCH expression, in which every phrase is quoted: first the phrases, then the optional ones if
/// all phrases are wanted, and then those that say nothing new or are excluded. Empty for a query without phrases: that
/// must not be given to MATCH. FTS5 tokenizes the words of a phrase once more, with our tokenizer.
std::string match_expression(const Query& query);

/// The same with the words of each phrase side by side in the place of the phrase, as FTS5 finds them faster: what
/// matches the query matches this, and is told from the rest by where the words stand. What is excluded are phrases.
std::string words_expression(const Query& query);

/// Whether a page is wanted that has the phrases for which `has` is true, and nothing that is excluded.
bool is_satisfied(const Query& query, const std::function<bool(std::size_t)>& has);

/// What is excluded, as such an expression; empty for nothing.
std::string excluded_expression(const Query& query);

}  // namespace storage
