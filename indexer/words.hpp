#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "indexer/tokenizer.hpp"

namespace indexer {

/// A stretch of a text, in bytes.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;  ///< one past the last

  std::size_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  friend bool operator==(const Span&, const Span&) = default;
};

/// The words of a text in order, as `tokenize` cuts them, without their parts. One thread.
class Words {
 public:
  /// `text` must outlive it.
  explicit Words(std::string_view text) : text_(text) {}

  /// Goes on to the next word. False at the end.
  bool next();

  const Span& span() const { return span_; }
  /// Whether it is of ASCII letters and digits alone.
  bool is_ascii() const { return is_ascii_; }
  /// The characters of another word, folded: as many as `kMaxTermBytes` has room for. Good until the next word.
  std::string_view folded() const { return {folded_.data(), folded_bytes_}; }

 private:
  void look_at(std::size_t window);
  void go_on_at(std::size_t at);
  bool read_run();
  void read_within_segment();
  void fold(std::string_view folded);

  std::string_view text_;
  Span span_;
  std::size_t segment_end_ = 0;  ///< of a stretch between word boundaries that has characters beyond ASCII
  std::size_t window_ = 0;       ///< 64 bytes that have been looked at
  std::size_t next_window_ = 0;
  std::uint64_t runs_ = 0;    ///< a bit for each of them: is a letter, a digit, or beyond ASCII
  std::uint64_t beyond_ = 0;  ///< likewise: is beyond ASCII
  std::uint64_t begins_ = 0;  ///< likewise: begins a run, and has not been read
  std::array<char, kMaxTermBytes> folded_{};
  std::size_t folded_bytes_ = 0;
  bool is_ascii_ = false;
  bool is_full_ = false;  ///< a character did not fit
};

}  // namespace indexer
