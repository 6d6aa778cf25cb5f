#pragma once

#include <functional>

#include "app/commands.hpp"
#include "app/options.hpp"
#include "crawler/archive.hpp"

namespace app {

/// `sitedex replay`: the main path over what was recorded.
Exit replay(const ReplayOptions& options);

/// Calls `take` for each URL that the recorded crawl started from; for an archive that does not tell, the URL of each
/// answer in it.
void read_recorded_seeds(crawler::Archive& archive, const std::function<void(const Seed&)>& take);

}  // namespace app
