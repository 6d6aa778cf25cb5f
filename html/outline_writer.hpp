#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "html/outline.hpp"

namespace html {

/// Puts the outline together from what is seen of a page, as it comes. White space is remembered and written before the
/// next word only, so that none is left at the ends of blocks.
class OutlineWriter {
 public:
  /// What is said of an element that begins a new line. Views have to outlive the element.
  struct Start {
    std::uint8_t tag = 0;
    std::array<std::string_view, 3> names{};  ///< `class`, `role`, `itemprop`; empty if absent
    std::string_view id;
    bool is_ignored = false;
    bool is_no_snippet = false;
  };

  /// An element that begins a new line begins, or the last one that did ends.
  void begin_container(const Start& start) {
    end_block();
    containers_.push_back({.start = start});
  }
  void end_container();

  void begin_preformatted() { ++preformatted_; }
  void end_preformatted() { --preformatted_; }
  /// The container that has just begun is a heading of that level: blocks are of it until `end_heading`.
  void begin_heading(std::uint8_t level) {
    heading_ = level;
    heading_container_ = containers_.size() - 1;
  }
  void end_heading() { heading_ = 0; }

  /// An element that a URL's fragment may lead to begins. The view has to outlive the text up to the next word.
  void begin_target(std::string_view id) { target_ = id; }

  void line_break() { space(preformatted_ > 0 ? "\n" : " "); }
  /// UTF-8. `in_link`: whether it stands in a link.
  void text(std::string_view text, bool in_link);

  std::size_t text_bytes() const { return outline_.text.size(); }

  Outline finish() &&;

 private:
  struct OpenContainer {
    Start start;
    std::uint32_t index = kNoContainer;  ///< among the outline's, once there is a block in it
  };

  std::uint32_t innermost_container();
  void add_names(const Start& start);
  void space(std::string_view white);
  void words(std::string_view words, bool in_link);
  void begin_block();
  std::string_view target_of_block() const;
  void add_target(std::string_view id);
  void end_block();

  Outline outline_;
  std::string space_;
  bool in_block_ = false;
  int preformatted_ = 0;
  std::uint8_t heading_ = 0;
  std::size_t heading_container_ = 0;  ///< among those that are open
  std::string_view target_;            ///< the last one, if there has been no word since
  std::vector<OpenContainer> containers_;
};

}  // namespace html
