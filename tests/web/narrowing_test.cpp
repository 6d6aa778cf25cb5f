#include "web/narrowing.hpp"

#include <gtest/gtest.h>

namespace web {
namespace {

TEST(Narrowing, ConditionsAreReadOutOfWhatWasTyped) {
  const auto found = narrowings("site:a.test functions  -lang:de after:2024");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].text, "site:a.test");
  EXPECT_EQ(found[0].without, "functions  -lang:de after:2024");
  EXPECT_EQ(found[1].text, "-lang:de");
  EXPECT_EQ(found[1].without, "site:a.test functions after:2024");
  EXPECT_EQ(found[2].without, "site:a.test functions  -lang:de");
}

TEST(Narrowing, WhatIsNoConditionIsNone) {
  for (const char* typed : {"", "functions", "title:x", "before:noon", "std::vector", "\"site:a.test\"", "\xff:\xfe"}) {
    EXPECT_TRUE(narrowings(typed).empty()) << typed;
  }
}

TEST(Narrowing, AFacetBecomesACondition) {
  EXPECT_EQ(narrowed("functions", "site", "a.test:8080"), "functions site:a.test:8080");
  EXPECT_EQ(narrowed("functions", "section", "a.test/docs/"), "functions site:a.test/docs/");
  EXPECT_EQ(narrowed("functions", "lang", "en"), "functions lang:en");
  EXPECT_EQ(narrowed("functions", "type", "pdf"), "functions type:pdf");
  EXPECT_EQ(narrowed("functions", "year", "2024"), "functions after:2024 before:2025");
  EXPECT_EQ(narrowed("", "lang", "en"), "lang:en");
}

// Of several sites one is enough: a second one would widen what it is to narrow.
TEST(Narrowing, TakesThePlaceOfAConditionOfItsField) {
  EXPECT_EQ(narrowed("site:a.test functions -site:b.test site:c.test", "section", "a.test/docs/"),
            "functions -site:b.test site:a.test/docs/");
}

TEST(Narrowing, OfWhatIsNotKnownIsNone) {
  EXPECT_EQ(narrowed("functions", "lang", "unknown"), "");
  EXPECT_EQ(narrowed("functions", "year", "unknown"), "");
  EXPECT_EQ(narrowed("functions", "site", "a b"), "");
}

TEST(Narrowing, AnOpenQuoteIsClosedBeforeIt) {
  EXPECT_EQ(narrowed("\"two words", "lang", "en"), "\"two words\" lang:en");
}

TEST(Narrowing, ALastWordMayBeTheBeginningOfOne) {
  EXPECT_EQ(with_open_end("window func "), "window func*");
  EXPECT_EQ(with_open_end("\u00fcber"), "\u00fcber*");
  for (const char* typed :
       {"", "window fu", "c++", "func*", "\"window func\"", "\"window func", "func site:a.test", "a -func"}) {
    EXPECT_EQ(with_open_end(typed), std::nullopt) << typed;
  }
}

TEST(Narrowing, AnyQueryIsAnAddress) {
  EXPECT_EQ(search_path("a b"), "/?q=a%20b");
  EXPECT_EQ(search_path("c++ & \"d\" = 100%", 3), "/?q=c%2B%2B%20%26%20%22d%22%20%3D%20100%25&page=3");
  EXPECT_EQ(search_path("\u00e9#<'>"), "/?q=%C3%A9%23%3C%27%3E");
}

}  // namespace
}  // namespace web
