#pragma once

#include "jobs/board.hpp"
#include "server/router.hpp"
#include "web/searchers.hpp"

namespace web {

/// `/api/v1/sites`, `crawls` and `events`: for the operator. `board` and `searchers` outlive the routes.
void add_crawl_api(server::Router& router, jobs::Board& board, Searchers& searchers);

}  // namespace web
