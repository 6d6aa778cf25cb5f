#include "storage/hit_list.hpp"

#include <gtest/gtest.h>

#include "storage/facets.hpp"
#include "storage/page_filter.hpp"
#include "storage/result_cursor.hpp"
#include "tests/storage/plain_pages.hpp"

namespace storage {
namespace {

TEST(HitList, KnowsSitesAndSections) {
  EXPECT_EQ(site_of("https://example.com:8443/a/b?c=/d"), "example.com:8443");
  EXPECT_EQ(site_of("https://example.com"), "example.com");
  EXPECT_EQ(section_of("https://example.com/a/b?c=/d"), "example.com/a/");
  EXPECT_EQ(section_of("https://example.com/a/#/b"), "example.com/a/");
  EXPECT_EQ(section_of("https://example.com/"), "example.com/");
  EXPECT_EQ(section_of("https://example.com?a=/b"), "example.com");
  EXPECT_EQ(site_of("about:blank"), "about:blank");
}

/// Pages 1 to 5, of two sites and three folders.
class FiveHits : public testing::Test {
 protected:
  FiveHits() {
    fill_with_pages(database_, 5, "'title'", "'text'");
    database_.connection().execute(R"sql(
      UPDATE pages SET language = iif(id = 3, 'de', ''), content_type = iif(id = 4, 'text/plain', 'text/html; a=b'),
        changed_at = iif(id = 5, NULL, 1000000000 + id * 40000000),
        url = (SELECT value FROM json_each('["http://a.test/x/1", "http://a.test/x/2", "http://b.test/x/3",
                                             "http://a.test/y/4", "http://a.test/x/5"]') WHERE key = pages.id - 1))sql");
  }

  /// Each hit as its page, and those folded into it.
  std::string listed(GroupBy group_by, std::size_t most) {
    HitList list(database_.connection(), group_by, most);
    for (std::int64_t id = 1; id <= 5; ++id) {
      if (!list.add({.id = id, .score = 1}, true)) break;
    }
    std::string seen;
    for (const Listed& hit : list.hits()) {
      seen += std::to_string(hit.page.id);
      for (const std::int64_t other : hit.others) seen += "+" + std::to_string(other);
      seen += ";";
      EXPECT_EQ(hit.folded, hit.others.size());
    }
    return seen;
  }

  Database database_ = Database::temporary();
};

TEST_F(FiveHits, AreFoldedIntoTheBestOfTheirKind) {
  EXPECT_EQ(listed(GroupBy::kNothing, 9), "1;2;3;4;5;");
  EXPECT_EQ(listed(GroupBy::kSite, 9), "1+2+4+5;3;");
  EXPECT_EQ(listed(GroupBy::kSection, 9), "1+2+5;3;4;");
}

TEST_F(FiveHits, AreListedUntilAGroupWouldBeOneTooMany) {
  EXPECT_EQ(listed(GroupBy::kNothing, 2), "1;2;");
  EXPECT_EQ(listed(GroupBy::kSite, 1), "1+2;");
  EXPECT_EQ(listed(GroupBy::kSection, 2), "1+2;3;");
}

TEST_F(FiveHits, AreCountedByWhatTheyAre) {
  const std::vector<std::int64_t> ids{1, 2, 3, 4, 5};
  std::string seen;
  for (const auto& [field, values, others] :
       count_facets(database_.connection(), ids, Deadline(std::chrono::hours(1)))) {
    seen += field + ":";
    for (const auto& [value, hits] : values) seen += " " + value + "=" + std::to_string(hits);
    seen += ";";
    EXPECT_EQ(others, 0);
  }
  EXPECT_EQ(seen,
            "site: a.test=4 b.test=1;section: a.test/x/=3 a.test/y/=1 b.test/x/=1;lang: unknown=4 de=1;"
            "type: html=4 text=1;year: 2002=1 2004=1 2005=1 2006=1 unknown=1;");
}

TEST(ResultCursor, IsReadAsItWasWritten) {
  const ResultCursor cursor{.offset = 20, .last = 4711};
  EXPECT_EQ(to_text(cursor), "20.4711");
  EXPECT_EQ(parse_cursor("20.4711"), cursor);
  for (const char* text :
       {"", "20", ".", "20.", ".1", "-1.2", "1.2 ", "99999999999999999999.1", "1.99999999999999999999"}) {
    EXPECT_EQ(parse_cursor(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace storage
