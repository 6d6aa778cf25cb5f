#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "storage/database.hpp"

namespace storage {

/// Fills an empty database with pages that no crawl has found, in a moment. `select` yields for each one: id, title,
/// headings, description, body.
inline void fill_with_pages(Database& database, std::string_view select) {
  database.connection().execute(fmt::format(
      "INSERT INTO pages(id, title, headings, description, body, crawl, url, born, is_whole, status, content_type,"
      " bytes, body_hash, etag, last_modified, needs_script, language, links, nofollow) SELECT *, 1, '', 1, 1, 200, '',"
      " 0, x'', '', '', 0, '', '[]', '[]' FROM ({}); INSERT INTO page_index(page_index) VALUES ('rebuild')",
      select));
}

/// Fills it with pages numbered from 1 on.
inline void fill_with_pages(Database& database, std::int64_t pages, std::string_view title, std::string_view body) {
  fill_with_pages(database,
                  fmt::format("WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {})"
                              " SELECT n, {}, '', '', {} FROM numbers",
                              pages, title, body));
}

}  // namespace storage
