#include "crawler/host.hpp"

#include <gtest/gtest.h>

namespace {

using crawler::parse_host;

std::string host(std::string_view input) {
  return parse_host(input, true).value_or("!");
}
std::string opaque(std::string_view input) {
  return parse_host(input, false).value_or("!");
}

// https://url.spec.whatwg.org/#host-parsing
TEST(Host, OfASpecialSchemeIsADomainOrAnAddress) {
  EXPECT_EQ(host("EXAMPLE.com"), "example.com");
  EXPECT_EQ(host("ex%41mple.com"), "example.com");
  EXPECT_EQ(host("b\u00FCcher.example"), "xn--bcher-kva.example");
  EXPECT_EQ(host("0x7F.1"), "127.0.0.1");
  EXPECT_EQ(host("%31.2.3.4"), "1.2.3.4");
  EXPECT_EQ(host("[::1:0]"), "[::1:0]");
  EXPECT_EQ(host("1.2.3.4.5"), "!");
  EXPECT_EQ(host("[::1"), "!");
  EXPECT_EQ(host("[]"), "!");
}

TEST(Host, IsNotEmptyAfterMapping) {
  EXPECT_EQ(host("\u00AD"), "!");
  EXPECT_EQ(host("%C2%AD"), "!");
}

// https://url.spec.whatwg.org/#forbidden-domain-code-point
TEST(Host, RefusesForbiddenCharactersAlsoWhenEscapedOrWide) {
  for (const auto* input :
       {"a b", "a<b", "a%20b", "a%2Fb", "a%00b", "a%25b", "a%b", "a\x7F", "a\uFF0Fb", "a|b", "a^b"}) {
    EXPECT_EQ(host(input), "!") << input;
  }
  EXPECT_EQ(host("a_b!$&'()*+,;=~"), "a_b!$&'()*+,;=~");
}

// https://url.spec.whatwg.org/#concept-opaque-host-parser
TEST(Host, OfAnotherSchemeIsOpaque) {
  EXPECT_EQ(opaque("EX%41mple"), "EX%41mple");
  EXPECT_EQ(opaque("\u00FC\x01"), "%C3%BC%01");
  EXPECT_EQ(opaque("1.2.3.4.5"), "1.2.3.4.5");
  EXPECT_EQ(opaque(""), "");
  EXPECT_EQ(opaque("[1::2]"), "[1::2]");
  EXPECT_EQ(opaque("a b"), "!");
}

}  // namespace
