#pragma once

#include <string_view>

namespace app {

/// configs/daemon.toml, as it was when the program was built.
std::string_view daemon_toml();

}  // namespace app
