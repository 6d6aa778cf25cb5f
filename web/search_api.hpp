#pragma once

#include <chrono>
#include <cstddef>

#include "server/metrics.hpp"
#include "server/request.hpp"
#include "server/router.hpp"
#include "storage/searcher.hpp"
#include "web/searchers.hpp"

namespace web {

struct SearchLimits {
  std::chrono::milliseconds timeout{2'000};  ///< to look for pages; what was found then is shown
  std::size_t most_hits = 100;               ///< of one answer
  std::size_t most_offset = 1'000;           ///< further down by cursor only, which costs the same
};

/// What a search asks for, by the parameters `limit`, `offset`, `cursor`, `group_by`, `facets`. Throws `BadRequest`.
storage::SearchOptions search_options(const server::Request& request, const SearchLimits& limits);

/// `/api/v1/search`, `suggest`, `page`: for anyone. `searchers` and `metrics` outlive the routes.
void add_search_api(server::Router& router, Searchers& searchers, const SearchLimits& limits, server::Metrics& metrics);

}  // namespace web
