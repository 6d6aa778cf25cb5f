#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace base {

/// A set of bytes; to ask it is one load. What the standards say of code points below 0x80 is said of bytes here.
class ByteSet {
 public:
  constexpr explicit ByteSet(std::string_view members) {
    for (const char c : members) has_[static_cast<unsigned char>(c)] = true;
  }

  /// All bytes from `first` to `last`, both included.
  static constexpr ByteSet range(unsigned char first, unsigned char last) {
    ByteSet set("");
    for (std::size_t c = first; c <= last; ++c) set.has_[c] = true;
    return set;
  }

  constexpr ByteSet operator|(const ByteSet& other) const {
    ByteSet both = *this;
    for (std::size_t c = 0; c < has_.size(); ++c) both.has_[c] = has_[c] || other.has_[c];
    return both;
  }

  constexpr ByteSet operator~() const {
    ByteSet others = *this;
    for (bool& has : others.has_) has = !has;
    return others;
  }

  constexpr bool contains(char c) const { return has_[static_cast<unsigned char>(c)]; }

  /// Position of the first member in `text`, at `from` or later; its size if there is none.
  constexpr std::size_t find_in(std::string_view text, std::size_t from = 0) const {
    while (from < text.size() && !contains(text[from])) ++from;
    return from;
  }

  constexpr bool contains_all(std::string_view text) const {
    for (const char c : text) {
      if (!contains(c)) return false;
    }
    return true;
  }

 private:
  std::array<bool, 256> has_{};
};

// The classes of https://infra.spec.whatwg.org/#code-points
inline constexpr ByteSet kControls = ByteSet::range(0x00, 0x1F);  ///< "C0 controls"; DEL is none of them
inline constexpr ByteSet kDigits = ByteSet::range('0', '9');
inline constexpr ByteSet kLetters = ByteSet::range('a', 'z') | ByteSet::range('A', 'Z');
inline constexpr ByteSet kNonAscii = ByteSet::range(0x80, 0xFF);

/// The value of a hexadecimal digit; -1 if it is none.
constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr bool is_ascii(char c) {
  return !kNonAscii.contains(c);
}

/// Lower case of ASCII letters; other bytes stay. No locale.
constexpr char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The same of eight characters at once.
constexpr std::uint64_t ascii_lower(std::uint64_t eight) {
  constexpr std::uint64_t kEach = 0x0101010101010101;
  const std::uint64_t low = eight & (kEach * 0x7F);
  const std::uint64_t from_a = low + kEach * (0x80 - 'A'), beyond_z = low + kEach * (0x7F - 'Z');
  const std::uint64_t is_upper = (from_a ^ beyond_z) & ~eight & (kEach * 0x80);
  return eight | is_upper >> 2;
}

inline std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = ascii_lower(c);
  return lower;
}

}  // namespace base
