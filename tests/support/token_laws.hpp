#pragma once

#include <string>
#include <string_view>

#include "indexer/tokenizer.hpp"
#include "indexer/word_boundaries.hpp"

namespace support {

/// Whether `text` is one word, of which somebody asks for `term`.
inline bool is_word(std::string_view text, std::string_view term) {
  bool found = false;
  for (const indexer::Token& token : indexer::tokenize(text, {}, indexer::Purpose::kQuery)) {
    if (found || token.term != term) return false;
    found = true;
  }
  return found;
}

/// What the tokenizer promises of any bytes; names the promise that it does not keep for `text`, or nothing.
inline std::string broken_token_law(std::string_view text) {
  std::uint32_t words = 0;
  std::uint32_t begin = 0;
  for (const indexer::Token& token : indexer::tokenize(text)) {
    if (token.position != words && token.position + 1 != words) return "positions count from 0";
    if (token.begin < begin || token.end <= token.begin || token.end > text.size()) return "tokens are in order";
    if (token.term.empty() || token.term.size() > indexer::kMaxTermBytes) return "terms are bounded";
    const std::string term(token.term);
    if (!is_word(text.substr(token.begin, token.end - token.begin), term)) return "a word by itself is the same token";
    if (!is_word(term, term)) return "a term is its own token";
    words = token.position + 1;
    begin = token.begin;
  }
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = indexer::word_end(text, at);
    if (end <= at || end > text.size()) return "boundaries go forward";
    at = end;
  }
  return {};
}

}  // namespace support
