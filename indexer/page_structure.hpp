#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "html/outline.hpp"

namespace indexer {

/// How the text of a page is spread over its elements, and which of these hold no main content by what they are. Linear
/// in the outline, however deep its containers stand in each other. A value; refers to nothing.
class PageStructure {
 public:
  /// An element, or the whole page, with all that is in it. Sizes in bytes.
  struct Part {
    html::ContainerKind kind = html::ContainerKind::kOther;
    std::uint32_t parent = 0;  ///< index, less than its own; the page is its own parent
    std::uint32_t text = 0;
    std::uint32_t links = 0;         ///< how much of the text stands in links
    std::uint32_t prose = 0;         ///< how much of it is running text
    std::uint32_t central_text = 0;  ///< how much of it is neither in parts that are aside, nor links for the most part
    std::uint32_t central_prose = 0;  ///< how much of that is running text
    bool is_aside = false;            ///< it, or one around it, holds no main content
    bool is_ignored = false;          ///< it, or one around it, is not to be searched
    bool is_list_of_links = false;    ///< is such a list, or an item or paragraph in one
  };

  static constexpr std::uint32_t kPage = 0;  ///< index of the part that stands for the whole page

  explicit PageStructure(const html::Outline& outline);

  /// The page, then its containers in document order.
  const std::vector<Part>& parts() const { return parts_; }
  static std::uint32_t index_of(std::uint32_t container) {
    return container == html::kNoContainer ? kPage : container + 1;
  }
  /// The innermost part around a block.
  const Part& part_around(const html::Block& block) const { return parts_[index_of(block.container)]; }
  /// Whether the block of that index is running text.
  bool is_prose(std::size_t block) const { return is_prose_[block]; }

 private:
  class NameBelief;

  void measure(const html::Outline& outline);
  void find_link_lists();
  void set_aside(const html::Outline& outline);
  void set_aside(const html::Outline& outline, const std::vector<bool>& teaser_lists, NameBelief& belief);
  void measure_central_text(const html::Outline& outline);
  void pass_up(std::uint32_t Part::* amount);

  std::vector<Part> parts_;
  std::vector<bool> is_prose_;
};

}  // namespace indexer
