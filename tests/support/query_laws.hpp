#pragma once

#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/tokenizer.hpp"
#include "storage/query.hpp"
#include "storage/snippet.hpp"
#include "tests/support/query_print.hpp"

namespace support {

/// What stands for each word of `text`.
inline std::vector<std::vector<std::string>> terms_of(std::string_view text, indexer::Languages languages = {},
                                                      indexer::Purpose purpose = indexer::Purpose::kDocument) {
  std::vector<std::vector<std::string>> words;
  for (const indexer::Token& token : indexer::tokenize(text, languages, purpose)) {
    words.resize(token.position + 1);
    words.back().emplace_back(token.term);
  }
  return words;
}

/// Whether one of the phrases stands in `text`.
inline bool has_phrase(std::string_view text, const storage::Query& query, indexer::Language language) {
  const auto words = terms_of(text, language);
  const auto is_word = [](const std::vector<std::string>& terms, const storage::Word& word) {
    if (!word.is_prefix) return std::ranges::find_first_of(terms, word.terms) != terms.end();
    return std::ranges::any_of(terms, [&](const std::string& term) { return term.starts_with(word.terms.front()); });
  };
  return std::ranges::any_of(query.phrases, [&](const storage::Phrase& phrase) {
    return !std::ranges::search(words, phrase, is_word).empty();
  });
}

/// What is promised of any query; names the promise that is not kept for what was `typed`, or nothing.
inline std::string broken_query_law(std::string_view typed) {
  const storage::Query understood = storage::parse_query(typed);
  const std::string again = printed(understood);
  if (!is_too_long(again)) {
    const std::string_view other = difference(storage::parse_query(again), understood);
    if (!other.empty()) return fmt::format("printed and understood again it is the same: {}: {}", again, other);
  }
  for (const storage::Query& query : {understood, any_word(understood)}) {
    if (std::accumulate(query.groups.begin(), query.groups.end(), std::size_t{0}) != query.phrases.size()) {
      return "each phrase is in a group";
    }
    if (query.emphasis.size() != query.phrases.size()) return "each phrase has an emphasis";
    if (query.phrases.size() > 128 || query.excluded.size() > 128 || query.notices.size() > 8)
      return "sizes are bounded";
    for (const storage::Phrase& phrase : query.phrases) {
      if (phrase.empty()) return "no phrase is empty";
      for (const storage::Word& word : phrase) {
        const auto languages = word.is_prefix ? indexer::Languages() : query.languages;
        const auto words = terms_of(word.text, languages, indexer::Purpose::kQuery);
        if (words.size() != 1 || words.front() != word.terms) return "a word is one token";
        if (word.text.find_first_of(std::string_view("\"\0", 2)) != std::string::npos) return "words need no escape";
      }
    }
    if (query.phrases.empty() != match_expression(query).empty()) return "without words there is no expression";
    if (match_expression(any_word(any_word(query))) != match_expression(any_word(query))) return "loose stays loose";
  }
  return {};
}

/// What is promised of any snippet; names the promise that is not kept, or nothing.
inline std::string broken_snippet_law(std::string_view text, const storage::Query& query,
                                      const storage::SnippetOptions& options) {
  const storage::Snippet snippet = make_snippet(text, query, options);
  if (snippet.text.size() > options.max_bytes) return "a snippet fits";
  std::uint32_t last = 0;
  for (const auto& [begin, end] : snippet.matches) {
    if (begin < last || end <= begin || end > snippet.text.size()) return "matches are in order and apart";
    if (!has_phrase(std::string_view(snippet.text).substr(begin, end - begin), query, options.language)) {
      return "matches are phrases";
    }
    last = end;
  }
  const bool single = std::ranges::all_of(query.phrases, [](const auto& phrase) { return phrase.size() == 1; });
  const bool long_word = std::ranges::any_of(terms_of(text), [&](const std::vector<std::string>& terms) {
    return terms.front().size() * 4 > options.max_bytes || terms.front().size() == indexer::kMaxTermBytes;
  });
  const bool expected =
      single && !long_word && text.size() <= options.scanned_bytes && has_phrase(text, query, options.language);
  return expected && snippet.matches.empty() ? "what is found is shown" : "";
}

}  // namespace support
