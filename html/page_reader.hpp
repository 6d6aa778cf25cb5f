#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "html/read_page.hpp"
#include "html/tree.hpp"

namespace html {

/// What is wanted of pages.
enum class Wanted : std::uint8_t {
  kAll,
  kLinks,  ///< `anchors`, `base_href`, `metas` and `links`; whether the rest is there is left open
};

/// Reads pages: without a tree where that gives the same, else from the tree. One thread each; its memory is used again
/// from page to page.
class PageReader {
 public:
  explicit PageReader(TreeParser::Limits limits = {}) : parser_(limits) {}

  /// What is `wanted` of `source`, valid UTF-8; good until the next page. Errors: those of `TreeParser::parse`.
  base::Result<ReadPage> read(std::string source, Wanted wanted = Wanted::kAll);

  /// Memory that waits for the next page.
  std::size_t bytes_held() const { return parser_.bytes_held(); }

 private:
  TreeParser parser_;
  std::string source_;
  std::optional<Tree> tree_;
};

}  // namespace html
