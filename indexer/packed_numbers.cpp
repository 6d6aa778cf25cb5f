#include "indexer/packed_numbers.hpp"

namespace indexer {
namespace {

constexpr unsigned kBits = 7;
constexpr std::uint64_t kMore = 0x80;

}  // namespace

void append_number(std::string& bytes, std::uint64_t number) {
  for (; number >= kMore; number >>= kBits) bytes += static_cast<char>(number | kMore);
  bytes += static_cast<char>(number);
}

std::uint64_t take_number(std::string_view& bytes) {
  std::uint64_t number = 0;
  for (unsigned shift = 0; !bytes.empty() && shift < 64; shift += kBits) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    number |= (byte & (kMore - 1)) << shift;
    if (byte < kMore) break;
  }
  return number;
}

}  // namespace indexer
