#pragma once

#include <CLI/CLI.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "app/crawl_flags.hpp"
#include "jobs/daemon_options.hpp"
#include "jobs/schedule.hpp"

namespace app {

/// What a daemon's file says of a site, as a command that nobody types: the options of `sitedex crawl` that make sense
/// there, the site's name and its schedule. Stays where it is.
class SiteFlags : private CrawlFlags {
 public:
  /// Adds the command to `program`.
  explicit SiteFlags(CLI::App& program);

  /// Those that say which site it is, and those that may also be said for all sites.
  std::vector<CLI::Option*> own_options() const;
  std::vector<CLI::Option*> common_options() const;
  std::vector<CLI::Option*> options() const;

  /// Throws `CLI::ParseError` for what does not go together of what may be said for all sites.
  void check_common();

  /// The site, when all has been read. Throws `CLI::ParseError` for what does not go together.
  jobs::SiteOptions site();

  /// Options of which one is enough: where a site has one of them, it takes none of the others from what is said for
  /// all sites.
  static const std::vector<std::vector<std::string>>& alternatives();

 private:
  void add_place();
  void add_schedule();

  void take_place();
  jobs::Schedule schedule() const;
  std::string fetching() const;

  std::string name_;
  std::string folder_;
  std::optional<jobs::Schedule> every_;
  std::optional<jobs::Schedule> cron_;
  bool adaptive_ = false;
  std::chrono::milliseconds at_least_{std::chrono::hours(1)};
  std::chrono::milliseconds at_most_{std::chrono::days(7)};
  bool on_demand_ = false;
};

}  // namespace app
