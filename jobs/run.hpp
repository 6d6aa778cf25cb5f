#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "jobs/daemon_options.hpp"
#include "jobs/fetching.hpp"
#include "jobs/sites.hpp"
#include "jobs/watcher.hpp"
#include "lazy/generator.hpp"
#include "lazy/turn.hpp"
#include "storage/seed_list.hpp"

namespace jobs {

/// What all jobs of the daemon share. All of it outlives them.
struct Workshop {
  storage::Database& database;
  storage::Crawls& crawls;
  storage::Ledger& ledger;
  crawler::Parsers& parsers;
  Fetchers& fetchers;
};

/// A job at work: its site's crawls, from where they were left, as far as they come. Destroying it leaves them where
/// they are. Stays where it is. The consumer's thread.
class Run {
 public:
  /// `options` outlive it. Throws `std::runtime_error` if there is nothing to crawl.
  Run(const SiteOptions& options, const Workshop& workshop);
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  /// The site's pages, in order; once.
  lazy::generator<lazy::Turn<crawler::Page>> pages();

  const Tally& tally() const { return sites_.tally(); }
  std::uint64_t waiting() const { return sites_.waiting(); }

  /// What it came to.
  struct Outcome {
    std::int64_t pages = 0;     ///< good ones of this round, also of earlier runs
    std::int64_t changed = 0;   ///< pages that are not as they were at `since`
    std::uint64_t waiting = 0;  ///< URLs that a further run would go on with
    std::vector<std::string> failed_seeds{};
    std::vector<std::string> remarks{};  ///< a sentence each
  };

  /// When its pages have been written, or nobody wants more of them. `since`: seconds since 1970.
  Outcome close(std::int64_t since);

 private:
  /// Nobody looks on: how it gets on can be asked for.
  class Silence final : public Watcher {
    void say(const std::string& /*sentence*/) override {}
    void opened(const Site& /*site*/, const Sites& /*sites*/) override {}
    void page(const crawler::Page& /*page*/, const Sites& /*sites*/) override {}
    void stored(std::size_t /*urls*/) override {}
    void idle(const Sites& /*sites*/) override {}
  };

  std::vector<std::string> remarks_;
  storage::SeedList seeds_;
  Authorization authorization_;
  Silence silence_;
  std::shared_ptr<crawler::Fetcher> fetcher_;
  crawler::Reader reader_;
  Shared shared_;
  Sites sites_;
};

/// That in words: "5 pages, 2 changed".
std::string summary(const Run::Outcome& outcome, const Tally& tally);

}  // namespace jobs
