#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace support {

/// A page as no one would write it, made of `choices`: tags of all kinds and few of them closed in order, half-open
/// comments, references, text in every place. The same for the same choices; some bytes of it for each choice.
std::string tag_soup(std::span<const std::uint8_t> choices);

}  // namespace support
