#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/page.hpp"
#include "indexer/document.hpp"

namespace storage {

/// As `pages.link_texts` has the texts of a page's links: for each, how long it is, how many links before it have none,
/// and where it begins, from the end of the one before. Three bytes most often. Links without a row in the ledger have
/// no place in `pages.links`, and so none here.
std::string write_link_texts(const std::vector<indexer::LinkText>& texts, const std::vector<crawler::Link>& links);

/// Reads them one by one. Of bytes that were damaged come stretches that are not in the body.
class LinkTextReader {
 public:
  explicit LinkTextReader(std::string_view bytes) : bytes_(bytes) {}

  std::optional<indexer::LinkText> next();

 private:
  std::string_view bytes_;
  std::uint32_t link_ = 0;
  std::uint32_t end_ = 0;
};

/// The texts of a page of which only what its links are has changed: `links` are those that it had, some of which have
/// no row now.
std::string renumber_link_texts(std::string_view bytes, const std::vector<crawler::Link>& links);

}  // namespace storage
