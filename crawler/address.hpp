#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "crawler/ip_address.hpp"

namespace crawler {

/// What an address reaches, the worst last.
enum class AddressClass : std::uint8_t {
  kPublic,
  kPrivate,    ///< a network of somebody's own: RFC 1918, RFC 4193; behind a provider's translation: RFC 6598
  kLoopback,   ///< this machine
  kReserved,   ///< unspecified, multicast, documentation, and whatever else is not for the open internet
  kLinkLocal,  ///< the next machine on the wire
  kMetadata,   ///< where a cloud tells a machine its own secrets
};

/// The class of an address, by the registries of special-purpose addresses (RFC 6890, as IANA keeps them). An IPv6
/// address that stands for an IPv4 one (mapped, compatible, translated, 6to4, Teredo) is what that one is.
AddressClass classify(std::uint32_t ipv4);
AddressClass classify(const Ipv6Pieces& ipv6);

/// The address of a socket, as text without a port; empty if it is neither IPv4 nor IPv6.
std::string address_text(const sockaddr& address);

/// Why a crawler may not ask `address` (text without brackets): a public one it may, a private one and this machine
/// only where the operator named the host, any other never. Of kind kSkip.
base::Result<void> check_address(std::string_view address, bool is_named);

/// The same for the host of a URL, as `Url::host()` has it. "localhost" is this machine (RFC 6761, 6.3); any other name
/// passes, for what it leads to is not known yet.
base::Result<void> check_host(std::string_view host, bool is_named);

}  // namespace crawler
