#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/daemon_settings.hpp"

namespace app {

/// All settings as they hold, as a file of settings: behind each stands who says so. What holds only by default is
/// there, too; what is not set, or a secret, is a comment. For a terminal.
std::string settings_text(const DaemonSettings& settings);

/// What may be shown of the values of a setting: not a password in a URL. Nothing if they are a secret.
std::optional<std::vector<std::string>> values_to_show(const Setting& setting);

/// A string of TOML: one line, on which nothing moves a terminal's cursor.
std::string toml_quoted(std::string_view text);

}  // namespace app
