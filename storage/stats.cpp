#include "storage/stats.hpp"

namespace storage {
namespace {

std::vector<Count> counts(Connection& connection, std::string_view select) {
  std::vector<Count> counts;
  Statement statement = connection.prepare(select);
  for (const Row row : statement.rows()) counts.push_back({.name = std::string(row.text(0)), .count = row.integer(1)});
  return counts;
}

}  // namespace

Stats stats(Database& database) {
  Connection& connection = database.connection();
  return {
      .pages = connection.integer("SELECT count(*) FROM pages"),
      .text_bytes = connection.integer("SELECT coalesce(sum(length(CAST(body AS BLOB))), 0) FROM pages"),
      .file_bytes = connection.integer("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"),
      .states = counts(connection, "SELECT state, count(*) FROM urls GROUP BY state ORDER BY 2 DESC, 1"),
      .languages = counts(connection, "SELECT language, count(*) FROM pages GROUP BY language ORDER BY 2 DESC, 1"),
      .crawls = Crawls(database).all(),
  };
}

}  // namespace storage
