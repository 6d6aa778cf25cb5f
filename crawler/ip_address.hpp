#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crawler {

/// Network order: the first piece is the most significant.
using Ipv6Pieces = std::array<std::uint16_t, 8>;

/// Whether a domain means an IPv4 address, though perhaps a wrong one: its last label, a trailing dot aside, is a
/// number. https://url.spec.whatwg.org/#ends-in-a-number-checker
bool ends_in_number(std::string_view domain);

/// One to four numbers, decimal, octal ("010") or hexadecimal ("0x8"), the last of which fills the bytes that are left.
/// https://url.spec.whatwg.org/#concept-ipv4-parser
std::optional<std::uint32_t> parse_ipv4(std::string_view text);

/// The text between the brackets. https://url.spec.whatwg.org/#concept-ipv6-parser
std::optional<Ipv6Pieces> parse_ipv6(std::string_view text);

/// Four decimal numbers.
std::string serialize_ipv4(std::uint32_t address);

/// Without brackets; the first longest run of two or more zero pieces becomes "::".
/// https://url.spec.whatwg.org/#concept-ipv6-serializer
std::string serialize_ipv6(const Ipv6Pieces& pieces);

}  // namespace crawler
