#pragma once

#include <string>
#include <string_view>

#include "crawler/front_matter.hpp"
#include "crawler/markdown.hpp"
#include "html/utf8.hpp"

namespace support {

/// What is promised of what stands above the text of any file; names the promise that is not kept, or nothing.
inline std::string broken_front_matter_law(std::string_view source) {
  const crawler::FrontMatter found = crawler::front_matter(source);
  if (found.length > source.size()) return "front matter is of its source";
  if (found.length == 0) return found.title.empty() ? "" : "without front matter there is no title";
  if (!source.starts_with("---") && !source.starts_with("+++")) return "front matter begins with its line";
  const crawler::FrontMatter alone = crawler::front_matter(source.substr(0, found.length));
  if (alone.length != found.length || alone.title != found.title) return "what stands behind it changes nothing";
  if (html::is_valid_utf8(source) && !html::is_valid_utf8(found.title)) return "a title is whole";
  return {};
}

/// The same of any Markdown; `source` is valid UTF-8.
inline std::string broken_markdown_law(std::string_view source) {
  crawler::MarkdownLimits limits;
  limits.cpu = std::chrono::minutes(1);  // it is a fuzzer's clock that tells what takes too long
  const auto html = crawler::html_of_markdown(source, limits);
  if (!html) return html.error().kind == base::ErrorKind::kSkip ? "" : "it is done in time";
  if (!html::is_valid_utf8(*html)) return "characters stay whole";
  if (html->size() > source.size() * limits.bytes_per_source_byte + limits.bytes_besides) return "its HTML is bounded";
  return {};
}

}  // namespace support
