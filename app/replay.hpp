#pragma once

#include "app/commands.hpp"
#include "app/options.hpp"

namespace app {

/// `sitedex replay`: the main path over what was recorded.
Exit replay(const ReplayOptions& options);

}  // namespace app
