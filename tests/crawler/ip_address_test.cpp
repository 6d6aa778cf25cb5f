#include "crawler/ip_address.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

namespace {

using namespace crawler;

// https://url.spec.whatwg.org/#ipv4-number-parser
TEST(Ipv4, IsOneToFourNumbersInThreeRadices) {
  EXPECT_EQ(parse_ipv4("127.0.0.1"), 0x7F000001U);
  EXPECT_EQ(parse_ipv4("127.0.0.1."), 0x7F000001U);
  EXPECT_EQ(parse_ipv4("0x7f.1"), 0x7F000001U);
  EXPECT_EQ(parse_ipv4("0177.0X0.258"), 0x7F000102U);
  EXPECT_EQ(parse_ipv4("4294967295"), 0xFFFFFFFFU);
  EXPECT_EQ(parse_ipv4("0x"), 0U);
  EXPECT_EQ(parse_ipv4("0x0000000000000000000000000001"), 1U);
}

TEST(Ipv4, RefusesWhatIsTooMuch) {
  for (const auto* text : {"", ".", "1..2", "1.2.3.4.5", "256.1", "1.256.1", "1.2.3.256", "1.16777216", "4294967296",
                           "99999999999999999999999", "08", "0x1g", "1.2.3.4..", "-1"}) {
    EXPECT_FALSE(parse_ipv4(text)) << text;
  }
}

// https://url.spec.whatwg.org/#ends-in-a-number-checker
TEST(Ipv4, IsMeantWhereTheLastLabelIsANumber) {
  for (const auto* domain : {"1", "a.1", "a.09", "a.0x", "a.0xF", "a.1.", "256.256.256.999"}) {
    EXPECT_TRUE(ends_in_number(domain)) << domain;
  }
  for (const auto* domain : {"", ".", "..", "a", "1.a", "a.1a", "a.0xg", "1..", "x0"}) {
    EXPECT_FALSE(ends_in_number(domain)) << domain;
  }
}

TEST(Ipv4, ParsesWhatItSerializesInAnyRadix) {
  std::mt19937 random(1);
  for (int i = 0; i < 10'000; ++i) {
    const std::uint32_t address = static_cast<std::uint32_t>(random()) >> random() % 32;
    EXPECT_EQ(parse_ipv4(serialize_ipv4(address)), address);
    EXPECT_EQ(parse_ipv4(fmt::format("{:#x}", address)), address);
    EXPECT_EQ(parse_ipv4(fmt::format("0{:o}", address)), address);
    EXPECT_EQ(parse_ipv4(fmt::format("{}.{}", address >> 24, address & 0xFFFFFF)), address);
  }
}

// https://url.spec.whatwg.org/#concept-ipv6-serializer
TEST(Ipv6, CompressesTheFirstLongestRunOfZeros) {
  EXPECT_EQ(serialize_ipv6({0, 0, 0, 0, 0, 0, 0, 0}), "::");
  EXPECT_EQ(serialize_ipv6({0, 0, 0, 0, 0, 0, 0, 1}), "::1");
  EXPECT_EQ(serialize_ipv6({1, 0, 0, 0, 0, 0, 0, 0}), "1::");
  EXPECT_EQ(serialize_ipv6({1, 0, 0, 2, 0, 0, 3, 4}), "1::2:0:0:3:4");
  EXPECT_EQ(serialize_ipv6({1, 0, 2, 0, 3, 0, 4, 0}), "1:0:2:0:3:0:4:0");
  EXPECT_EQ(serialize_ipv6({0, 0, 0, 0, 0, 0xFFFF, 0xABCD, 1}), "::ffff:abcd:1");
}

// https://url.spec.whatwg.org/#concept-ipv6-parser
TEST(Ipv6, ReadsAllItsForms) {
  EXPECT_EQ(parse_ipv6("::ffff:1.2.3.4"), (Ipv6Pieces{0, 0, 0, 0, 0, 0xFFFF, 0x0102, 0x0304}));
  EXPECT_EQ(parse_ipv6("1:2:3:4:5:6:7::"), (Ipv6Pieces{1, 2, 3, 4, 5, 6, 7, 0}));
  for (const auto* text : {"", ":", ":::", "1", "1:", ":1", "1::2::3", "12345::", "g::", "1:2:3:4:5:6:7:8:9",
                           "1:2:3:4:5:6:7:8::", "::1.2.3", "::1.2.3.04", "::1.2.3.256", "::1.2.3.4.5", "::1.2.3.4:5",
                           "1:2:3:4:5:6:7:1.2.3.4", "::%eth0", "::1 "}) {
    EXPECT_FALSE(parse_ipv6(text)) << text;
  }
  EXPECT_FALSE(parse_ipv6(std::string_view("::1\0", 4)));
}

TEST(Ipv6, ParsesWhatItSerializes) {
  std::mt19937 random(1);
  for (int i = 0; i < 10'000; ++i) {
    Ipv6Pieces pieces;
    for (auto& piece : pieces) piece = static_cast<std::uint16_t>(random() % 2 == 0 ? 0 : random() >> random() % 32);
    EXPECT_EQ(parse_ipv6(serialize_ipv6(pieces)), pieces);
  }
}

}  // namespace
