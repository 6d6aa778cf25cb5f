#include "storage/digest.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/storage/synthetic_crawl.hpp"

namespace storage {
namespace {

constexpr SyntheticCrawl kCrawl{.urls = 60};

TEST(Digest, TellsApartWhatACrawlMustReproduce) {
  std::map<std::string, std::string> digests;
  for (const char* change :
       {"SELECT 1", "UPDATE pages SET title = 'x' WHERE id = 1", "UPDATE pages SET headings = 'x' WHERE id = 1",
        "UPDATE urls SET reason = 'x' WHERE id = 1", "UPDATE urls SET depth = depth + 1 WHERE id = 1",
        "UPDATE urls SET found_from = 1 WHERE id = 1", "UPDATE urls SET status = 201 WHERE id = 1",
        "UPDATE urls SET body_hash = NULL WHERE id = 1", "UPDATE urls SET alias_of = 2 WHERE state = 'alias'",
        "UPDATE pages SET links = '[1,2]' WHERE id = 1", "UPDATE pages SET links = '[2,1]' WHERE id = 1",
        "UPDATE refusals SET counted = 1", "UPDATE crawls SET name = 'x'",
        "INSERT INTO page_index(rowid, body) VALUES (1, 'x')"}) {
    Database database = Database::temporary();
    kCrawl.run(database);
    database.connection().execute(change);
    const auto [same, is_new] = digests.emplace(digest(database), change);
    EXPECT_TRUE(is_new) << change << " has the digest of " << same->second;
  }
}

TEST(Digest, DoesNotTellTimesAttemptsAndSegmentsApart) {
  Database database = Database::temporary();
  kCrawl.run(database);
  const std::string before = digest(database);
  database.connection().execute(
      "UPDATE urls SET fetched_at = 1, took_ms = 2, attempts = 3;"
      "INSERT INTO page_index(page_index) VALUES ('optimize')");
  EXPECT_EQ(digest(database), before);
}

}  // namespace
}  // namespace storage
