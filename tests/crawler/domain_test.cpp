#include "crawler/domain.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

std::string ascii(std::string_view domain) {
  return crawler::domain_to_ascii(domain).value_or("!");
}

// https://url.spec.whatwg.org/#concept-domain-to-ascii: for the web's sake an ASCII name cannot fail.
TEST(Domain, OfAsciiIsOnlyPutInLowerCase) {
  EXPECT_EQ(ascii("WWW.Example.COM."), "www.example.com.");
  EXPECT_EQ(ascii("XN--pokxncvks"), "xn--pokxncvks");
  EXPECT_EQ(ascii("-a--b-..c"), "-a--b-..c");
  EXPECT_EQ(ascii(std::string(1000, 'a')), std::string(1000, 'a'));
}

// UTS #46, non-transitional
TEST(Domain, OfOtherLettersIsMappedAndPunycoded) {
  EXPECT_EQ(ascii("B\u00DCCHER.example"), "xn--bcher-kva.example");
  EXPECT_EQ(ascii("fa\u00DF.de"), "xn--fa-hia.de");
  EXPECT_EQ(ascii("\uFF21\u3002b\uFF0Ec"), "a.b.c");
  EXPECT_EQ(ascii("a\u00ADb"), "ab");
  EXPECT_EQ(ascii("\u00AD"), "");
  EXPECT_EQ(ascii("\u00E4..b."), "xn--4ca..b.") << "lengths are not verified";
  EXPECT_EQ(ascii("-\u00E4-"), "xn-----via") << "hyphens are not checked";
}

// UTS #46, revision 33
TEST(Domain, MapsCapitalsThatHadNoSmallLetters) {
  EXPECT_EQ(ascii("\u1E9E"), ascii("\u00DF"));
  EXPECT_EQ(ascii("\u2132"), ascii("\u214E"));
  EXPECT_EQ(ascii("\u10A0"), ascii("\u2D00"));
}

TEST(Domain, RefusesWhatUts46Refuses) {
  EXPECT_EQ(ascii("\uFFFD"), "!");
  EXPECT_EQ(ascii("\xFF"), "!");
  EXPECT_EQ(ascii("\u0301a"), "!") << "a leading mark";
  EXPECT_EQ(ascii("a\u200Db"), "!") << "a joiner that joins nothing";
  EXPECT_EQ(ascii("0\u05D0"), "!") << "the Bidi rule, RFC 5893";
  EXPECT_EQ(ascii("\u00E4.xn--\u00E4"), "!") << "Punycode that is not ASCII";
  EXPECT_EQ(ascii("\u00E4.xn--a-"), "!") << "Punycode of ASCII";
  EXPECT_EQ(ascii("\u00E4.xn--"), "!") << "Punycode of nothing";
  EXPECT_EQ(ascii("\u00E4.xn--xn--a--gua"), "!") << "Punycode of what looks like it";
}

TEST(Domain, ManyLabelsAreRefusedBeforeTheyTakeLong) {
  std::string domain;
  for (int i = 0; i < 300'000; ++i) domain += "\u00E4.";
  EXPECT_EQ(ascii(domain), "!");
}

}  // namespace
