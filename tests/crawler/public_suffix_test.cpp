#include "crawler/public_suffix.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <vector>

#include "crawler/domain.hpp"

namespace {

using crawler::registrable_domain;
using crawler::RegistrableDomain;

TEST(PublicSuffix, ADomainIsOneLabelMoreThanItsSuffix) {
  EXPECT_EQ(registrable_domain("www.example.com"), "example.com");
  EXPECT_EQ(registrable_domain("a.b.example.co.uk"), "example.co.uk");
  EXPECT_EQ(registrable_domain("example.com"), "example.com");
  EXPECT_EQ(registrable_domain("a.site.test"), "site.test");  // rule "*" where none matches
}

TEST(PublicSuffix, WildcardsAndTheirExceptionsCount) {
  EXPECT_EQ(registrable_domain("x.y.ck"), "x.y.ck");
  EXPECT_EQ(registrable_domain("x.www.ck"), "www.ck");
  EXPECT_EQ(registrable_domain("a.city.kobe.jp"), "city.kobe.jp");
}

TEST(PublicSuffix, ThePrivateSectionCounts) {
  EXPECT_EQ(registrable_domain("docs.project.github.io"), "project.github.io");
}

TEST(PublicSuffix, InternationalSuffixesAreKnownInPunycode) {
  EXPECT_EQ(registrable_domain("a.b.xn--55qx5d.cn"), "b.xn--55qx5d.cn");
}

TEST(PublicSuffix, WhatNobodyRegisteredIsItsOwn) {
  for (const char* const host : {"localhost", "127.0.0.1", "[::1]", "10.0.0.1", "com", "co.uk", "github.io", ""}) {
    EXPECT_EQ(registrable_domain(host), host);
  }
}

TEST(PublicSuffix, TheRootsDotMakesAnotherHost) {
  EXPECT_EQ(registrable_domain("www.example.com."), "example.com.");
  EXPECT_FALSE(RegistrableDomain("example.com").contains("www.example.com."));
}

TEST(RegistrableDomain, HoldsWhatIsBelowItsNameButNoOtherOwners) {
  const RegistrableDomain github("github.io");
  EXPECT_TRUE(github.contains("github.io"));
  EXPECT_FALSE(github.contains("project.github.io"));
  const RegistrableDomain example("www.example.com");
  for (int twice = 0; twice < 2; ++twice) {
    EXPECT_TRUE(example.contains("a.b.example.com"));
    EXPECT_FALSE(example.contains("anexample.com"));
    EXPECT_FALSE(example.contains("com"));
  }
}

TEST(RegistrableDomain, OfAnAddressIsTheAddress) {
  EXPECT_TRUE(RegistrableDomain("127.0.0.1").contains("127.0.0.1"));
  EXPECT_FALSE(RegistrableDomain("127.0.0.1").contains("10.127.0.0.1"));
  EXPECT_TRUE(RegistrableDomain("[::1]").contains("[::1]"));
}

TEST(RegistrableDomain, AnswersTheSameForMoreHostsThanItRemembers) {
  const RegistrableDomain amazon("amazonaws.com");
  for (int i = 0; i < 10'000; ++i) {
    EXPECT_TRUE(amazon.contains(std::to_string(i) + ".amazonaws.com"));
    EXPECT_FALSE(amazon.contains(std::to_string(i) + ".s3.amazonaws.com"));
  }
}

/// The list as text, and the algorithm as https://github.com/publicsuffix/list/wiki/Format has it.
class SlowList {
 public:
  explicit SlowList(const std::filesystem::path& path) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      if (line.empty() || line.starts_with("//")) continue;
      const bool is_exception = line.starts_with('!');
      const auto ascii = crawler::domain_to_ascii(is_exception ? line.substr(1) : line);
      if (ascii) (is_exception ? exceptions_ : rules_).insert(*ascii);
      if (ascii) names_.push_back(*ascii);
    }
  }

  const std::vector<std::string>& names() const { return names_; }

  std::string registrable(const std::string& host) const {
    for (std::string rest = host, before;; before = rest, rest = rest.substr(rest.find('.') + 1)) {
      if (exceptions_.contains(rest)) return rest;
      const bool is_last = !rest.contains('.');
      const bool is_wild = !is_last && rules_.contains("*" + rest.substr(rest.find('.')));
      if (is_last || is_wild || rules_.contains(rest)) return before.empty() ? host : before;
    }
  }

 private:
  crawler::TextSet rules_;
  crawler::TextSet exceptions_;
  std::vector<std::string> names_;
};

TEST(PublicSuffix, IsWhatTheListSaysForAnyHost) {
  const std::filesystem::path path = "/usr/share/publicsuffix/public_suffix_list.dat";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path << "; it is in the package publicsuffix";
  const SlowList list(path);
  std::mt19937 random(20261123);
  for (int round = 0; round < 50'000; ++round) {
    std::string host = list.names()[random() % list.names().size()];
    std::ranges::replace(host, '*', 'w');
    for (auto more = random() % 4; more > 0; --more) host.insert(0, random() % 2 == 0 ? "a." : "www.");
    EXPECT_EQ(registrable_domain(host), list.registrable(host)) << host;
  }
}

}  // namespace
