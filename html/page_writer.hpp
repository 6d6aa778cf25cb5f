#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "html/element.hpp"
#include "html/outline_writer.hpp"
#include "html/read_page.hpp"
#include "html/tags.hpp"

namespace html {

/// Puts together what is read of a page, from elements and text as they come in document order. There are two readers
/// of HTML, and this is what both write to. One page; one thread.
class PageWriter {
 public:
  /// What is remembered of an open element, to be given back when it is left.
  struct Open {
    GumboTag tag = GUMBO_TAG_UNKNOWN;
    bool is_html = true;
    bool is_unseen = false;    ///< it, or one around it, is not to be seen
    bool hides = false;        ///< by an attribute of its own
    bool is_link = false;      ///< an `a` that leads to somewhere else
    std::uint32_t anchor = 0;  ///< of a link, its place in `ReadPage::anchors`
    bool is_title = false;     ///< the page's
    bool has_content = false;  ///< an element or more than white space; kept by the reader
    bool has_source = false;   ///< of a script
    bool may_run = false;      ///< of a script
    bool names_mount = false;  ///< has a name that frameworks give to what they fill
    bool may_mount = false;    ///< if it turns out to be empty
    bool is_new_line = false;
    std::string_view target{};  ///< its `id`, or what else a URL's fragment may call it
  };

  Open enter(const Element& element);
  /// Enters a copy of a formatting element that was closed too early.
  Open enter_again(const Open& original);
  void leave(const Open& open);

  /// Text with its references decoded, or a piece of it.
  void text(std::string_view text);

  /// A further `html` tag gives attributes to the one `html` element.
  void merge_into_html(const Element& html);

  bool is_in_noscript() const { return noscripts_ > 0; }

  /// Bytes of text so far.
  std::size_t text_bytes() const { return outline_.text_bytes(); }

  ReadPage finish() &&;

 private:
  void read_attributes(const Element& element, Open& open);
  void begin_target(const Open& open);
  void read_kind(const Element& element, Open& open);
  bool leads_away(const Element& element);
  void begin_link(Open& open, std::size_t anchor);
  void read_sign(const Element& element);

  ReadPage page_;
  OutlineWriter outline_;
  bool has_title_ = false;
  bool has_language_ = false;
  bool in_title_ = false;
  int unseen_ = 0;
  int links_ = 0;
  int noscripts_ = 0;
};

}  // namespace html
