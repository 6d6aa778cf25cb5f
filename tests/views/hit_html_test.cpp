#include "views/hit_html.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace views {
namespace {

std::string shown(storage::Hit hit) {
  storage::Results results;
  results.hits.push_back(std::move(hit));
  return html_of(results, 0);
}

TEST(HitHtml, MarksMatchesAndSaysWhereTheTextGoesOn) {
  const std::string html = shown(storage::Hit{.url = "http://a.test/b",
                                              .title = "A page",
                                              .snippet = {.text = "one \u00e9t\u00e9 more",
                                                          .matches = {{.begin = 4, .end = 9}},
                                                          .cut_before = true,
                                                          .cut_after = true}});
  EXPECT_NE(html.find("<h2><a href=\"http://a.test/b\">A page</a></h2>"), std::string::npos) << html;
  EXPECT_NE(html.find("\u2026 one <mark>\u00e9t\u00e9</mark> more \u2026"), std::string::npos) << html;
}

TEST(HitHtml, NothingOfAPageIsMarkup) {
  const std::string evil = "\"><script>alert('x')</script>";
  const std::string html = shown(storage::Hit{.url = "http://a.test/" + evil,
                                              .title = evil,
                                              .snippet = {.text = evil, .matches = {{.begin = 2, .end = 10}}},
                                              .section = {.fragment = evil, .path = {evil, evil}},
                                              .folded = 1,
                                              .others = {{"http://b.test/" + evil, evil}}});
  EXPECT_EQ(html.find("<script"), std::string::npos) << html;
  EXPECT_EQ(html.find("alert('"), std::string::npos) << html;
  EXPECT_EQ(html.find("\"\""), std::string::npos) << html;
}

TEST(HitHtml, OnlyAddressesOfTheWebAreLinks) {
  for (const char* url : {"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "x"}) {
    const std::string html =
        shown(storage::Hit{.url = url, .title = "A title", .snippet = {}, .folded = 1, .others = {{url, "Another"}}});
    EXPECT_EQ(html.find("href"), std::string::npos) << html;
    EXPECT_NE(html.find("A title"), std::string::npos) << html;
  }
}

TEST(HitHtml, TellsWhereAHitStandsAsPeopleReadIt) {
  const std::string html = shown(storage::Hit{.url = "https://a.test:8443/d%C3%A9j%C3%A0%20vu",
                                              .title = "",
                                              .snippet = {},
                                              .section = {.fragment = "s", .path = {"Chapter & verse", "Section"}}});
  EXPECT_NE(html.find("<cite><b>a.test:8443</b>/d\u00e9j\u00e0 vu</cite>"), std::string::npos) << html;
  EXPECT_NE(html.find("Chapter &amp; verse <i>\u203a</i> Section"), std::string::npos) << html;
  EXPECT_NE(html.find("href=\"https://a.test:8443/d%C3%A9j%C3%A0%20vu#s\""), std::string::npos) << html;
}

TEST(HitHtml, WhatIsFoldedIsToldApart) {
  const std::string html =
      shown(storage::Hit{.url = "http://a.test/",
                         .title = "A page",
                         .snippet = {},
                         .folded = 3,
                         .others = {{"http://b.test/x", "A page"}, {"http://c.test/", "Another"}}});
  EXPECT_NE(html.find("and 3 more like it: <a href=\"http://b.test/x\"><b>b.test</b>/x</a>, "
                      "<a href=\"http://c.test/\">Another</a>"),
            std::string::npos)
      << html;
}

TEST(HitHtml, CountsGoOnFromThoseInFront) {
  EXPECT_NE(html_of(storage::Results{}, 20).find("<ol class=\"hits\" start=\"21\">"), std::string::npos);
}

}  // namespace
}  // namespace views
