#pragma once

#include <string>
#include <string_view>

#include "crawler/ascii.hpp"

namespace crawler {

// The percent-encode sets of https://url.spec.whatwg.org/#percent-encoded-bytes, each built upon the one before.
inline constexpr ByteSet kControlEncodeSet = kControls | ByteSet::range(0x7F, 0xFF);
inline constexpr ByteSet kFragmentEncodeSet = kControlEncodeSet | ByteSet(" \"<>`");
inline constexpr ByteSet kQueryEncodeSet = kControlEncodeSet | ByteSet(" \"#<>");
inline constexpr ByteSet kSpecialQueryEncodeSet = kQueryEncodeSet | ByteSet("'");
inline constexpr ByteSet kPathEncodeSet = kQueryEncodeSet | ByteSet("?^`{}");
inline constexpr ByteSet kUserinfoEncodeSet = kPathEncodeSet | ByteSet("/:;=@[\\]|");

/// Appends `text`, its bytes that are in `set` as '%' and two upper-case hexadecimal digits.
void append_percent_encoded(std::string& out, std::string_view text, const ByteSet& set);

/// Each '%' that is followed by two hexadecimal digits becomes the byte they name; any other stays.
std::string percent_decode(std::string_view text);

}  // namespace crawler
