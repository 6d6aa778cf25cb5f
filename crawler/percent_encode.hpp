#pragma once

#include <string>
#include <string_view>

#include "base/ascii.hpp"

namespace crawler {

// The percent-encode sets of https://url.spec.whatwg.org/#percent-encoded-bytes, each built upon the one before.
inline constexpr base::ByteSet kControlEncodeSet = base::kControls | base::ByteSet::range(0x7F, 0xFF);
inline constexpr base::ByteSet kFragmentEncodeSet = kControlEncodeSet | base::ByteSet(" \"<>`");
inline constexpr base::ByteSet kQueryEncodeSet = kControlEncodeSet | base::ByteSet(" \"#<>");
inline constexpr base::ByteSet kSpecialQueryEncodeSet = kQueryEncodeSet | base::ByteSet("'");
inline constexpr base::ByteSet kPathEncodeSet = kQueryEncodeSet | base::ByteSet("?^`{}");
inline constexpr base::ByteSet kUserinfoEncodeSet = kPathEncodeSet | base::ByteSet("/:;=@[\\]|");

/// Appends `text`, its bytes that are in `set` as '%' and two upper-case hexadecimal digits.
void append_percent_encoded(std::string& out, std::string_view text, const base::ByteSet& set);

/// Each '%' that is followed by two hexadecimal digits becomes the byte they name; any other stays.
std::string percent_decode(std::string_view text);

}  // namespace crawler
