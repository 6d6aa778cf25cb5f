#include "crawler/address.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <span>

namespace crawler {
namespace {

/// The addresses that begin with these bits.
struct Ipv4Block {
  std::uint32_t address;
  int bits;
  AddressClass is;
};

constexpr std::uint32_t ipv4(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return a << 24 | b << 16 | c << 8 | d;
}

// https://www.iana.org/assignments/iana-ipv4-special-registry (RFC 6890); the first that matches counts.
constexpr auto kIpv4Blocks = std::to_array<Ipv4Block>({
    {ipv4(169, 254, 169, 254), 32, AddressClass::kMetadata},  // Amazon, Google, Azure, Oracle, OpenStack ...
    {ipv4(100, 100, 100, 200), 32, AddressClass::kMetadata},  // Alibaba
    {ipv4(168, 63, 129, 16), 32, AddressClass::kMetadata},    // Azure's host, at an address that looks public
    {ipv4(0, 0, 0, 0), 8, AddressClass::kReserved},           // RFC 791, 3.2; Linux takes 0.0.0.0 for itself
    {ipv4(10, 0, 0, 0), 8, AddressClass::kPrivate},           // RFC 1918
    {ipv4(100, 64, 0, 0), 10, AddressClass::kPrivate},        // RFC 6598
    {ipv4(127, 0, 0, 0), 8, AddressClass::kLoopback},         // RFC 1122, 3.2.1.3
    {ipv4(169, 254, 0, 0), 16, AddressClass::kLinkLocal},     // RFC 3927
    {ipv4(172, 16, 0, 0), 12, AddressClass::kPrivate},        // RFC 1918
    {ipv4(192, 0, 0, 0), 24, AddressClass::kReserved},        // RFC 6890, 2.1
    {ipv4(192, 0, 2, 0), 24, AddressClass::kReserved},        // RFC 5737
    {ipv4(192, 88, 99, 0), 24, AddressClass::kReserved},      // RFC 7526
    {ipv4(192, 168, 0, 0), 16, AddressClass::kPrivate},       // RFC 1918
    {ipv4(198, 18, 0, 0), 15, AddressClass::kReserved},       // RFC 2544
    {ipv4(198, 51, 100, 0), 24, AddressClass::kReserved},     // RFC 5737
    {ipv4(203, 0, 113, 0), 24, AddressClass::kReserved},      // RFC 5737
    {ipv4(224, 0, 0, 0), 3, AddressClass::kReserved},         // multicast, RFC 5771; class E, RFC 1112, 4; broadcast
});

struct Ipv6Block {
  Ipv6Pieces address;
  int bits;
  AddressClass is;
};

// https://www.iana.org/assignments/iana-ipv6-special-registry; the first that matches counts.
constexpr auto kIpv6Blocks = std::to_array<Ipv6Block>({
    {{0xfd00, 0x0ec2}, 32, AddressClass::kMetadata},                               // Amazon
    {{0xfd20, 0x00ce, 0, 0, 0, 0, 0, 0x0254}, 128, AddressClass::kMetadata},       // Google
    {{0xfd00, 0x00c1, 0, 0, 0, 0, 0xa9fe, 0xa9fe}, 128, AddressClass::kMetadata},  // Oracle
    {{0xfd00, 0x0042, 0, 0, 0, 0, 0, 0x0042}, 128, AddressClass::kMetadata},       // Scaleway
    {{0, 0, 0, 0, 0, 0, 0, 1}, 128, AddressClass::kLoopback},                      // RFC 4291, 2.5.3
    {{0xfc00}, 7, AddressClass::kPrivate},                                         // RFC 4193
    {{0xfe80}, 10, AddressClass::kLinkLocal},                                      // RFC 4291, 2.5.6
    {{0x2001, 0x0db8}, 32, AddressClass::kReserved},                               // RFC 3849
    {{0x2001}, 23, AddressClass::kReserved},                                       // RFC 2928
    {{0x3fff}, 20, AddressClass::kReserved},                                       // RFC 9637
    {{0x2000}, 3, AddressClass::kPublic},                                          // RFC 4291, 2.4: unicast, so far
    {{}, 0, AddressClass::kReserved},
});

/// Where an IPv6 address with such a prefix carries an IPv4 one.
struct Carrier {
  Ipv6Pieces prefix;
  int bits;
  std::size_t piece;          ///< the first of the two
  std::uint32_t flipped = 0;  ///< bits that are written the other way round
};

constexpr auto kCarriers = std::to_array<Carrier>({
    {{0, 0, 0, 0, 0, 0xffff}, 96, 6},        // mapped: RFC 4291, 2.5.5.2
    {{0, 0, 0, 0, 0xffff, 0}, 96, 6},        // translated: RFC 2765, 2.1
    {{0x0064, 0xff9b}, 96, 6},               // NAT64: RFC 6052, 2.1
    {{0x0064, 0xff9b, 0x0001}, 96, 6},       // NAT64 of a network's own: RFC 8215, in its usual form
    {{0x2002}, 16, 1},                       // 6to4: RFC 3056, 2
    {{0x2001, 0x0000}, 32, 2},               // Teredo's server: RFC 4380, 4
    {{0x2001, 0x0000}, 32, 6, 0xffff'ffff},  // Teredo's client
    {{0, 0, 0, 0, 0, 0}, 96, 6},             // compatible: RFC 4291, 2.5.5.1
});

bool begins_with(const Ipv6Pieces& address, const Ipv6Pieces& prefix, int bits) {
  for (std::size_t i = 0; bits > 0; ++i, bits -= 16) {
    const int shift = std::max(16 - bits, 0);
    if (address[i] >> shift != prefix[i] >> shift) return false;
  }
  return true;
}

/// "::" and "::1" have the form of compatible addresses, but are none.
bool stands_for_itself(const Ipv6Pieces& address) {
  return std::ranges::all_of(std::span(address).first<7>(), [](auto piece) { return piece == 0; }) && address[7] <= 1;
}

std::string_view words(AddressClass is) {
  switch (is) {
    case AddressClass::kPublic:
      return "public";
    case AddressClass::kPrivate:
      return "private";
    case AddressClass::kLoopback:
      return "this machine";
    case AddressClass::kReserved:
      return "reserved";
    case AddressClass::kLinkLocal:
      return "link-local";
    case AddressClass::kMetadata:
      return "for a cloud's metadata";
  }
  return {};
}

base::Result<void> check(std::string_view name, AddressClass is, bool is_named) {
  if (is == AddressClass::kPublic) return {};
  const bool by_name = is == AddressClass::kPrivate || is == AddressClass::kLoopback;
  if (by_name && is_named) return {};
  return base::fail(base::ErrorKind::kSkip, fmt::format("address {} is {}: {}", name, words(is),
                                                        by_name ? "asked only as a seed's host" : "never asked"));
}

std::string_view without_brackets(std::string_view host) {
  return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
}

/// The class of what is an address, or says to be this machine; nothing for any other name.
std::optional<AddressClass> classify_host(std::string_view host) {
  if (host.contains(':')) {
    const auto address = parse_ipv6(without_brackets(host));
    return address ? classify(*address) : AddressClass::kReserved;
  }
  if (ends_in_number(host)) {
    const auto address = parse_ipv4(host);
    return address ? classify(*address) : AddressClass::kReserved;
  }
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host == "localhost" || host.ends_with(".localhost")) return AddressClass::kLoopback;
  return std::nullopt;
}

}  // namespace

AddressClass classify(std::uint32_t address) {
  const auto found = std::ranges::find_if(kIpv4Blocks, [address](const Ipv4Block& block) {
    return address >> (32 - block.bits) == block.address >> (32 - block.bits);
  });
  return found == kIpv4Blocks.end() ? AddressClass::kPublic : found->is;
}

AddressClass classify(const Ipv6Pieces& address) {
  std::optional<AddressClass> worst;
  for (const Carrier& carrier : kCarriers) {
    if (stands_for_itself(address) || !begins_with(address, carrier.prefix, carrier.bits)) continue;
    const std::uint32_t high = address[carrier.piece];
    const AddressClass carried = classify((high << 16 | address[carrier.piece + 1]) ^ carrier.flipped);
    worst = std::max(worst, std::optional(carried));
  }
  if (worst) return *worst;
  return std::ranges::find_if(
             kIpv6Blocks,
             [&address](const Ipv6Block& block) { return begins_with(address, block.address, block.bits); })
      ->is;
}

std::string address_text(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    return serialize_ipv4(ntohl(reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr));
  }
  if (address.sa_family != AF_INET6) return {};
  auto pieces = std::bit_cast<Ipv6Pieces>(reinterpret_cast<const sockaddr_in6&>(address).sin6_addr);
  for (std::uint16_t& piece : pieces) piece = ntohs(piece);
  return serialize_ipv6(pieces);
}

base::Result<void> check_address(std::string_view address, bool is_named) {
  return check(address, classify_host(address).value_or(AddressClass::kReserved), is_named);
}

base::Result<void> check_host(std::string_view host, bool is_named) {
  const std::optional<AddressClass> is = classify_host(host);
  return is ? check(without_brackets(host), *is, is_named) : base::Result<void>();
}

}  // namespace crawler
