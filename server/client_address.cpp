#include "server/client_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string>

namespace server {
namespace {

constexpr ClientAddress::Bytes kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr std::size_t kMappedBytes = 12;
constexpr unsigned kMappedBits = 96;
constexpr unsigned kBits = 128;

}  // namespace

std::optional<ClientAddress> ClientAddress::parse(std::string_view text) {
  const std::string terminated(text);
  Bytes bytes = kMapped;
  if (::inet_pton(AF_INET, terminated.c_str(), bytes.data() + kMappedBytes) == 1) return ClientAddress(bytes);
  if (::inet_pton(AF_INET6, terminated.c_str(), bytes.data()) == 1) return ClientAddress(bytes);
  return std::nullopt;
}

std::string ClientAddress::text() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const bool is_v4 = is_ipv4();
  ::inet_ntop(is_v4 ? AF_INET : AF_INET6, bytes_.data() + (is_v4 ? kMappedBytes : 0), text.data(), text.size());
  return text.data();
}

bool ClientAddress::is_ipv4() const {
  return std::equal(kMapped.begin(), kMapped.begin() + kMappedBytes, bytes_.begin());
}

bool ClientAddress::is_loopback() const {
  constexpr Bytes kLoopback{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  return is_ipv4() ? bytes_[kMappedBytes] == 127 : bytes_ == kLoopback;
}

ClientAddress ClientAddress::party() const {
  if (is_ipv4()) return *this;
  Bytes prefix{};
  std::copy_n(bytes_.begin(), 8, prefix.begin());
  return ClientAddress(prefix);
}

std::optional<Network> Network::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto base = ClientAddress::parse(text.substr(0, slash));
  if (!base) return std::nullopt;
  if (slash == std::string_view::npos) return Network(*base, kBits);
  const std::string_view length = text.substr(slash + 1);
  const unsigned most = base->is_ipv4() ? kBits - kMappedBits : kBits;
  unsigned bits = 0;
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), bits);
  if (error != std::errc() || end != length.data() + length.size() || bits > most) return std::nullopt;
  return Network(*base, bits + kBits - most);
}

bool Network::contains(const ClientAddress& address) const {
  const std::size_t whole = bits_ / 8;
  if (!std::equal(base_.bytes().begin(), base_.bytes().begin() + static_cast<std::ptrdiff_t>(whole),
                  address.bytes().begin())) {
    return false;
  }
  const unsigned rest = bits_ % 8;
  return rest == 0 || (base_.bytes().at(whole) ^ address.bytes().at(whole)) >> (8 - rest) == 0;
}

}  // namespace server
