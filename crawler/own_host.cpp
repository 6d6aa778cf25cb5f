#include "crawler/own_host.hpp"

#include <algorithm>
#include <cstdint>

#include "crawler/ip_address.hpp"

namespace crawler {
namespace {

bool is_own(std::uint32_t ipv4) {
  return ipv4 >> 24 == 127 ||    // 127.0.0.0/8
         ipv4 >> 24 == 10 ||     // 10.0.0.0/8
         ipv4 >> 20 == 0xAC1 ||  // 172.16.0.0/12
         ipv4 >> 16 == 0xC0A8;   // 192.168.0.0/16
}

bool is_own(const Ipv6Pieces& ipv6) {
  constexpr Ipv6Pieces kLoopback{0, 0, 0, 0, 0, 0, 0, 1};
  constexpr Ipv6Pieces kMapped{0, 0, 0, 0, 0, 0xFFFF, 0, 0};
  if (std::equal(ipv6.begin(), ipv6.begin() + 6, kMapped.begin())) {
    return is_own(std::uint32_t{ipv6[6]} << 16 | ipv6[7]);
  }
  return ipv6 == kLoopback || ipv6[0] >> 9 == 0xFC >> 1;  // fc00::/7
}

}  // namespace

bool is_own_host(std::string_view host) {
  if (host.starts_with('[')) {
    const auto ipv6 = parse_ipv6(host.substr(1, host.find(']') - 1));
    return ipv6 && is_own(*ipv6);
  }
  host = host.substr(0, host.find(':'));
  if (ends_in_number(host)) {
    const auto ipv4 = parse_ipv4(host);
    return ipv4 && is_own(*ipv4);
  }
  if (host.ends_with('.')) host.remove_suffix(1);
  const bool is_single_label = !host.empty() && !host.contains('.');
  return is_single_label || host.ends_with(".localhost");
}

}  // namespace crawler
