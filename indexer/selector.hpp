#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "html/outline.hpp"

namespace indexer {

/// A CSS selector that finds containers of an outline: `main`, `.content`, `#text`, `[role=main]`, `[itemprop=x]`, `*`,
/// these joined (`div.note#a`), one in another (`article .note`), one as the parent of another (`ul.menu > li`), and
/// lists of all that (`nav, .menu`). Nothing else of CSS. A value.
///
/// Containers are elements that begin a new line and have text in them; elements between them count as not there. An
/// outline does not tell `class`, `role` and `itemprop` apart: a name in any of them is found by `.x` as by `[role=x]`.
class Selector {
 public:
  /// An error of kind kTellUser names what is wrong or not supported.
  static base::Result<Selector> parse(std::string_view text);

  /// As it was given.
  const std::string& text() const { return text_; }

  /// Whether each container of `outline` is found, or stands in one that is. Linear in containers and their names.
  std::vector<bool> find_in(const html::Outline& outline) const;

 private:
  /// What is asked of one element.
  struct Compound {
    std::uint8_t tag = 0;  ///< GumboTag
    bool is_any_tag = true;
    std::vector<std::string> names{};
    std::vector<std::string> ids{};
    bool is_first = true;   ///< nothing stands in front of it
    bool is_child = false;  ///< what stands in front of it is the parent, not any element around it
    bool is_last = false;   ///< what it finds is found
  };
  class Parser;

  static bool fits(const Compound& compound, const html::Outline& outline, const html::Container& container);

  std::string text_;
  std::vector<Compound> compounds_;  ///< of all in the list, one after the other; 64 at most
};

}  // namespace indexer
