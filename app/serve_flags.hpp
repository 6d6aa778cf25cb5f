#pragma once

#include <CLI/CLI.hpp>

#include <cstddef>
#include <string>
#include <vector>

#include "app/options.hpp"
#include "app/server_settings.hpp"
#include "jobs/daemon_options.hpp"

namespace app {

/// The command `sitedex serve`: its flags, which are also what a daemon's file says in [server], [storage] and [jobs].
/// Stays where it is.
class ServeFlags {
 public:
  /// Where the index is, and how it is written.
  struct Storage {
    std::string database = "sitedex.db";
    bool compress = false;
    std::size_t batch = 1000;
  };
  /// How many jobs there are.
  struct Jobs {
    std::size_t most = jobs::DaemonOptions().most_jobs;
    std::size_t kept = jobs::DaemonOptions().kept_jobs;
  };

  /// Adds the command to `program`.
  explicit ServeFlags(CLI::App& program);
  ServeFlags(const ServeFlags&) = delete;
  ServeFlags& operator=(const ServeFlags&) = delete;

  CLI::App* command() const { return command_; }

  /// What was asked for, with `file`, which --config names, if it is not empty. Throws `CLI::ParseError` if there is
  /// neither a file nor an index to serve.
  ServeOptions options(const std::string& file) const;

  std::vector<CLI::Option*> server_options() const;
  std::vector<CLI::Option*> storage_options() const;
  std::vector<CLI::Option*> jobs_options() const;

  /// As far as options have been read.
  const ServerSettings& server() const { return server_; }
  const Storage& storage() const { return storage_; }
  const Jobs& jobs() const { return jobs_; }
  const std::string& admin_token_file() const { return admin_token_file_; }

 private:
  void add_reach();
  void add_load();
  void add_log();
  void add_jobs();
  std::vector<CLI::Option*> options_of(const std::string& group) const;

  CLI::App* command_;
  ServerSettings server_;
  Storage storage_;
  Jobs jobs_;
  std::string admin_token_file_;
};

}  // namespace app
