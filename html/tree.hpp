#pragma once

#include <gumbo.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "base/error.hpp"
#include "html/arena.hpp"

namespace html {

/// A parsed page: Gumbo's tree together with the source that it points into. Its memory is that of the parser that made
/// it, so it has to die before the parser's next page; it does not travel to other threads.
class Tree {
 public:
  /// The document node, which is no element; the parent of `<html>`.
  const GumboNode& document() const { return *document_; }

  /// Which limit the page went over, so that not all its elements are in the tree; empty if all are.
  const std::string& over_limit() const { return over_limit_; }

 private:
  friend class TreeParser;
  Tree(std::unique_ptr<const std::string> source, std::string over_limit, const GumboNode* document);

  std::unique_ptr<const std::string> source_;  // on the heap: a short string would move with the tree
  std::string over_limit_;
  const GumboNode* document_;
};

/// Parses pages as the HTML Standard says, with Gumbo, in bounded time and memory whatever comes. One thread each; its
/// memory is used again from page to page.
class TreeParser {
 public:
  struct Limits {
    /// For the tree. Honest pages take up to 22 times their size.
    std::size_t bytes_per_source_byte = 64;
    std::size_t bytes_besides = std::size_t{1} << 20;
    /// CPU time: the last resort, for what the limits of `guard` do not see. Honest pages take up to 86 us a kB.
    std::chrono::nanoseconds cpu = std::chrono::seconds(2);
    std::chrono::nanoseconds cpu_per_source_byte = std::chrono::microseconds(1);
  };

  TreeParser() = default;
  explicit TreeParser(Limits limits) : limits_(limits) {}

  /// The tree of `source`, valid UTF-8. The guards of `guard` may have blanked parts of it: see
  /// `Tree::over_limit`. Errors: kSkip where the tree gets too large
  /// or Gumbo fails on it, kRetryLater where it takes too long (which
  /// says something of the machine too).
  base::Result<Tree> parse(std::string source);

  /// Memory that waits for the next page.
  std::size_t bytes_held() const { return arena_.bytes_held(); }

 private:
  Limits limits_;
  Arena arena_;
};

}  // namespace html
