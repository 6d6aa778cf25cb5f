#pragma once

#include <variant>

#include "app/commands.hpp"

namespace app {

/// What the command line asks for: a command's options, checked, or, if it has been answered already (--help, or a
/// complaint), how to exit.
using Invocation =
    std::variant<Exit, CrawlOptions, ReplayOptions, SearchOptions, CompleteOptions, StatsOptions, ExplainOptions,
                 ReportOptions, ForgetOptions, CheckOptions, BackupOptions, ConfigOptions, ServeOptions>;

/// Reads flags, then for what they leave open the environment (SITEDEX_MAX_PAGES for --max-pages), then the file that
/// --config names, then the defaults. Throws `SettingsError`, of environment and file.
Invocation parse_command_line(int argc, const char* const* argv);

}  // namespace app
