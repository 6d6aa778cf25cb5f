#include "storage/phrase_finder.hpp"

#include <algorithm>
#include <utility>

namespace storage {

PhraseFinder::PhraseFinder(const Query& query, indexer::Language language) : language_(language), filter_(language) {
  std::vector<Word> words;
  for (const Phrase& phrase : query.phrases) {
    WordIds& ids = phrases_.emplace_back();
    for (const Word& word : phrase) ids.push_back(number(words, word));
    longest_ = std::max(longest_, ids.size());
  }
  for (auto& [term, ids] : words_of_) add_beginnings(term, ids);
}

std::size_t PhraseFinder::number(std::vector<Word>& words, const Word& word) {
  const auto known = std::ranges::find(words, word);
  const auto id = static_cast<std::size_t>(known - words.begin());
  if (known != words.end()) return id;
  words.push_back(word);
  for (const std::string& term : word.terms) filter_.admit(term);
  if (word.is_prefix) {
    beginnings_.push_back({.text = word.terms.front(), .word = id});
  } else {
    for (const std::string& term : word.terms) words_of_[term].push_back(id);
  }
  return id;
}

void PhraseFinder::add_beginnings(std::string_view term, WordIds& ids) const {
  for (const auto& [text, word] : beginnings_) {
    if (term.starts_with(text)) ids.push_back(word);
  }
}

/// The words that `term` may stand for; null for none. What begins as some do becomes known when it comes.
const PhraseFinder::WordIds* PhraseFinder::words_of(std::string_view term) {
  const auto known = words_of_.find(term);
  if (known != words_of_.end()) return &known->second;
  WordIds ids;
  add_beginnings(term, ids);
  return ids.empty() ? nullptr : &words_of_.emplace(term, std::move(ids)).first->second;
}

bool PhraseFinder::Seen::may_be(std::size_t word) const {
  return std::ranges::find(*words, word) != words->end();
}

/// Takes the next token; false if no phrase has such a word, and so none ends here.
bool PhraseFinder::take(const indexer::Token& token) {
  const WordIds* const words = words_of(token.term);
  if (words == nullptr) return false;
  if (places_.empty() || places_.back().position != token.position) {
    places_.push_back({.position = token.position, .seen = {}});
    if (places_.size() > longest_) places_.pop_front();
  }
  places_.back().seen.push_back({.words = words, .begin = token.begin});
  return true;
}

/// Whether `phrase` ends with the token that was taken last; then where it begins.
const std::uint32_t* PhraseFinder::begin_of(std::size_t phrase) const {
  const WordIds& ids = phrases_[phrase];
  if (ids.size() > places_.size()) return nullptr;
  const auto first = places_.end() - static_cast<std::ptrdiff_t>(ids.size());
  if (places_.back().position - first->position + 1 != ids.size()) return nullptr;
  if (!places_.back().seen.back().may_be(ids.back())) return nullptr;
  const std::uint32_t* begin = &places_.back().seen.back().begin;
  for (std::size_t i = ids.size() - 1; i-- > 0;) {
    const auto& seen = first[static_cast<std::ptrdiff_t>(i)].seen;
    const auto found = std::ranges::find_if(seen, [&](const Seen& token) { return token.may_be(ids[i]); });
    if (found == seen.end()) return nullptr;
    begin = &found->begin;
  }
  return begin;
}

lazy::generator<FoundPhrase> PhraseFinder::find(std::string_view text) {
  places_.clear();
  for (const indexer::Token& token : indexer::tokenize(text, language_, filter_)) {
    if (!take(token)) continue;
    for (std::size_t phrase = 0; phrase < phrases_.size(); ++phrase) {
      const std::uint32_t* const begin = begin_of(phrase);
      if (begin == nullptr) continue;
      FoundPhrase found{*begin, token.end, phrase};
      co_yield std::move(found);
    }
  }
}

}  // namespace storage
