#pragma once

#include <CLI/CLI.hpp>

#include "app/options.hpp"

namespace app {

/// The commands that look into the ledger, or remove from it. The options outlive the parsing.
CLI::App* add_explain(CLI::App& program, ExplainOptions& options);
CLI::App* add_report(CLI::App& program, ReportOptions& options);
CLI::App* add_forget(CLI::App& program, ForgetOptions& options);

}  // namespace app
