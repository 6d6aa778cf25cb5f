#pragma once

#include "server/router.hpp"
#include "web/searchers.hpp"

namespace web {

/// `/api/v1/overview`, `report`, `explain`, `stats` and `export`: for the operator. `searchers` outlive the routes.
void add_ledger_api(server::Router& router, Searchers& searchers);

}  // namespace web
