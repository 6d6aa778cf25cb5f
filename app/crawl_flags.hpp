#pragma once

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/options.hpp"

namespace app {

/// Where a crawl writes to, and how.
void add_storage(CLI::App& command, std::string& database, bool& compress, std::size_t& batch);

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

  void add_start();  ///< but for the URLs themselves
  void add_limits();
  void add_fresh();
  void add_recrawl();
  void add_scope();
  void add_reading();
  void add_politeness();
  void add_network();
  void add_output();

  /// Whether the option of that name decides which pages a crawl has, so that an archive may say what it is.
  static bool is_rule(std::string_view name);

  /// What does not go together, as the other complaints about a command line.
  [[noreturn]] static void complain(const std::string& what);

  /// What is to be done when all has been read: `take_folder` if one is to be crawled, `introduce` if there is a
  /// network, `finish`.
  void take_folder(const std::string& folder);
  void introduce();
  void finish();

  CLI::App* command_;
  CrawlOptions options_;
  std::optional<jobs::Seed> base_;

 private:
  void add_recording();

  void take_places();
  void take_authorization();

  std::vector<std::string> places_;  ///< URLs, a folder, or "-"
  std::string contact_;
  std::string login_;
  std::string bearer_;
};

}  // namespace app
