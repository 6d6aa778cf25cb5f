#include "storage/stats.hpp"

#include <iterator>

#include "storage/near_duplicates.hpp"

namespace storage {
namespace {

std::vector<Count> counts(Connection& connection, std::string_view select) {
  std::vector<Count> counts;
  Statement statement = connection.prepare(select);
  for (const Row row : statement.rows()) counts.push_back({.name = std::string(row.text(0)), .count = row.integer(1)});
  return counts;
}

/// Of each group, all but the first page.
std::int64_t later_near_duplicates(Database& database) {
  std::int64_t later = 0;
  for (const NearDuplicates& group : near_duplicates(database)) later += std::ssize(group.pages) - 1;
  return later;
}

}  // namespace

Stats stats(Database& database) {
  Connection& connection = database.connection();
  return {
      .pages = connection.integer("SELECT count(*) FROM pages"),
      .near_duplicates = later_near_duplicates(database),
      .text_bytes = connection.integer("SELECT coalesce(sum(length(CAST(text_of(body) AS BLOB)) + "
                                       "length(CAST(text_of(rest) AS BLOB))), 0) FROM pages"),
      .file_bytes = connection.integer("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"),
      .states = counts(connection, "SELECT state, count(*) FROM urls GROUP BY state ORDER BY 2 DESC, 1"),
      .languages = counts(connection, "SELECT language, count(*) FROM pages GROUP BY language ORDER BY 2 DESC, 1"),
      .crawls = Crawls(database).all(),
  };
}

}  // namespace storage
