#pragma once

#include "app/commands.hpp"

namespace app {

/// Prints what a search box proposes for what was typed so far: words, and titles with their URLs.
Exit complete(const CompleteOptions& options);

}  // namespace app
