#include "crawler/own_host.hpp"

#include <gtest/gtest.h>

namespace crawler {
namespace {

TEST(OwnHost, IsThisMachine) {
  for (const char* host :
       {"localhost", "localhost.", "docs.localhost", "127.0.0.1", "127.255.0.9", "[::1]", "[::ffff:7f00:1]"}) {
    EXPECT_TRUE(is_own_host(host)) << host;
  }
}

TEST(OwnHost, IsAPrivateAddress) {  // RFC 1918, 3; RFC 4193, 3.1
  for (const char* host : {"10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1", "[fc00::1]",
                           "[fdff::1]", "[::ffff:c0a8:101]"}) {
    EXPECT_TRUE(is_own_host(host)) << host;
  }
}

TEST(OwnHost, IsANameOfASingleLabel) {
  EXPECT_TRUE(is_own_host("wiki"));
  EXPECT_TRUE(is_own_host("wiki."));
  EXPECT_FALSE(is_own_host(""));
}

TEST(OwnHost, IsNoPublicOne) {
  for (const char* host : {"example.org",
                           "example.org.",
                           "localhost.example.org",
                           "notlocalhost.org",
                           "8.8.8.8",
                           "9.255.255.255",
                           "11.0.0.0",
                           "172.15.255.255",
                           "172.32.0.0",
                           "192.167.0.1",
                           "192.169.0.1",
                           "126.0.0.1",
                           "128.0.0.1",
                           "169.254.169.254",
                           "[2001:db8::1]",
                           "[fe80::1]",
                           "[fbff::1]",
                           "[fe00::1]",
                           "[::2]",
                           "[::ffff:808:808]"}) {
    EXPECT_FALSE(is_own_host(host)) << host;
  }
}

TEST(OwnHost, MayHaveAPort) {
  EXPECT_TRUE(is_own_host("localhost:8080"));
  EXPECT_TRUE(is_own_host("127.0.0.1:8080"));
  EXPECT_TRUE(is_own_host("[::1]:8080"));
  EXPECT_FALSE(is_own_host("example.org:8080"));
  EXPECT_FALSE(is_own_host("[2001:db8::1]:8080"));
}

}  // namespace
}  // namespace crawler
