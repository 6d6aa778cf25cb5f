#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "crawler/content.hpp"
#include "crawler/encoding.hpp"
#include "html/utf8.hpp"

namespace support {

/// The law that what was read of a page breaks, whatever the page was; empty if it breaks none.
inline std::string broken_law(const crawler::Content& content) {
  for (const std::string* text : {&content.outline.text, &content.metadata.title, &content.metadata.description,
                                  &content.metadata.language, &content.truncated}) {
    if (!html::is_valid_utf8(*text)) return "text is valid UTF-8";
    if (text->contains('\0')) return "text has no NUL";
  }
  std::size_t next = 0;
  for (const html::Block& block : content.outline.blocks) {
    if (block.begin != next || block.end <= block.begin) return "blocks are in order, one byte apart, and not empty";
    if (block.heading > 6) return "headings have six levels";
    next = block.end + std::size_t{1};
    if (block.end < content.outline.text.size() && content.outline.text[block.end] != '\n') {
      return "a line end is between blocks";
    }
  }
  if (next != (content.outline.blocks.empty() ? 0 : content.outline.text.size() + 1)) return "blocks cover the text";
  std::unordered_set<std::string_view> seen;
  for (const crawler::Link& link : content.links) {
    const std::string& href = link.url.href();
    if (!link.url.is_http() || !link.url.fragment().empty()) return "links are http or https, without fragments";
    if (const auto again = crawler::Url::parse(href); !again || *again != link.url) return "links parse to themselves";
    if (!seen.insert(href).second) return "each link is given once";
  }
  return {};
}

}  // namespace support
