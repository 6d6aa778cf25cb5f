#pragma once

#include <CLI/CLI.hpp>

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/problems.hpp"
#include "app/settings_file.hpp"

namespace app {

/// An option, what it is set to, and who says so.
struct Setting {
  std::string name;
  std::vector<std::string> values;
  std::string source;         ///< "sitedex.toml:3", "SITEDEX_LISTEN", "--listen"; empty: it is as it is by default
  bool is_inherited = false;  ///< said once for many
  std::string usual;          ///< by default; empty: none
  bool is_flag = false;
  bool is_list = false;
};

/// Who may set what the command line left open, first come, first served.
struct SettingSources {
  /// SITEDEX_MAX_PAGES for --max-pages; several values of an option that takes several are a line each.
  bool environment = true;
  const SettingsFile& file;
  const toml::table& table;  ///< of `file`
  std::span<const Setting> inherited{};
  /// Keys that are no options here, and what to say of them.
  std::span<const std::pair<std::string_view, std::string_view>> elsewhere{};
};

/// Those of the options that a file may set: all but --help and --config.
std::vector<CLI::Option*> settable(CLI::App& command);

/// What an option is by default; empty: nothing.
std::string usual_value(const CLI::Option& option);

/// Fills in options. What is wrong with values, and each key of the table that is no option (with the nearest that is
/// one), is added to `problems`. An empty list in the table is the default. Returns all settings, in the order of
/// `options`; those that are wrong as they are by default.
std::vector<Setting> fill_in(const std::vector<CLI::Option*>& options, const SettingSources& sources,
                             Problems& problems);

/// The same for all options of a command, from the environment and the table of its name in the TOML file `file`, if
/// that is not empty. (CLI11's own order lets a file beat the environment.) Throws `SettingsError`.
void fill_in(CLI::App& command, const std::string& file);

/// What is wrong with settings, in the words of a complaint about flags: "--rate: '2' is not a rate like 2/s" without
/// the dashes.
std::string about_settings(std::string complaint);

}  // namespace app
