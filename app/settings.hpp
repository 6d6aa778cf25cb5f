#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace app {

/// Fills in what the command line left open, from the environment (SITEDEX_MAX_PAGES for --max-pages; several values
/// of an option that takes several are a line each) and then from the table of `command`'s name in the TOML file
/// `file`, if it is not empty. (CLI11's own order lets a file beat the environment.) A key that is no option is an
/// error with its line and the nearest name. Throws `CLI::ParseError`.
void fill_in(CLI::App& command, const std::string& file);

}  // namespace app
