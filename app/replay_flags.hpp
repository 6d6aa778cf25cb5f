#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

#include "app/crawl_flags.hpp"
#include "app/options.hpp"
#include "crawler/warc_record.hpp"

namespace app {

/// The command `sitedex replay`: those options of a crawl that are not about how pages are got. Stays where it is.
class ReplayFlags : private CrawlFlags {
 public:
  /// Adds the command to `program`.
  explicit ReplayFlags(CLI::App& program);

  using CrawlFlags::command;

  /// What was asked for, when all has been read. Throws `CLI::ParseError` for what does not go together.
  ReplayOptions options();

  /// `options` as they would be if `rules`, names of options and values, had been given too; those that were given
  /// stand. Throws `std::runtime_error` for a value that is none.
  static CrawlOptions with_rules(CrawlOptions options, const crawler::WarcFields& rules);

 private:
  void add_rules();

  std::vector<std::string> files_;
};

}  // namespace app
