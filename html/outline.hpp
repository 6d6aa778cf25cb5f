#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace html {

inline constexpr std::uint32_t kNoContainer = UINT32_MAX;

/// An element that blocks stand in and that begins a new line: a paragraph, a list, a cell, an article ...
struct Container {
  std::uint32_t parent = kNoContainer;  ///< index in `Outline::containers`, less than its own
  std::uint32_t names_begin = 0;        ///< byte offset in `Outline::names`
  std::uint32_t names_end = 0;          ///< one past them, and where the id begins
  std::uint32_t id_end = 0;
  std::uint8_t tag = 0;        ///< GumboTag; `kind_of` groups them
  bool is_ignored = false;     ///< the page asks, by an attribute `data-...-ignore`, that it not be searched
  bool is_no_snippet = false;  ///< has `data-nosnippet`: not to be shown in results
};

/// What a container is to who asks what its text is for.
enum class ContainerKind : std::uint8_t {
  kOther,
  kDivision,  ///< div, center: says nothing
  kParagraph,
  kHeading,
  kPreformatted,
  kQuote,
  kList,  ///< ul, ol, dl
  kItem,  ///< li, dt, dd
  kTable,
  kRow,
  kCell,
  kCaption,  ///< figcaption, caption
  kArticle,
  kMain,
  kSection,
  kNavigation,  ///< nav, menu
  kHeader,
  kFooter,
  kAside,
};

/// A stretch of `Outline::text` that stands by itself: a paragraph, a heading, a list item, a cell.
struct Block {
  std::uint32_t begin = 0;                 ///< byte offset
  std::uint32_t end = 0;                   ///< byte offset, one past the last
  std::uint32_t link_bytes = 0;            ///< how much of it stands in links to elsewhere, white space not counted
  std::uint32_t container = kNoContainer;  ///< the innermost element around it; index in `Outline::containers`
  std::uint8_t heading = 0;                ///< 1 to 6 for h1 to h6, else 0
};

/// A heading, or a term that is defined (`dt`), that a URL's fragment leads to.
struct Target {
  std::uint32_t block = 0;     ///< index in `Outline::blocks`
  std::uint32_t id_begin = 0;  ///< byte offset in `Outline::names`
  std::uint32_t id_end = 0;    ///< one past the last
};

/// The visible text of a page in reading order. Blocks are in order, do not overlap, are not empty, and are separated
/// by one '\n' in `text`; within a block white space is collapsed to single spaces, except in `pre`.
///
/// Blocks begin and end where a browser would begin a new line for an element's sake (a paragraph, a cell, a list
/// item); a `form` is none. A `br` is a space, in `pre` a line end. Left out are script, style, noscript, template,
/// select, textarea, SVG, MathML, the content of frames, and what `hidden` or an inline `display:none` hides. The `alt`
/// of images is not text that is seen, and is left out too. A `span` that asks not to be searched or shown in results
/// is a container, and so a block by itself.
struct Outline {
  std::string text;  ///< UTF-8, valid
  std::vector<Block> blocks;
  std::vector<Container> containers;  ///< those around blocks, in document order
  std::string names;                  ///< those of each container, and its id; and ids of targets
  std::vector<Target> targets;        ///< in order of their blocks, each of another one

  std::string_view operator[](const Block& block) const {
    return std::string_view(text).substr(block.begin, block.end - block.begin);
  }
  /// Its `class`, `role` and `itemprop`, those that are not empty, a space between.
  std::string_view names_of(const Container& container) const {
    return std::string_view(names).substr(container.names_begin, container.names_end - container.names_begin);
  }
  std::string_view id_of(const Container& container) const {
    return std::string_view(names).substr(container.names_end, container.id_end - container.names_end);
  }
  /// The heading's own `id`; else the last `id`, or `name` of an `a`, in front of its first word, with no other word
  /// between. A term's own.
  std::string_view id_of(const Target& target) const {
    return std::string_view(names).substr(target.id_begin, target.id_end - target.id_begin);
  }
};

ContainerKind kind_of(const Container& container);

}  // namespace html
