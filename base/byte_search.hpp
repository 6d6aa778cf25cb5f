#pragma once

#include <cstddef>
#include <experimental/simd>
#include <string_view>

namespace base {

/// Position of the first of `kMembers` in `text`, at `from` or later; its size if there is none. A register's bytes at
/// a time, inlined: where what is sought is near and its distance varies, half of what memchr or a loop over bytes
/// take, which are mispredicted at its end.
template <char... kMembers>
std::size_t find_first_of(std::string_view text, std::size_t from = 0) {
  using Chunk = std::experimental::native_simd<char>;
  for (; from + Chunk::size() <= text.size(); from += Chunk::size()) {
    const Chunk chunk(text.data() + from, std::experimental::element_aligned);
    const auto is_member = ((chunk == kMembers) || ...);
    if (any_of(is_member)) return from + static_cast<std::size_t>(find_first_set(is_member));
  }
  while (from < text.size() && !((text[from] == kMembers) || ...)) ++from;
  return from;
}

}  // namespace base
