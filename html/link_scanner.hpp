#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "html/open_elements.hpp"
#include "html/plain_foreign.hpp"
#include "html/read_page.hpp"
#include "html/tokenizer.hpp"

namespace html {

/// Reads where a page leads and what it asks of robots, and nothing else of it, at a third of the cost of all. Which
/// tags become elements, and in which order, hangs on little: on what is text, on SVG and MathML, and on what a table
/// moves out in front of it. Where it hangs on more, and where a guard would step in, the page is refused. One page;
/// one thread.
class LinkScanner {
 public:
  /// Adds to the `anchors`, `base_href`, `metas` and `links` of `page`. `source`: preprocessed UTF-8 that outlives it.
  LinkScanner(std::string_view source, ReadPage& page);

  /// Reads all of it. False: it was refused, and what `page` has is of no use.
  bool scan();

  /// Why it was refused, for tests and statistics; null if it was not.
  const char* refusal() const { return refusal_; }

 private:
  struct Refused {
    const char* why;
  };
  /// What is known of the innermost `noscript`, which only tells of the `meta` elements in it.
  enum class Noscript : std::uint8_t { kNone, kOpen, kMayBeOpen };

  [[noreturn]] static void refuse(const char* why) { throw Refused{why}; }
  static void refuse_unless_followed(const char* why_not) {
    if (why_not != nullptr) refuse(why_not);
  }

  void start(const Token& token);
  void start_in_html(const Token& token, GumboTag tag);
  void end(const Token& token);
  void count_root_attributes(const Token& token);
  void check_place(GumboTag tag) const;
  void follow_noscript(GumboTag tag);

  ReadPage& page_;
  Tokenizer tokens_;
  std::string_view source_;
  const char* refusal_ = nullptr;
  OpenElements open_;
  PlainForeign foreign_;  ///< elements of which lead nowhere
  Noscript noscript_ = Noscript::kNone;
  bool is_in_select_ = false;
  std::size_t strays_ = 0;  ///< end tags that ended nothing
  std::size_t root_attributes_ = 0;
};

}  // namespace html
