#pragma once

#include <gumbo.h>

#include <cstddef>
#include <string_view>
#include <vector>

#include "html/tokenizer.hpp"

namespace html {

/// The open elements of SVG or MathML that hold nothing but their own kind and are ended by their own end tags: no rule
/// of HTML has a part in them. A tag that is none of that is not followed, and the answer says why.
class PlainForeign {
 public:
  bool empty() const { return open_.empty(); }
  std::size_t size() const { return open_.size(); }

  /// The start tag `svg` or `math`, and each one up to its end. Null if it was followed.
  const char* start(const Token& token, GumboTag tag);
  /// Each end tag while one is open. Null if it was followed.
  const char* end(const Token& token);

 private:
  struct Element {
    std::string_view name;
    bool may_hold_html = false;
  };

  std::vector<Element> open_;
};

}  // namespace html
