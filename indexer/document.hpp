#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crawler/page.hpp"
#include "indexer/fingerprint.hpp"
#include "indexer/sections.hpp"
#include "indexer/terms.hpp"

namespace indexer {

/// What a link shows, within the main content: a stretch of `Document::body`, by byte offsets.
struct LinkText {
  std::uint32_t link = 0;  ///< its place in `crawler::Content::links`
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// What is indexed of a page; UTF-8, valid, no NUL.
struct Document {
  std::string title;
  std::string headings;  ///< one a line, in order
  std::string description;
  std::string body;                 ///< the main content (`find_main_content`), blocks separated by '\n'
  std::string rest{};               ///< the other visible text that may be searched, likewise
  std::string layout{};             ///< which lines of `body` are a block (`LayoutWriter`), as structure alone has it
  std::string moved{};              ///< which of its blocks are at the end of `rest` now (`move_repeated`)
  std::vector<Section> sections{};  ///< in order
  std::vector<LinkText> link_texts{};  ///< in the order of the links; of each one its first in `body`, if it has any
  Terms terms{};                       ///< of `body`; or none, if they have not been made yet
  Terms rest_terms{};                  ///< of `rest`, likewise
  Fingerprint fingerprint{};           ///< of all visible text
  std::string language;  ///< BCP 47, lower case ("en", "pt-br"), as the page or its text says; empty if unknown
};

/// What the loader stores of one URL taken from the queue: its row in the ledger and, if it is a good page and not
/// unchanged, its document. `page.content.outline` has been used up; `page.content.links` carry ids.
struct Record {
  crawler::Page page;
  std::optional<Document> document;
};

}  // namespace indexer
