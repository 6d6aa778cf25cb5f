#pragma once

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace app {

/// How --help is laid out: `-n, --limit N    Hits to show [10]`. Of one form for all options, so that the type is what
/// the description calls it and the default stands where one looks for it.
std::shared_ptr<CLI::Formatter> help_layout();

/// What is wrong with a command line, in a sentence or two for the user, without a full stop: `error` was thrown when
/// `program` read it.
std::string complaint(const CLI::App& program, const CLI::ParseError& error);

}  // namespace app
