#pragma once

#include "app/commands.hpp"

namespace app {

/// Removes a URL or a site from a database, and says what went; `Exit::kFailure` if there was nothing of that name.
Exit forget(const ForgetOptions& options);

}  // namespace app
