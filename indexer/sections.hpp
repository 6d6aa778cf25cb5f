#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "html/outline.hpp"

namespace indexer {

/// A stretch of a page's body that begins with a heading, or with a term that is defined, and goes on to the next one.
struct Section {
  std::uint32_t block = 0;  ///< its heading: which one of the blocks that structure has for main content, from 0
  std::uint8_t level = 0;   ///< 1 to 6, as h1 to h6; `kTermLevel` for a term
  std::string fragment{};   ///< that leads to it from the page's URL, percent-encoded; empty if none does

  friend bool operator==(const Section&, const Section&) = default;
};

/// Below all headings.
inline constexpr std::uint8_t kTermLevel = 7;

/// Collects the sections of a body as its blocks are put together. One page; one thread.
class SectionCollector {
 public:
  /// `outline` outlives it. A first heading that repeats the page's title begins no section: that is the page itself.
  SectionCollector(const html::Outline& outline, std::string_view title) : outline_(outline), title_(title) {}

  /// The next block of main content is this one of the outline.
  void add(std::size_t block);

  std::vector<Section> finish() && { return std::move(sections_); }

 private:
  std::string fragment_of(std::size_t block);

  const html::Outline& outline_;
  std::string_view title_;
  std::size_t next_target_ = 0;
  std::uint32_t blocks_ = 0;
  bool has_heading_ = false;
  std::vector<Section> sections_;
};

}  // namespace indexer
