#include "web/search_page.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace web {
namespace {

using storage::Facet;
using storage::Results;

constexpr std::string_view kEvil = "\"><script>alert('x')</script>";

class SearchPages : public testing::Test {
 protected:
  static Results one_hit() {
    Results results;
    results.hits.push_back({.url = "http://a.test/b", .title = "A page", .snippet = {.text = "some text"}});
    results.total = 1;
    return results;
  }
  static Results hits(std::int64_t total) {
    Results results = one_hit();
    results.total = total;
    return results;
  }
  std::string found(const Results& results, std::string query = "text", std::size_t number = 1) const {
    return page.found({.query = std::move(query), .page = number}, results);
  }
  static bool has(const std::string& html, std::string_view part) { return html.find(part) != std::string::npos; }

  Assets assets;
  SearchPage page{"Our docs", assets};
};

TEST_F(SearchPages, NeedNoScript) {
  const std::string html = page.empty();
  EXPECT_TRUE(has(html, "<form role=\"search\" action=\"/\" method=\"get\">"));
  EXPECT_TRUE(has(html, "<label class=\"unseen\" for=\"q\">"));
  EXPECT_TRUE(has(html, "<title>Our docs</title>"));
  EXPECT_TRUE(has(html, "rel=\"search\" type=\"application/opensearchdescription+xml\" title=\"Our docs\""));
}

// The Content-Security-Policy would not let them run.
TEST_F(SearchPages, HaveNoScriptOrStyleInline) {
  for (const std::string& html : {page.empty(), found(one_hit()), page.failed({.query = "x"}, "What", "Advice")}) {
    EXPECT_FALSE(has(html, "<style"));
    EXPECT_FALSE(has(html, "style="));
    EXPECT_FALSE(has(html, " on"));
    for (std::size_t at = html.find("<script"); at != std::string::npos; at = html.find("<script", at + 1)) {
      EXPECT_TRUE(std::string_view(html).substr(at).starts_with("<script type=\"module\" src=\"/static/"));
    }
  }
}

TEST_F(SearchPages, SayTheTotalNoMoreExactlyThanItIsKnown) {
  EXPECT_TRUE(has(found(hits(1)), ">1 page<"));
  EXPECT_TRUE(has(found(hits(1'234)), ">1,234 pages<"));
  Results some = hits(20'000);
  some.total_is_least = true;
  EXPECT_TRUE(has(found(some), ">More than 20,000 pages<"));
  some.is_out_of_time = true;
  EXPECT_TRUE(has(found(some), ">At least 20,000 pages; there was no time to look at all<"));
  some = hits(90);
  some.total_is_estimate = true;
  EXPECT_TRUE(has(found(some), ">About 90 pages<"));
  some.only_some_words = true;
  EXPECT_TRUE(has(found(some), ">No page has all of the words. With some of them: About 90 pages<"));
}

TEST_F(SearchPages, TakeNothingForMarkup) {
  Results results = one_hit();
  results.hits.front().title = kEvil;
  results.hits.front().url.append(kEvil);
  results.notices = {std::string(kEvil)};
  results.suggestion = kEvil;
  results.facets = {Facet{.field = "site", .values = {{std::string(kEvil), 1}, {"b.test", 1}}}};
  const std::string evil_query = std::string(kEvil) + " site:" + std::string(kEvil);
  for (const std::string& html :
       {found(results, evil_query), found({}, evil_query), page.failed({.query = evil_query}, kEvil, kEvil)}) {
    EXPECT_FALSE(has(html, "<script>"));
    EXPECT_FALSE(has(html, "alert('x')"));
    EXPECT_TRUE(has(html, "value=\"&quot;&gt;&lt;script&gt;"));
  }
}

TEST_F(SearchPages, NameTheQueryInTheirTitle) {
  EXPECT_TRUE(has(found(one_hit(), "a <b>"), "<title>a &lt;b&gt; - Our docs</title>"));
  EXPECT_TRUE(has(found(one_hit(), "a", 2), "<title>a, page 2 - Our docs</title>"));
}

TEST_F(SearchPages, AreLinkedWithTheirNeighbours) {
  Results results = hits(35);
  EXPECT_FALSE(has(found(results), "class=\"pager\"")) << "there is only one";
  results.next = storage::ResultCursor{.offset = 10, .last = 1};
  EXPECT_TRUE(has(found(results, "a b"), "<a rel=\"next\" href=\"/?q=a%20b&amp;page=2\">"));
  EXPECT_FALSE(has(found(results), "rel=\"prev\""));
  const std::string third = found(results, "a", 3);
  EXPECT_TRUE(has(third, "<a rel=\"prev\" href=\"/?q=a&amp;page=2\">"));
  EXPECT_TRUE(has(third, "<ol class=\"hits\" start=\"21\">"));
  EXPECT_FALSE(has(found(results, "a", kMostPages), "rel=\"next\""));
}

TEST_F(SearchPages, SayWhenNothingIsFoundAndWhatToDo) {
  const std::string html = found({}, "nonsense lang:en");
  EXPECT_TRUE(has(html, ">Nothing found<"));
  EXPECT_TRUE(has(html, "<q>nonsense lang:en</q>"));
  EXPECT_TRUE(has(html, "Remove a condition"));
  EXPECT_FALSE(has(found({}), "Remove a condition"));
}

TEST_F(SearchPages, ProposeWhatMayHaveBeenMeant) {
  Results results;
  results.suggestion = "window function";
  EXPECT_TRUE(has(found(results), "Did you mean <a href=\"/?q=window%20function\">window function</a>?"));
}

TEST_F(SearchPages, HaveFacetsAsLinks) {
  Results results = hits(30);
  results.facets = {Facet{.field = "section", .values = {{"a.test/docs/", 20}, {"a.test/", 10}}},
                    Facet{.field = "lang", .values = {{"en", 30}}},
                    Facet{.field = "year", .values = {{"2024", 20}, {"unknown", 5}}, .others = 5}};
  const std::string html = found(results, "text");
  EXPECT_TRUE(has(html, "<a href=\"/?q=text%20site:a.test/docs/\"><span class=\"value\">/docs/</span>")) << html;
  EXPECT_FALSE(has(html, "data-field=\"lang\"")) << "all have one language";
  EXPECT_TRUE(has(html, "href=\"/?q=text%20after:2024%20before:2025\""));
  EXPECT_TRUE(has(html, "<li><span class=\"value\">unknown</span>"));
  EXPECT_TRUE(has(html, "<li><span class=\"value\">others</span> <span class=\"count\">5</span></li>"));
}

// Of several sites, sections are told when one is chosen.
TEST_F(SearchPages, HaveSectionsOfOneSiteOnly) {
  Results results = hits(30);
  results.facets = {Facet{.field = "section", .values = {{"a.test/docs/", 20}, {"b.test/", 10}}}};
  EXPECT_FALSE(has(found(results), "data-field"));
}

TEST_F(SearchPages, LetConditionsBeTakenBack) {
  EXPECT_TRUE(has(found(one_hit(), "text lang:en"), "<a href=\"/?q=text\"><span class=\"unseen\">"));
}

}  // namespace
}  // namespace web
