#pragma once

#include <cstddef>
#include <experimental/simd>
#include <string_view>

namespace base {

/// Position of the first byte in `text` that `is` holds for, at `from` or later; its size if there is none. A
/// register's bytes at a time, inlined: where what is sought is near and its distance varies, half of what memchr or a
/// loop over bytes take, which are mispredicted at its end. `is` takes a byte, and a register of them.
std::size_t find_first_if(std::string_view text, std::size_t from, auto is) {
  using Chunk = std::experimental::native_simd<char>;
  for (; from + Chunk::size() <= text.size(); from += Chunk::size()) {
    const auto found = is(Chunk(text.data() + from, std::experimental::element_aligned));
    if (any_of(found)) return from + static_cast<std::size_t>(find_first_set(found));
  }
  while (from < text.size() && !is(text[from])) ++from;
  return from;
}

/// The same where `is` takes a byte and the one behind it, too: behind the last one is `end`.
std::size_t find_first_if(std::string_view text, std::size_t from, char end, auto is) {
  using Chunk = std::experimental::native_simd<char>;
  for (; from + Chunk::size() < text.size(); from += Chunk::size()) {
    const Chunk bytes(text.data() + from, std::experimental::element_aligned);
    const Chunk next(text.data() + from + 1, std::experimental::element_aligned);
    const auto found = is(bytes, next);
    if (any_of(found)) return from + static_cast<std::size_t>(find_first_set(found));
  }
  while (from < text.size() && !is(text[from], from + 1 < text.size() ? text[from + 1] : end)) ++from;
  return from;
}

/// The same for the first of `kMembers`.
template <char... kMembers>
std::size_t find_first_of(std::string_view text, std::size_t from = 0) {
  return find_first_if(text, from, [](auto bytes) { return ((bytes == kMembers) || ...); });
}

}  // namespace base
