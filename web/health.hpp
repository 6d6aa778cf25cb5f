#pragma once

#include <cstdint>

#include "jobs/board.hpp"
#include "server/metrics.hpp"
#include "server/router.hpp"
#include "web/searchers.hpp"

namespace web {

/// `/livez`: the process answers. `/readyz`: it can do its work, or why not: the index can be read, and, where sites
/// are kept crawled, written, by a thread that lives, on a disk with room. `/metrics`: what is counted, for Prometheus.
/// All for anyone. `board` may be null: then nothing is crawled. All of these outlive the routes.
void add_health(server::Router& router, Searchers& searchers, const jobs::Board* board, server::Metrics& metrics);

/// Below this much room on the disk of the index the daemon is not ready.
inline constexpr std::uintmax_t kLeastRoomBytes = std::uintmax_t{64} << 20;

}  // namespace web
