#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace crawler {

/// The serialized form of a URL's host (https://url.spec.whatwg.org/#host-parsing), or why it is none, in words that
/// need no freeing. `input` is valid UTF-8 without tabs and line ends.
///
/// A `special` scheme's host is a domain (percent-decoded, mapped and punycoded by UTS #46, lower case), an IPv4
/// address or an IPv6 address in brackets, and not empty. Any other's is opaque: checked and percent-encoded.
std::expected<std::string, std::string_view> parse_host(std::string_view input, bool special);

}  // namespace crawler
