#pragma once

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <string_view>
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

 protected:
  explicit CrawlFlags(CLI::App* command) : command_(command) {}

  void add_limits();
  void add_recrawl();
  void add_scope();
  void add_reading();
  void add_output();

  /// Whether the option of that name decides which pages a crawl has, so that an archive may say what it is.
  static bool is_rule(std::string_view name);

  /// What is to be done when all has been read.
  void finish();

  CLI::App* command_;
  CrawlOptions options_;

 private:
  void add_start();
  void add_politeness();
  void add_network();
  void add_recording();

  void take_places();
  void take_folder(const std::string& folder);
  void take_authorization();

  std::vector<std::string> places_;  ///< URLs, a folder, or "-"
  std::optional<jobs::Seed> base_;
  std::string contact_;
  std::string login_;
  std::string bearer_;
};

}  // namespace app
