#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "crawler/frontier_store.hpp"
#include "indexer/fingerprint.hpp"
#include "lazy/generator.hpp"
#include "storage/database.hpp"

namespace storage {

/// Pages of a crawl each of which is a near-duplicate of another one here, though perhaps not of every other one.
struct NearDuplicates {
  crawler::CrawlId crawl = 0;
  std::vector<crawler::UrlId> pages;  ///< ids in `pages`: two or more, in the order of the crawl
};

/// The near-duplicates of a database: crawl by crawl, and of a crawl in the order of each group's first page. Pages
/// without a word, and those that were last crawled before there were fingerprints, are in no group. Reads one crawl at
/// a time, 28 bytes a page; a crawl of a million pages takes a second or two. `database` must outlive the generator and
/// not be written to by the same connection meanwhile.
lazy::generator<NearDuplicates> near_duplicates(Database& database);

/// For each fingerprint the index of the first one in its group: its own if it is alone. Groups are what remains when
/// all near-duplicates are joined; of fingerprints 0, each is alone. Finds all of them unless more than 128 different
/// fingerprints agree in 18 of their bits: then it compares each with the next 128 only, so that time stays bounded.
/// Pure; 1.4 s for a million, and 12 bytes each.
std::vector<std::uint32_t> first_of_group(std::span<const indexer::Fingerprint> fingerprints);

}  // namespace storage
