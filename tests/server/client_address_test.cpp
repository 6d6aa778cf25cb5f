#include "server/client_address.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace server {
namespace {

ClientAddress address(std::string_view text) {
  return ClientAddress::parse(text).value();
}

TEST(ClientAddress, IsReadAndWritten) {
  for (const std::string_view text : {"192.0.2.1", "2001:db8::1", "::1", "::"}) EXPECT_EQ(address(text).text(), text);
  EXPECT_EQ(address("::ffff:192.0.2.1"), address("192.0.2.1"));
  for (const std::string_view text : {"", "localhost", "192.0.2", "192.0.2.1:80", "[::1]", "0x7f.1", "fe80::1%eth0"}) {
    EXPECT_FALSE(ClientAddress::parse(text)) << text;
  }
}

TEST(ClientAddress, KnowsThisMachine) {
  EXPECT_TRUE(address("127.0.0.1").is_loopback());
  EXPECT_TRUE(address("127.9.9.9").is_loopback());
  EXPECT_TRUE(address("::1").is_loopback());
  EXPECT_FALSE(address("128.0.0.1").is_loopback());
  EXPECT_FALSE(address("::2").is_loopback());
}

// One who has a /64 has 2^64 addresses.
TEST(ClientAddress, OfIpv6APartyIsItsNetwork) {
  EXPECT_EQ(address("2001:db8:1:2:3:4:5:6").party(), address("2001:db8:1:2::"));
  EXPECT_EQ(address("192.0.2.1").party(), address("192.0.2.1"));
}

TEST(Network, ContainsWhatBeginsWithItsBits) {
  const auto contains = [](std::string_view network, std::string_view text) {
    return Network::parse(network).value().contains(address(text));
  };
  EXPECT_TRUE(contains("10.0.0.0/8", "10.255.1.2"));
  EXPECT_FALSE(contains("10.0.0.0/8", "11.0.0.0"));
  EXPECT_TRUE(contains("192.0.2.128/25", "192.0.2.200"));
  EXPECT_FALSE(contains("192.0.2.128/25", "192.0.2.100"));
  EXPECT_TRUE(contains("0.0.0.0/0", "1.2.3.4"));
  EXPECT_FALSE(contains("0.0.0.0/0", "2001:db8::1"));
  EXPECT_TRUE(contains("::/0", "2001:db8::1"));
  EXPECT_TRUE(contains("2001:db8::/33", "2001:db8:7fff::"));
  EXPECT_FALSE(contains("2001:db8::/33", "2001:db8:8000::"));
  EXPECT_TRUE(contains("192.0.2.1", "192.0.2.1"));
  EXPECT_FALSE(contains("192.0.2.1", "192.0.2.2"));
}

TEST(Network, IsNothingElse) {
  for (const std::string_view text :
       {"", "/8", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/8x", "10.0.0.0/-1", "a/8"}) {
    EXPECT_FALSE(Network::parse(text)) << text;
  }
}

}  // namespace
}  // namespace server
