#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace support {

/// A page as no one would write it, made of `choices`: tags of all kinds and few of them closed in order, half-open
/// comments, references, text in every place. The same for the same choices; some bytes of it for each choice.
std::string tag_soup(std::span<const std::uint8_t> choices);

/// The same, but of a handful of tags that the same rules speak of, and of a few attributes and texts, all of which are
/// chosen first: what takes several of them meets more often.
std::string swarm_soup(std::span<const std::uint8_t> choices);

}  // namespace support
