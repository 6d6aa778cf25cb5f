#include "crawler/host.hpp"

#include <optional>

#include "base/ascii.hpp"
#include "crawler/domain.hpp"
#include "crawler/ip_address.hpp"
#include "crawler/percent_encode.hpp"

namespace crawler {
namespace {

using Host = std::expected<std::string, std::string_view>;

// https://url.spec.whatwg.org/#forbidden-host-code-point
constexpr base::ByteSet kForbiddenInHost = base::ByteSet(std::string_view("\0\t\n\r #/:<>?@[\\]^|", 17));
constexpr base::ByteSet kForbiddenInDomain = kForbiddenInHost | base::kControls | base::ByteSet("%\x7F");

bool has_any(std::string_view text, const base::ByteSet& set) {
  return set.find_in(text) < text.size();
}

Host no_host(std::string_view why) {
  return std::unexpected(why);
}

Host parse_bracketed(std::string_view input) {
  if (!input.ends_with(']')) return no_host("a bracket is not closed");
  const auto pieces = parse_ipv6(input.substr(1, input.size() - 2));
  if (!pieces) return no_host("no IPv6 address between the brackets");
  return '[' + serialize_ipv6(*pieces) + ']';
}

Host parse_opaque(std::string_view input) {
  if (has_any(input, kForbiddenInHost)) return no_host("a forbidden character in the host");
  std::string host;
  append_percent_encoded(host, input, kControlEncodeSet);
  return host;
}

Host parse_domain(std::string_view input) {
  std::optional<std::string> domain =
      input.contains('%') ? domain_to_ascii(percent_decode(input)) : domain_to_ascii(input);
  if (!domain) return no_host("not a valid international domain name");
  if (domain->empty()) return no_host("the host is empty");
  if (has_any(*domain, kForbiddenInDomain)) return no_host("a forbidden character in the host");
  if (!ends_in_number(*domain)) return *std::move(domain);
  const auto address = parse_ipv4(*domain);
  if (!address) return no_host("the host ends in a number, but is no IPv4 address");
  return serialize_ipv4(*address);
}

}  // namespace

Host parse_host(std::string_view input, bool special) {
  if (input.starts_with('[')) return parse_bracketed(input);
  return special ? parse_domain(input) : parse_opaque(input);
}

}  // namespace crawler
