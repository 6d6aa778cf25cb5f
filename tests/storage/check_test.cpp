#include "storage/check.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/storage/synthetic_crawl.hpp"

namespace storage {
namespace {

constexpr SyntheticCrawl kCrawl{.urls = 60};

struct Damage {
  std::string_view sql;
  std::string_view finding;
};

class Check : public testing::TestWithParam<Damage> {};

TEST_P(Check, FindsWhatIsBroken) {
  Database database = Database::temporary();
  kCrawl.run(database);
  ASSERT_EQ(check(database), std::vector<std::string>{});
  database.connection().execute(std::string(GetParam().sql));
  const auto problems = check(database);
  EXPECT_TRUE(std::ranges::any_of(problems, [](const std::string& problem) {
    return problem.find(GetParam().finding) != std::string::npos;
  })) << testing::PrintToString(problems);
}

INSTANTIATE_TEST_SUITE_P(
    Ledger, Check,
    testing::Values(
        Damage{"UPDATE urls SET state = 'failed' WHERE id = (SELECT min(id) FROM pages)",
               "not in the ledger as a page"},
        Damage{"UPDATE urls SET state = 'page' WHERE state = 'failed'", "as a page, and there is none"},
        Damage{"UPDATE urls SET state = 'waiting' WHERE state = 'failed'", "waiting, and not in the frontier"},
        Damage{"INSERT INTO frontier SELECT crawl, 1, id, 0 FROM pages LIMIT 1", "in the frontier, and not waiting"},
        Damage{"UPDATE urls SET state = 'deferred' WHERE state = 'failed'", "deferred, and not to be asked for"},
        Damage{"INSERT INTO deferred SELECT crawl, 1, id FROM pages LIMIT 1", "asked for once more, and not deferred"},
        Damage{"UPDATE urls SET alias_of = NULL", "an alias of nothing"},
        Damage{"UPDATE pages SET links = '[123456789]'", "a link to a URL that is not in the ledger"},
        Damage{"UPDATE urls SET state = 'lost' WHERE state = 'failed'", "in no known state"},
        Damage{"INSERT INTO anchors VALUES (123456789, 'en', 1, '1 x')", "and it is no page"},
        Damage{"INSERT INTO anchors SELECT id, 'en', 1, '1 x' FROM pages LIMIT 1", "the index of link texts"},
        Damage{"UPDATE urls SET found_from = 123456789", "refers to no row of urls"},
        Damage{"UPDATE pages SET body = body || ' more'", "the index does not agree with the pages"}));

}  // namespace
}  // namespace storage
