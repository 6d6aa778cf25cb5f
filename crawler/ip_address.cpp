#include "crawler/ip_address.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/ascii.hpp"

namespace crawler {
namespace {

constexpr std::uint64_t kAddresses = std::uint64_t{1} << 32;  // of IPv4

std::vector<std::string_view> labels_without_trailing_dot(std::string_view domain) {
  if (domain.ends_with('.')) domain.remove_suffix(1);
  std::vector<std::string_view> labels;
  for (;;) {
    const std::size_t dot = domain.find('.');
    labels.push_back(domain.substr(0, dot));
    if (dot == std::string_view::npos) return labels;
    domain.remove_prefix(dot + 1);
  }
}

/// The radix that a number's prefix tells; the prefix is removed.
int take_radix(std::string_view& number) {
  if (number.starts_with("0x") || number.starts_with("0X")) {
    number.remove_prefix(2);
    return 16;
  }
  if (number.size() > 1 && number.starts_with('0')) {
    number.remove_prefix(1);
    return 8;
  }
  return 10;
}

/// Any number too large for an address is `kAddresses`. "0x" is 0.
std::optional<std::uint64_t> parse_ipv4_number(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const int radix = take_radix(text);
  std::uint64_t number = 0;
  for (const char c : text) {
    const int digit = base::hex_value(c);
    if (digit < 0 || digit >= radix) return std::nullopt;
    number = std::min(number * static_cast<std::uint64_t>(radix) + static_cast<std::uint64_t>(digit), kAddresses);
  }
  return number;
}

struct Run {
  std::size_t begin = 0;
  std::size_t length = 0;
};

Run longest_run_of_zeros(const Ipv6Pieces& pieces) {
  Run longest;
  Run current;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i] != 0) {
      current = {.begin = i + 1, .length = 0};
    } else if (++current.length > longest.length) {
      longest = current;
    }
  }
  return longest;
}

}  // namespace

bool ends_in_number(std::string_view domain) {
  if (domain.ends_with('.')) domain.remove_suffix(1);
  const std::string_view last = domain.substr(domain.rfind('.') + 1);  // npos + 1 is 0: the only label
  if (last.empty() || !base::kDigits.contains(last.front())) return false;
  return base::kDigits.contains_all(last) || parse_ipv4_number(last).has_value();
}

std::optional<std::uint32_t> parse_ipv4(std::string_view text) {
  const std::vector<std::string_view> labels = labels_without_trailing_dot(text);
  if (labels.size() > 4) return std::nullopt;
  std::uint64_t address = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto number = parse_ipv4_number(labels[i]);
    const bool last = i + 1 == labels.size();
    const std::uint64_t limit = last ? kAddresses >> (8 * i) : 256;
    if (!number || *number >= limit) return std::nullopt;
    address += last ? *number : *number << (24 - 8 * i);
  }
  return static_cast<std::uint32_t>(address);
}

std::optional<Ipv6Pieces> parse_ipv6(std::string_view text) {
  // inet_pton takes what the standard takes, to the letter: no zone, no leading zeros in an IPv4 tail, "::" for one
  // piece or more. But it stops at a NUL.
  Ipv6Pieces pieces;
  const std::string terminated(text);
  if (text.contains('\0') || inet_pton(AF_INET6, terminated.c_str(), pieces.data()) != 1) return std::nullopt;
  for (std::uint16_t& piece : pieces) piece = ntohs(piece);
  return pieces;
}

std::string serialize_ipv4(std::uint32_t address) {
  return fmt::format("{}.{}.{}.{}", address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255);
}

std::string serialize_ipv6(const Ipv6Pieces& pieces) {
  // Not inet_ntop: it writes the last four bytes of a mapped address in decimal.
  const Run zeros = longest_run_of_zeros(pieces);
  std::string text;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (zeros.length > 1 && i == zeros.begin) {
      text += "::";
      i += zeros.length - 1;
      continue;
    }
    if (!text.empty() && !text.ends_with(':')) text += ':';
    text += fmt::format("{:x}", pieces[i]);
  }
  return text;
}

}  // namespace crawler
