#pragma once

#include <cstring>
#include <functional>
#include <string_view>
#include <utility>

#include "crawler/frontier_store.hpp"
#include "indexer/document.hpp"

namespace storage {

/// A body that no other URL has.
inline crawler::BodyHash body_hash_of(std::string_view url) {
  crawler::BodyHash hash{};
  const std::size_t number = std::hash<std::string_view>()(url);
  std::memcpy(hash.data(), &number, sizeof number);
  return hash;
}

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
          .body_hash = body_hash_of(waiting.url),
          .fetched_at = {},
          .content = {}};
}

inline indexer::Record record_of(crawler::Page page, std::string_view title, std::string_view body) {
  return {.page = std::move(page),
          .document = indexer::Document{.title = std::string(title),
                                        .headings = {},
                                        .description = {},
                                        .body = std::string(body),
                                        .fingerprint = indexer::fingerprint(body),
                                        .language = "en"}};
}

}  // namespace storage
