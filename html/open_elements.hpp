#pragma once

#include <gumbo.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "html/tokenizer.hpp"

namespace html {

/// What a start tag does to the scan that follows it.
enum class TextAfter : std::uint8_t { kMarkup, kRaw, kScript, kPlain };

/// The tree builder's stack of open elements and list of active formatting elements (HTML Standard, 13.2.4.2 and
/// 13.2.4.3), followed from the tags alone. Elements are counted, at worst, too many: where the standard's answer hangs
/// on more than tags (quirks mode, attributes), the element stays open here. Elements that formatting reopens are not
/// pushed: there are at most as many of them for each open block as formatting elements.
class OpenElements {
 public:
  struct Limits {
    std::size_t open = 0;
    std::size_t formatting = 0;
  };
  enum class Verdict : std::uint8_t { kFits, kTooDeep, kTooMuchFormatting };

  explicit OpenElements(Limits limits) : limits_(limits) {}

  /// Takes a start tag. A tag that does not fit has changed nothing.
  Verdict start(const Token& written, GumboTag tag);
  void end(const Token& written, GumboTag tag);

  /// Open elements and formatting elements to be reopened: what an end tag makes fewer, unless it ends nothing.
  std::size_t size() const { return open_.size() + formatting_.size(); }

  /// How the text behind the last start tag is read.
  TextAfter text_after() const { return text_after_; }
  /// Whether the innermost open element is one of SVG or MathML.
  bool is_in_foreign_element() const { return !open_.empty() && open_.back().is_foreign(); }
  /// Whether an adoption may have left formatting elements open behind which there is more already, so that what begins
  /// in them is not in the order of the source: Gumbo does, against the standard, from the fourth on.
  bool may_be_out_of_order() const { return may_be_out_of_order_; }
  /// Whether an object or the like was closed along with what it stood in. Its marker then keeps what was formatting
  /// in a cell in the list, to be opened again in front of the table.
  bool leaves_markers() const { return leaves_markers_; }
  /// Whether what begins here stands in front of the table that it was found in: the standard moves it there from a
  /// part of the table that holds nothing but parts, with all that is in it.
  bool is_in_front_of_table() const { return moved_ > 0 || is_between_cells(); }

 private:
  struct Element {
    bool is_foreign() const { return name_space != GUMBO_NAMESPACE_HTML; }
    bool is_html(GumboTag other) const { return tag == other && !is_foreign(); }
    bool has(std::uint32_t wanted) const { return (traits & wanted) != 0; }

    GumboTag tag;
    GumboNamespaceEnum name_space;
    bool is_moved;           // in front of a table
    bool is_html_inside;     // of SVG or MathML, but what is in it is HTML
    std::uint32_t traits;    // by its namespace, too
    std::uint64_t identity;  // of a formatting element: its number; of a foreign one: the hash of its name
  };
  struct Formatting {
    GumboTag tag;            // GUMBO_TAG_LAST marks a cell, a caption, an object ...
    std::string_view start;  // its start tag
    std::uint64_t identity;
  };
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  Verdict push(GumboTag tag, GumboNamespaceEnum name_space = GUMBO_NAMESPACE_HTML, std::uint64_t identity = 0);
  bool is_foreign_start(GumboTag tag) const;
  bool is_in_foreign_content() const;
  Verdict start_foreign(GumboTag tag, const Token& written);
  Verdict start_html(GumboTag tag, std::string_view text);
  Verdict start_in_table(GumboTag tag);
  Verdict start_formatting(GumboTag tag, std::string_view text);
  bool start_in_select(GumboTag tag);
  bool end_foreign(GumboTag tag, const Token& written);
  void end_html(GumboTag tag);
  void end_formatting(GumboTag tag);
  void end_other(GumboTag tag);
  void close_before(GumboTag tag);
  void close_item(GumboTag tag);
  void end_cell();

  bool top_is(GumboTag tag) const { return !open_.empty() && open_.back().is_html(tag); }
  bool in_select() const;
  bool is_between_cells() const;
  bool is_in_table() const;
  void count(const Element& element, int change);
  void pop();
  void remove(std::size_t index);
  std::size_t find_in_scope(GumboTag tag, std::uint32_t barriers) const;
  template <typename Predicate>
  std::size_t find_last(Predicate wanted) const;
  void close(std::size_t index);  // as its end tag does; not of formatting
  void close_top();
  void close_down_to(std::size_t index);  // that one included
  void close_in_scope(GumboTag tag, std::uint32_t barriers);
  void clear_to_marker();

  Limits limits_;
  std::vector<Element> open_;
  std::vector<Formatting> formatting_;
  std::uint64_t elements_made_ = 0;
  int selects_ = 0;  // that are open; of these there are mostly none, and then there is nothing to search for
  int paragraphs_ = 0;
  int moved_ = 0;
  bool reopens_ = false;  // formatting elements were closed that are to be opened again
  bool may_be_out_of_order_ = false;
  bool leaves_markers_ = false;
  TextAfter text_after_ = TextAfter::kMarkup;
};

}  // namespace html
