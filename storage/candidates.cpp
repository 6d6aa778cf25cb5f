#include "storage/candidates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <new>

#include "storage/fts5.hpp"

namespace storage {
namespace {

constexpr const char* kFunction = "collect_candidate";
constexpr const char* kCandidates = "candidates";

/// How much more a word says in a title, headings, a description than in a body, which comes first: the columns of
/// `page_index`.
constexpr std::array<std::uint32_t, 4> kWeights = {1, 10, 5, 2};

struct Occurrences {
  std::uint32_t weight = 0;       ///< of all of them
  std::uint32_t least_words = 0;  ///< how many words a page has at least that has them
};

/// Reads what is left of a position list behind a first position: for each one a varint, 2 more than the difference to
/// the one before; where another column begins, 1 and its number. The last positions of the columns say how long a page
/// is at least, and mostly nearly how long it is.
Occurrences read_positions(std::span<const std::uint8_t> list, std::size_t column, std::uint32_t position) {
  Occurrences read{.weight = kWeights[column]};
  while (!list.empty()) {
    const auto number = static_cast<std::uint32_t>(take_varint(list));
    if (number == 1) {
      column = std::min<std::size_t>(take_varint(list), kWeights.size() - 1);
      read.least_words += position + 1;
      position = static_cast<std::uint32_t>(take_varint(list)) - 2;
    } else {
      position += number - 2;
    }
    read.weight += kWeights[column];
  }
  read.least_words += position + 1;
  return read;
}

/// How often the row has the phrase. The list is read where FTS5 has it, in the format of its file: to be told the
/// positions one by one (`xPhraseNext`) takes 9 ms instead of 2 for a word that stands 1.5 million times in 19,000
/// pages.
Occurrences occurrences(const Fts5ExtensionApi& api, Fts5Context* row, std::size_t phrase) {
  Fts5PhraseIter rest{};
  int column = 0;
  int position = 0;
  api.xPhraseFirst(row, static_cast<int>(phrase), &rest, &column, &position);
  if (column < 0) return {};
  return read_positions({rest.a, rest.b}, std::min(static_cast<std::size_t>(column), kWeights.size() - 1),
                        static_cast<std::uint32_t>(position));
}

void measure_index(const Fts5ExtensionApi& api, Fts5Context* row, Candidates& candidates) {
  sqlite3_int64 pages = 0;
  sqlite3_int64 words = 0;
  api.xRowCount(row, &pages);
  api.xColumnTotalSize(row, -1, &words);
  candidates.pages_of_index = static_cast<double>(pages);
  candidates.words_of_index = static_cast<double>(words);
}

int count_page(const Fts5ExtensionApi* api, Fts5Context* row, void* counted) {
  auto& count = *static_cast<PageCount*>(counted);
  count.is_whole = count.pages < kMostCandidates;
  if (!count.is_whole) return SQLITE_DONE;
  ++count.pages;
  count.last = api->xRowid(row);
  return SQLITE_OK;
}

int count_pages(const Fts5ExtensionApi& api, Fts5Context* row, Candidates& candidates) {
  for (PageCount& count : candidates.pages_with) {
    const auto phrase = static_cast<int>(&count - candidates.pages_with.data());
    if (const int code = api.xQueryPhrase(row, phrase, &count, count_page); code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

/// `collect_candidate(page_index, candidates)`. No exception may pass through SQLite.
void collect(const Fts5ExtensionApi* api, Fts5Context* row, sqlite3_context* result, int, sqlite3_value** values) try {
  auto* const candidates = static_cast<Candidates*>(sqlite3_value_pointer(values[0], kCandidates));
  if (candidates == nullptr) return;
  if (candidates->ids.size() == kMostCandidates) {
    candidates->is_whole = false;
    return;
  }
  if (candidates->ids.empty()) {
    measure_index(*api, row, *candidates);
    const int code = count_pages(*api, row, *candidates);
    if (code != SQLITE_OK) return sqlite3_result_error_code(result, code);
  }
  std::uint32_t least_words = 0;
  for (std::size_t phrase = 0; phrase < candidates->phrases; ++phrase) {
    const Occurrences found = occurrences(*api, row, phrase);
    candidates->frequencies.push_back(found.weight);
    least_words = std::max(least_words, found.least_words);
  }
  candidates->least_words.push_back(least_words);
  candidates->ids.push_back(api->xRowid(row));
} catch (const std::bad_alloc&) {
  sqlite3_result_error_nomem(result);
}

}  // namespace

void lend_candidate_function(Connection& connection) {
  fts5_api& api = fts5_of(connection);
  api.xCreateFunction(&api, kFunction, nullptr, collect, nullptr);
}

CandidateFinder::CandidateFinder(Connection& connection)
    : collect_(connection.prepare(fmt::format("SELECT {}(page_index, ?2) FROM page_index WHERE page_index MATCH ?1"
                                              " ORDER BY rowid LIMIT {}",
                                              kFunction, kMostCandidates + 1))) {}

void CandidateFinder::find(std::string_view expression, Candidates& candidates) {
  collect_.run(expression, Lent{&candidates, kCandidates});
}

}  // namespace storage
