#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/options.hpp"
#include "app/server_settings.hpp"
#include "app/settings.hpp"
#include "jobs/daemon_options.hpp"

namespace app {

/// A table of a daemon's file, with all that it may say.
struct SettingsTable {
  std::string header;  ///< "[server]", "[[site]]"
  std::vector<Setting> settings;
};

/// What a daemon is to do: by flags before the environment before its file before defaults. Options of a crawl come
/// from the file alone.
struct DaemonSettings {
  ServerSettings server;
  jobs::DaemonOptions jobs;
  std::vector<std::string> notices;  ///< what an operator should know, in sentences
  std::string token_source;          ///< of the admin's token; empty if there is none
  std::vector<SettingsTable> tables;
};

/// Reads the file of `options`, if they name one, and other files that it names (seeds, the admin's token). Throws
/// `SettingsError`, which tells all that is wrong. To be called again when the file may have changed.
DaemonSettings read_daemon_settings(const ServeOptions& options);

/// The same with `text` as what stands in the file.
DaemonSettings parse_daemon_settings(std::string_view text, const ServeOptions& options);

}  // namespace app
