#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crawler/sitemap.hpp"
#include "crawler/url.hpp"

namespace crawler {

/// Makes entries of a sitemap that comes in pieces. One thread; once.
class SitemapReader {
 public:
  SitemapReader() = default;
  SitemapReader(const SitemapReader&) = delete;
  SitemapReader& operator=(const SitemapReader&) = delete;
  virtual ~SitemapReader() = default;

  /// Reads the next piece. False when no more is to be read: all is there, or `failure()` says why not.
  virtual bool read(std::string_view piece) = 0;

  /// Nothing more comes: the file ends here if it is `whole`, or was cut off. Only while `read` was true.
  virtual void end(bool whole) = 0;

  /// The entries since the last call, in order.
  std::vector<SitemapEntry> take() { return std::exchange(entries_, {}); }

  /// Why the reading ended early; empty if it did not.
  const std::string& failure() const { return failure_; }

 protected:
  std::vector<SitemapEntry> entries_;
  std::string failure_;
};

/// For a text of URLs.
std::unique_ptr<SitemapReader> sitemap_text_reader(std::size_t max_url_bytes);

/// For XML; locations are resolved against `base`.
std::unique_ptr<SitemapReader> sitemap_xml_reader(Url base, std::size_t max_url_bytes);

}  // namespace crawler
