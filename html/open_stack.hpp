#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "html/page_writer.hpp"
#include "html/tags.hpp"

namespace html {

/// An element on the stack of open elements.
struct OpenElement {
  GumboTag tag = GUMBO_TAG_UNKNOWN;
  GumboNamespaceEnum name_space = GUMBO_NAMESPACE_HTML;
  bool is_html_inside = false;  ///< "HTML integration point"
  bool is_fostered = false;     ///< stands before the table that it was found in
  bool is_left_behind = false;  ///< what was open in it was moved out, and stands behind it
  std::uint32_t traits = 0;
  std::uint32_t id = 0;       ///< unlike that of any other element of the page
  std::string_view source{};  ///< its start tag; empty if it was implied
  PageWriter::Open shown{};

  bool is_html() const { return name_space == GUMBO_NAMESPACE_HTML; }
  bool is_html(GumboTag other) const { return tag == other && is_html(); }
  bool has(std::uint32_t wanted) const { return (traits & wanted) != 0; }
};

/// The stack of open elements (HTML Standard, 13.2.4.2), without the tree that they are open in. Whoever leaves an
/// element through it tells the writer. Searches are counted, for on hostile pages they are what takes the time.
class OpenStack {
 public:
  static constexpr std::size_t kNone = SIZE_MAX;

  explicit OpenStack(PageWriter& writer) : writer_(writer) {}

  bool empty() const { return elements_.empty(); }
  std::size_t size() const { return elements_.size(); }
  OpenElement& top() { return elements_.back(); }
  const OpenElement& top() const { return elements_.back(); }
  OpenElement& operator[](std::size_t index) { return elements_[index]; }
  const OpenElement& operator[](std::size_t index) const { return elements_[index]; }

  void push(const OpenElement& element);
  void pop();
  void pop_down_to(std::size_t index);  ///< that one included: what is open within an element ends with it
  void remove(std::size_t index);
  /// Puts an element right above one above it. The writer is not told.
  void move_up(std::size_t index, std::size_t above);

  /// The uppermost element of that tag, or one of the traits, unless one of the barriers is above it.
  std::size_t find(GumboTag tag, std::uint32_t barriers) const;
  std::size_t find_any(std::uint32_t traits, std::uint32_t barriers) const;
  bool has(GumboTag tag, std::uint32_t barriers) const { return find(tag, barriers) != kNone; }
  std::size_t find_id(std::uint32_t id) const;
  template <typename Predicate>
  std::size_t find_last(Predicate wanted) const {
    for (std::size_t i = elements_.size(); i > 0; --i) {
      ++steps_;
      if (wanted(elements_[i - 1])) return i - 1;
    }
    return kNone;
  }

  /// HTML Standard, 13.2.6.3, "generate implied end tags", except for elements of that tag.
  void generate_implied_end_tags(GumboTag except = GUMBO_TAG_LAST);

  /// Elements looked at by searches so far.
  std::size_t steps() const { return steps_; }
  std::size_t fostered() const { return fostered_; }

 private:
  PageWriter& writer_;
  std::vector<OpenElement> elements_;
  std::size_t fostered_ = 0;
  mutable std::size_t steps_ = 0;
};

}  // namespace html
