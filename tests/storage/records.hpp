#pragma once

#include <string_view>
#include <utility>

#include "crawler/frontier_store.hpp"
#include "indexer/document.hpp"

namespace storage {

/// A good page without links, at that place of the queue.
inline crawler::Page page_of(crawler::CrawlId crawl, const crawler::Waiting& waiting) {
  return {.crawl = crawl,
          .position = waiting.position,
          .redirects = {},
          .id = waiting.id,
          .url = crawler::Url::parse(waiting.url).value(),
          .depth = waiting.depth,
          .outcome = crawler::Outcome::kPage,
          .reason = {},
          .status = 200,
          .content_type = "text/html",
          .fetched_at = {},
          .content = {}};
}

inline indexer::Record record_of(crawler::Page page, std::string_view title, std::string_view body) {
  return {
      .page = std::move(page),
      .document = indexer::Document{
          .title = std::string(title), .headings = {}, .description = {}, .body = std::string(body), .language = "en"}};
}

}  // namespace storage
