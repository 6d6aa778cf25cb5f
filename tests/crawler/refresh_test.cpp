#include "crawler/refresh.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using crawler::Url;
using namespace std::string_literals;

/// Where it leads to from http://a.example/b/c, as a path; "-" if nowhere.
std::string target(std::string_view value) {
  const auto url = crawler::refresh_target(value, *Url::parse("http://a.example/b/c"));
  if (!url) return "-";
  return url->host() == "a.example" ? std::string(url->path()) + std::string(url->query()) : url->href();
}

// HTML Standard, "shared declarative refresh steps", step by step
TEST(Refresh, ATargetIsWrittenInManyWays) {
  for (const char* const value : {"0;url=x", "0; url='x'", "0;URL=x", "0, x", "0 x", " \t0\n;\fuRl \n=\r x", "00;url=x",
                                  "0;x", "0; url=\"x\" y", "0;'x'", ";;url=x"}) {
    EXPECT_EQ(target(value), value[0] == ';' ? "-" : "/b/x") << value;
  }
  EXPECT_EQ(target("0;url=http://h.example/?a#b"), "http://h.example/?a");
  EXPECT_EQ(target("0;url=//h.example"), "http://h.example/");
}

TEST(Refresh, WhatIsNotWrittenSoIsPartOfTheTarget) {
  EXPECT_EQ(target("0;ur=x"), "/b/ur=x");
  EXPECT_EQ(target("0;url x"), "/b/url%20x");
  EXPECT_EQ(target("0;;x"), "/b/;x");
  EXPECT_EQ(target("0;url='x"), "/b/x") << "a quotation mark without its end";
  EXPECT_EQ(target("0;url=x'y"), "/b/x'y");
  EXPECT_EQ(target("0;url=url=x"), "/b/url=x");
}

TEST(Refresh, OnlyOneAtOnceCounts) {
  EXPECT_EQ(target("1;url=x"), "-");
  EXPECT_EQ(target("00000000000000000000001;url=x"), "-");
  EXPECT_EQ(target("99999999999999999999999;url=x"), "-");
  EXPECT_EQ(target("0.9;url=x"), "/b/x") << "the fraction is not read";
  EXPECT_EQ(target(".5.5;url=x"), "/b/x");
}

TEST(Refresh, WithoutATargetLeadsNowhere) {
  for (const char* const value : {"", "0", "0;", "0;url=", "0;url=''", "0;url='", " ", ";", "x", "url=x", "-0;url=x",
                                  "0url=x", "0/x", "0;url=http://[bad"}) {
    EXPECT_EQ(target(value), "-") << value;
  }
}

TEST(Refresh, LeadsToHttpOnly) {
  EXPECT_EQ(target("0;url=javascript:alert(1)"), "-");
  EXPECT_EQ(target("0;url=data:text/html,x"), "-");
  EXPECT_EQ(target("0;url=https://h/"), "https://h/");
}

TEST(Refresh, SurvivesGarbage) {
  EXPECT_EQ(target(std::string(1'000'000, '0') + ";url=x"), "/b/x");
  EXPECT_EQ(target(std::string(1'000'000, ' ')), "-");
  EXPECT_EQ(target("0;" + std::string(1'000'000, ' ') + "x"), "/b/x");
  EXPECT_EQ(target("0;url=x\0y"s), "/b/x%00y");
}

}  // namespace
