#pragma once

#include "app/commands.hpp"

namespace app {

/// Says what happened to a URL, and why; `Exit::kFailure` if it was never seen.
Exit explain(const ExplainOptions& options);

}  // namespace app
