#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace support {

enum class Deflate : std::uint8_t { kGzip, kZlib, kRaw };  ///< RFC 1952, 1950, 1951

/// `text`, compressed.
std::string deflated(std::string_view text, Deflate form = Deflate::kGzip);

/// A gzip stream of `megabytes` MiB of zeros: some 1 kB for each. Made in the time of one of them.
std::string gzip_bomb(std::size_t megabytes);

}  // namespace support
