#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace indexer {

/// Appends a number in as many bytes as it needs: one below 128, seven bits each (LEB128).
void append_number(std::string& bytes, std::uint64_t number);

/// Takes the next number from the front of `bytes`; 0 where there is none. Any bytes will do.
std::uint64_t take_number(std::string_view& bytes);

}  // namespace indexer
