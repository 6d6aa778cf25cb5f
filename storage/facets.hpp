#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "storage/deadline.hpp"
#include "storage/sqlite.hpp"

namespace storage {

/// Of how many hits something is so.
struct FacetValue {
  std::string value;  ///< as the field of a query wants it: `site:VALUE`
  std::int64_t hits = 0;
};

/// What hits are of one field of the query language.
struct Facet {
  std::string field;               ///< "site", "section", "lang", "type", "year"
  std::vector<FacetValue> values;  ///< the most frequent first, of equals the first in the alphabet; 20 at most
  std::int64_t others = 0;         ///< hits whose values are not among them
};

/// Counts what `pages` are. 3 us for each page; not all are counted once `deadline` is over.
std::vector<Facet> count_facets(Connection& connection, std::span<const std::int64_t> pages, const Deadline& deadline);

}  // namespace storage
