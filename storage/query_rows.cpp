#include "storage/query_rows.hpp"

#include <algorithm>

namespace storage {

bool QueryRows::are_of(const Query& query) {
  const auto is_word = [](const Word& word) { return word.place == Word::Place::kAnywhere && !word.is_prefix; };
  const auto is_of_words = [&](const Phrase& phrase) { return std::ranges::all_of(phrase, is_word); };
  return !query.phrases.empty() && query.excluded.empty() && query.filter.empty() &&
         std::ranges::all_of(query.phrases, is_of_words) && std::ranges::all_of(query.optional, is_of_words) &&
         std::ranges::all_of(query.groups, [](std::size_t alternatives) { return alternatives == 1; });
}

QueryRows::QueryRows(WordIndex& index, const Query& query) : are_all_wanted_(query.wanted == Query::Wanted::kAll) {
  for (const Phrase& phrase : query.phrases) add(index, phrase);
  wanted_ = rows_.size();
  for (const Phrase& phrase : query.optional) add(index, phrase);
}

void QueryRows::add(WordIndex& index, const Phrase& phrase) {
  Words& words = phrases_.emplace_back();
  for (const Word& word : phrase) {
    const auto known = std::ranges::find(words_, word);
    words.push_back(static_cast<std::size_t>(known - words_.begin()));
    if (known != words_.end()) continue;
    words_.push_back(word);
    rows_.push_back(index.rows_of(word));
  }
}

std::int64_t QueryRows::find(std::int64_t least) {
  row_ = are_all_wanted_ ? find_all(least) : find_any(least);
  while (row_ != WordRows::kNone && !has_phrase()) row_ = find_any(row_ + 1);
  return row_;
}

std::int64_t QueryRows::find_all(std::int64_t least) {
  std::size_t agreeing = 0;
  for (std::size_t word = 0; agreeing < wanted_; word = (word + 1) % wanted_) {
    rows_[word].seek(least);
    agreeing = rows_[word].row() == least ? agreeing + 1 : 1;
    least = rows_[word].row();
    if (least == WordRows::kNone) return least;
  }
  for (WordRows& rows : std::span(rows_).subspan(wanted_)) rows.seek(least);
  return least;
}

std::int64_t QueryRows::find_any(std::int64_t least) {
  std::int64_t row = WordRows::kNone;
  for (WordRows& rows : rows_) {
    rows.seek(least);
    row = std::min(row, rows.row());
  }
  return row;
}

bool QueryRows::has_phrase() const {
  const auto is_there = [&](std::size_t word) { return rows_[word].row() == row_; };
  return are_all_wanted_ ||
         std::ranges::any_of(phrases_, [&](const Words& words) { return std::ranges::all_of(words, is_there); });
}

std::span<PlaceReader> QueryRows::places() {
  places_.clear();
  for (const Words& phrase : phrases_) {
    for (const std::size_t word : phrase) {
      const bool is_there = rows_[word].row() == row_;
      places_.emplace_back(is_there ? rows_[word].positions() : std::span<const std::uint8_t>());
    }
  }
  return places_;
}

void QueryRows::count(std::vector<PageCount>& counts, PageCount (WordRows::*count_of)()) {
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (phrases_[i].size() == 1) counts[i] = (rows_[phrases_[i].front()].*count_of)();
  }
}

}  // namespace storage
