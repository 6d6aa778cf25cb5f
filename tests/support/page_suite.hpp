#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "crawler/content.hpp"

namespace support {

/// A page of a published suite of saved pages.
struct SuitePage {
  std::string id;
  std::string url;  ///< made up by some suites
  std::filesystem::path file;
};

/// The pages of a list `pages.tsv`: id, file and URL a line, tabs between. Files lie in `folder` or its `pages`. Throws
/// `std::runtime_error` if one is absent.
std::vector<SuitePage> list_pages(const std::filesystem::path& list, const std::filesystem::path& folder);

/// The page as a crawl would read it, unpacked if it is gzip; nothing if it cannot be read.
std::optional<crawler::Content> read_page(crawler::ContentReader& reader, const SuitePage& page);

}  // namespace support
