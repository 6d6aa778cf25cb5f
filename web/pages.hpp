#pragma once

#include <chrono>
#include <string>

#include "server/router.hpp"
#include "storage/searcher.hpp"
#include "web/searchers.hpp"

namespace web {

struct PageOptions {
  std::string title = "Search";                             ///< of the search page, and in a browser's search bar
  std::chrono::milliseconds patience = storage::kPatience;  ///< of one who searches
  bool has_admin = true;                                    ///< whether there is an operator page
};

/// The pages for people: the search page at "/", "/opensearch.xml" with "/suggest", "/embed.js" for other sites,
/// "/admin", "/static/" with what they need, and what the API is, as "/api/v1/openapi.json". None needs the admin's
/// token: the operator page is empty until its script has asked the API, with the token where it wants one. `searchers`
/// outlives the router.
void add_pages(server::Router& router, Searchers& searchers, PageOptions options = {});

}  // namespace web
