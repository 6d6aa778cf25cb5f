#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace server {

/// Where a request comes from: an IPv6 address, or an IPv4 one in its mapped form (RFC 4291, 2.5.5.2).
class ClientAddress {
 public:
  using Bytes = std::array<std::uint8_t, 16>;

  ClientAddress() = default;  ///< the unspecified address
  explicit ClientAddress(const Bytes& bytes) : bytes_(bytes) {}

  /// An address as inet_pton() reads it: without brackets, port or zone. Nothing if it is none.
  static std::optional<ClientAddress> parse(std::string_view text);

  /// "192.0.2.1", also for its mapped form; "2001:db8::1".
  std::string text() const;
  bool is_ipv4() const;
  bool is_loopback() const;

  /// What one party has in its hands: the address of IPv4, the first 64 bits of IPv6.
  ClientAddress party() const;

  const Bytes& bytes() const { return bytes_; }
  friend bool operator==(const ClientAddress&, const ClientAddress&) = default;

 private:
  Bytes bytes_{};
};

/// The addresses that begin with the same bits.
class Network {
 public:
  /// "10.0.0.0/8", "2001:db8::/32", or one address. Nothing if it is neither.
  static std::optional<Network> parse(std::string_view text);

  bool contains(const ClientAddress& address) const;

 private:
  Network(const ClientAddress& base, unsigned bits) : base_(base), bits_(bits) {}

  ClientAddress base_;
  unsigned bits_;  // 0 to 128
};

}  // namespace server
