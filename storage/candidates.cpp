#include "storage/candidates.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "storage/fts5.hpp"
#include "storage/positions.hpp"

namespace storage {
namespace {

int count_page(const Fts5ExtensionApi* api, Fts5Context* row, void* counted) {
  auto& count = *static_cast<PageCount*>(counted);
  count.add(api->xRowid(row));
  return count.is_whole ? SQLITE_OK : SQLITE_DONE;
}

int count_pages(const Fts5ExtensionApi& api, Fts5Context* row, Candidates& candidates) {
  int word = 0;
  for (std::size_t phrase = 0; phrase < candidates.pages_with.size(); ++phrase) {
    const std::size_t words = candidates.words_in(phrase);
    if (words == 1) {
      const int code = api.xQueryPhrase(row, word, &candidates.pages_with[phrase], count_page);
      if (code != SQLITE_OK) return code;
    }
    word += static_cast<int>(words);
  }
  return SQLITE_OK;
}

bool has(const Occurrences& occurrences) {
  return std::ranges::any_of(occurrences, [](auto count) { return count > 0; });
}

}  // namespace

bool Candidates::last_satisfies(const Query& query) const {
  if (words.empty()) return true;
  const auto found = occurrences_of(ids.size() - 1);
  return is_satisfied(query, [&](std::size_t phrase) { return has(found[phrase]); });
}

void Candidates::reserve(std::size_t pages) {
  ids.reserve(pages);
  least_words.reserve(pages);
  occurrences.reserve(pages * phrases);
  closeness.reserve(pages * pairs());
}

void Candidates::remove_last() {
  ids.pop_back();
  least_words.pop_back();
  occurrences.resize(ids.size() * phrases);
  closeness.resize(ids.size() * pairs());
}

int measure_index(const Fts5ExtensionApi& api, Fts5Context* row, Candidates& candidates) {
  sqlite3_int64 pages = 0;
  api.xRowCount(row, &pages);
  candidates.pages_of_index = static_cast<double>(pages);
  for (std::size_t column = 0; column < kOwnColumns; ++column) {
    sqlite3_int64 words = 0;
    api.xColumnTotalSize(row, static_cast<int>(column), &words);
    candidates.words_of_index[column] = static_cast<double>(words);
  }
  return count_pages(api, row, candidates);
}

void add_page(const Fts5ExtensionApi& api, Fts5Context* row, Candidates& candidates) {
  std::vector<PlaceReader> words;
  for (std::size_t phrase = 0; phrase < candidates.phrases; ++phrase) {
    for (std::size_t left = candidates.words_in(phrase); left > 0; --left) words.emplace_back(api, row, words.size());
  }
  add_page(api.xRowid(row), words, candidates);
}

void add_page(std::int64_t id, std::span<PlaceReader> words, Candidates& candidates) {
  std::array<Positions, 2> positions;  // of this phrase and of the one before
  Lengths least{};
  for (std::size_t phrase = 0; phrase < candidates.phrases; ++phrase) {
    Positions& here = positions[phrase % 2];
    candidates.pairs() > 0 && phrase < candidates.paired_phrases() ? here.clear() : here.close();
    const std::size_t count = candidates.words_in(phrase);
    candidates.occurrences.push_back(read_positions(words.first(count), least, here));
    words = words.subspan(count);
    if (phrase == 0 || phrase >= candidates.paired_phrases()) continue;
    const Positions& before = positions[(phrase + 1) % 2];
    if (phrase == candidates.close_phrases) {
      candidates.closeness.push_back(is_followed(before, candidates.words_in(phrase - 1), here) ? 1 : 0);
    } else {
      candidates.closeness.push_back(closeness(before, here));
    }
  }
  candidates.least_words.push_back(least);
  candidates.ids.push_back(id);
}

}  // namespace storage
