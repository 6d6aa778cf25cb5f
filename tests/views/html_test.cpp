#include "views/html.hpp"

#include <gtest/gtest.h>

#include "views/charts.hpp"

namespace views {
namespace {

TEST(Html, WhatPagesSayIsText) {
  EXPECT_EQ(escaped(R"(<script>alert("it's & more")</script>)"),
            "&lt;script&gt;alert(&quot;it&#39;s &amp; more&quot;)&lt;/script&gt;");
  EXPECT_EQ(escaped("a\x01\u202e\xff"), "a\uFFFD\uFFFD\uFFFD") << "controls and what is no UTF-8";
}

TEST(Html, OnlyUrlsOfTheWebAreLinks) {
  for (const char* url :
       {"javascript:alert(1)", "data:text/html,x", " javascript:alert(1)", "file:///etc/passwd", "x"}) {
    EXPECT_EQ(anchor(url).find("href"), std::string::npos) << url;
  }
  EXPECT_EQ(anchor("https://a.test/b"),
            R"(<a href="https://a.test/b" rel="noreferrer"><span class="host">a.test</span>/b</a>)");
  EXPECT_EQ(anchor("http://a.test/\"onclick=x").find("\"onclick"), std::string::npos);
}

TEST(Html, ALongUrlIsCutWhereItIsShownAndWholeWhereItLeads) {
  const std::string url = "http://a.test/" + std::string(1'000, 'x');
  const std::string link = anchor(url);
  EXPECT_NE(link.find("href=\"" + url + '"'), std::string::npos);
  EXPECT_LT(link.size(), url.size() + 300);
}

TEST(Html, NumbersAreGrouped) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'000), "1,000");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
}

TEST(Charts, ReadTheirFiguresOutAndEscapeTheirLabels) {
  for (const auto chart : {bars, columns_chart}) {
    const std::string svg = chart("A <b>", {{.label = "<i>", .value = 1'500}, {.label = "none", .value = 0}});
    EXPECT_NE(svg.find("aria-label=\"A &lt;b&gt;: &lt;i&gt; 1,500\""), std::string::npos) << svg;
    EXPECT_EQ(svg.find("<i>"), std::string::npos);
  }
}

TEST(Charts, OfNothingAreNoError) {
  for (const auto chart : {bars, columns_chart}) {
    EXPECT_NE(chart("Nothing", {}).find("</svg>"), std::string::npos);
    EXPECT_EQ(chart("Nothing", {{.label = "a", .value = 0}}).find("\"nan"), std::string::npos);
  }
}

}  // namespace
}  // namespace views
