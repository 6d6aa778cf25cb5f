#include "crawler/address.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <string>
#include <string_view>
#include <utility>

namespace crawler {
namespace {

AddressClass class_of(std::string_view text) {
  if (text.contains(':')) return classify(parse_ipv6(text).value());
  return classify(parse_ipv4(text).value());
}

void expect_class(AddressClass is, std::initializer_list<std::string_view> addresses) {
  for (const std::string_view address : addresses) EXPECT_EQ(class_of(address), is) << address;
}

std::string refusal(std::string_view host, bool is_named) {
  const base::Result<void> checked = check_host(host, is_named);
  if (checked) return "";
  EXPECT_EQ(checked.error().kind, base::ErrorKind::kSkip);
  return checked.error().what;
}

TEST(Address, TheOpenInternetIsPublic) {
  expect_class(AddressClass::kPublic, {"1.1.1.1", "9.255.255.255", "11.0.0.0", "126.255.255.255", "128.0.0.0",
                                       "223.255.255.255", "2606:4700::1111", "2a00::1", "3ffe::1", "2620:4f:8000::1"});
}

TEST(Address, PrivateNetworksArePrivate) {  // RFC 1918, RFC 6598, RFC 4193
  expect_class(AddressClass::kPrivate, {"10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0",
                                        "192.168.255.255", "100.64.0.0", "100.127.255.255", "fc00::", "fd12::1"});
  expect_class(AddressClass::kPublic,
               {"172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "100.63.255.255", "100.128.0.0"});
}

TEST(Address, ThisMachineIsLoopback) {  // RFC 1122, 3.2.1.3; RFC 4291, 2.5.3
  expect_class(AddressClass::kLoopback, {"127.0.0.0", "127.0.0.1", "127.255.255.255", "::1"});
}

TEST(Address, TheNextMachineOnTheWireIsLinkLocal) {  // RFC 3927; RFC 4291, 2.5.6
  expect_class(AddressClass::kLinkLocal, {"169.254.0.0", "169.254.255.255", "fe80::", "fe80::1", "febf:ffff::1"});
  expect_class(AddressClass::kPublic, {"169.253.255.255", "169.255.0.0"});
}

TEST(Address, ACloudsMetadataIsMetadata) {
  expect_class(AddressClass::kMetadata, {"169.254.169.254", "100.100.100.200", "168.63.129.16", "fd00:ec2::254",
                                         "fd00:ec2::23", "fd20:ce::254", "fd00:c1::a9fe:a9fe", "fd00:42::42"});
}

TEST(Address, WhatIsForOtherUsesIsReserved) {  // the special-purpose registries of RFC 6890
  expect_class(AddressClass::kReserved,
               {"0.0.0.0", "0.255.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.0", "198.19.255.255",
                "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"});
  expect_class(AddressClass::kReserved, {"::", "100::1", "2001:2::1", "2001:10::1", "2001:db8::1", "3fff::1", "4000::1",
                                         "5f00::1", "fec0::1", "feff::1", "ff02::1", "64:ff9b:1:2::1", "1::"});
}

TEST(Address, ACarriedAddressIsWhatItStandsFor) {
  for (const auto& [inner, is] :
       {std::pair("8.8.8.8", AddressClass::kPublic), std::pair("10.1.2.3", AddressClass::kPrivate),
        std::pair("127.0.0.1", AddressClass::kLoopback), std::pair("169.254.1.1", AddressClass::kLinkLocal),
        std::pair("169.254.169.254", AddressClass::kMetadata), std::pair("224.0.0.1", AddressClass::kReserved)}) {
    for (const std::string_view prefix : {"::ffff:",         // RFC 4291, 2.5.5.2
                                          "::",              // RFC 4291, 2.5.5.1
                                          "::ffff:0:",       // RFC 2765, 2.1
                                          "64:ff9b::",       // RFC 6052, 2.1
                                          "64:ff9b:1::"}) {  // RFC 8215
      EXPECT_EQ(class_of(std::string(prefix) + inner), is) << prefix << inner;
    }
  }
}

TEST(Address, A6to4AddressIsWhatItsRouterIs) {  // RFC 3056, 2
  expect_class(AddressClass::kPublic, {"2002:808:808::1"});
  expect_class(AddressClass::kPrivate, {"2002:a00:1::1"});
  expect_class(AddressClass::kLoopback, {"2002:7f00:1::"});
  expect_class(AddressClass::kMetadata, {"2002:a9fe:a9fe::1"});
}

TEST(Address, ATeredoAddressIsTheWorseOfItsServerAndItsClient) {  // RFC 4380, 4: the client's bits are flipped
  expect_class(AddressClass::kPublic, {"2001:0:808:808:0:0:f7f7:f7f7"});
  expect_class(AddressClass::kPrivate, {"2001:0:808:808:0:0:f5ff:fffe", "2001:0:a00:1:0:0:f7f7:f7f7"});
  expect_class(AddressClass::kMetadata, {"2001:0:808:808:0:0:5601:5601", "2001:0:a9fe:a9fe:0:0:f5ff:fffe"});
}

TEST(Address, ANamedHostMayBePrivateOrThisMachineAndNothingElse) {
  for (const std::string_view host : {"10.0.0.1", "[fd12::1]", "127.0.0.1", "[::1]", "[::ffff:10.0.0.1]", "localhost",
                                      "localhost.", "a.localhost", "100.64.0.1"}) {
    EXPECT_EQ(refusal(host, true), "") << host;
    EXPECT_NE(refusal(host, false), "") << host;
  }
  for (const std::string_view host : {"169.254.169.254", "[fe80::1]", "0.0.0.0", "[::]", "224.0.0.1", "[::ffff:0:0]",
                                      "[fd00:ec2::254]", "[64:ff9b::a9fe:a9fe]", "1.2.3.4.5", "[fe80::1%25eth0]"}) {
    EXPECT_NE(refusal(host, true), "") << host;
    EXPECT_NE(refusal(host, false), "") << host;
  }
  for (const std::string_view host :
       {"8.8.8.8", "[2606:4700::1111]", "docs.example.org", "localhost.example.org", ""}) {
    EXPECT_EQ(refusal(host, false), "") << host;
  }
}

TEST(Address, ARefusalSaysWhichAddressAndWhy) {
  EXPECT_EQ(refusal("169.254.169.253", true), "address 169.254.169.253 is link-local: never asked");
  EXPECT_EQ(refusal("169.254.169.254", true), "address 169.254.169.254 is for a cloud's metadata: never asked");
  EXPECT_EQ(refusal("224.0.0.1", true), "address 224.0.0.1 is reserved: never asked");
  EXPECT_EQ(refusal("[fd12::1]", false), "address fd12::1 is private: asked only as a seed's host");
  EXPECT_EQ(refusal("localhost", false), "address localhost is this machine: asked only as a seed's host");
}

TEST(Address, WhatIsNoAddressMayNotBeConnectedTo) {
  for (const char* text : {"", "/run/a.socket", "docs.example.org"}) EXPECT_FALSE(check_address(text, true)) << text;
}

TEST(Address, ASocketsAddressHasNoPort) {
  const sockaddr_in ipv4{.sin_family = AF_INET, .sin_port = htons(80), .sin_addr = {htonl(0x7f000001)}, .sin_zero = {}};
  EXPECT_EQ(address_text(reinterpret_cast<const sockaddr&>(ipv4)), "127.0.0.1");
  sockaddr_in6 ipv6{};
  ipv6.sin6_family = AF_INET6;
  inet_pton(AF_INET6, "::ffff:10.0.0.1", &ipv6.sin6_addr);
  EXPECT_EQ(address_text(reinterpret_cast<const sockaddr&>(ipv6)), "::ffff:a00:1");
  EXPECT_EQ(address_text(sockaddr{.sa_family = AF_UNIX, .sa_data = {}}), "");
}

}  // namespace
}  // namespace crawler
