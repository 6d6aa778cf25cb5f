#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace crawler {

/// The ASCII form of a domain name, or nothing if it has none: https://url.spec.whatwg.org/#concept-domain-to-ascii
/// with `beStrict` false. The result may still be empty or hold any ASCII character.
///
/// A name that is ASCII is only put in lower case, whatever its "xn--" labels hold. Any other goes through UTS #46,
/// revision 33: non-transitional, with the checks of bidirectional text and joiners, without those of hyphens, lengths
/// and ASCII letters. Refused are also characters newer than ICU's Unicode, what is not UTF-8, and names over 4 KiB,
/// which the standard would take, but no DNS. Any thread.
std::optional<std::string> domain_to_ascii(std::string_view domain);

}  // namespace crawler
