#pragma once

#include "app/commands.hpp"

namespace app {

/// `sitedex config`: says whether a daemon's file is right, what it comes to, or makes one to begin with.
Exit config(const ConfigOptions& options);

}  // namespace app
