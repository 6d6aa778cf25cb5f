#pragma once

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

#include "app/options.hpp"

namespace app {

/// The command `sitedex crawl`: its flags, and what they come to. Stays where it is.
class CrawlFlags {
 public:
  /// Adds the command to `program`.
  explicit CrawlFlags(CLI::App& program);
  CrawlFlags(const CrawlFlags&) = delete;
  CrawlFlags& operator=(const CrawlFlags&) = delete;

  const CLI::App* command() const { return command_; }

  /// What was asked for, when all has been read. Throws `CLI::ParseError` for what does not go together.
  CrawlOptions options();

 private:
  void add_start();
  void add_scope();
  void add_politeness();
  void add_network();
  void add_output();

  void take_places();
  void take_folder(const std::string& folder);
  void take_authorization();

  CLI::App* command_;
  CrawlOptions options_;
  std::vector<std::string> places_;  ///< URLs, a folder, or "-"
  std::optional<Seed> base_;
  std::string contact_;
  std::string login_;
  std::string bearer_;
};

}  // namespace app
