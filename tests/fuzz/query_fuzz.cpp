// Bytes are what was typed and, after the first line end, the text of a hit.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "storage/searcher.hpp"
#include "tests/storage/plain_pages.hpp"
#include "tests/support/query_laws.hpp"

namespace {

/// An index of a few pages, whose words are those that a fuzzer finds first.
struct SmallIndex {
  SmallIndex() {
    storage::fill_with_pages(
        database, 20, "'a' || n || ' abc title'",
        "'a b c ab abc abcd the or not 1 12 ' || CASE n % 3 WHEN 0 THEN 'x y' ELSE 'z -a' END || ' ' || n");
  }

  storage::Database database = storage::Database::temporary();
};

/// What is promised of an answer to whatever is typed: that there is one, and no error.
std::string broken_search_law(std::string_view typed) {
  static SmallIndex index;
  static storage::Searcher searcher(index.database);
  constexpr std::size_t kLimit = 30;
  const storage::Results results =
      searcher.search(typed, {.limit = kLimit, .deadline = storage::Deadline(std::chrono::hours(1))});
  if (results.total < static_cast<std::int64_t>(results.hits.size())) return "no more hits are shown than there are";
  const storage::Query query = storage::parse_query(typed);
  if (query.empty() && !results.hits.empty()) return "nothing finds nothing";
  return {};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t line_end = std::min(bytes.find('\n'), size);
  const std::string_view typed = bytes.substr(0, line_end);
  const std::string_view text = bytes.substr(std::min(line_end + 1, size));
  std::string law = support::broken_query_law(typed);
  if (law.empty())
    law = support::broken_snippet_law(text, shown_in_text(storage::parse_query(typed)), {.max_bytes = 48});
  if (law.empty()) law = broken_search_law(typed);
  if (!law.empty()) {
    std::fprintf(stderr, "broken: %s\n", law.c_str());
    std::abort();
  }
  return 0;
}
