#pragma once

#include <cstdint>
#include <string>

#include "jobs/crawl_options.hpp"
#include "storage/crawls.hpp"

namespace jobs {

/// What a run does with a crawl, and why: decided by what is stored of it and by the options, before the first request.
struct Plan {
  enum class Kind : std::uint8_t {
    kNew,    ///< it has never been run
    kGoOn,   ///< its present round goes on where it stopped
    kAgain,  ///< its next round
  };

  Kind kind = Kind::kNew;
  storage::Reuse reuse = storage::Reuse::kUnchanged;  ///< for kAgain
  std::string why{};  ///< for kGoOn and kAgain: goes on a sentence, as in "it was stopped"
};

/// A raised limit goes on; where that would not end as if it had been so from the start, and where other rules decide
/// which URLs are taken, it is the next round, which finds the stored pages. A finished crawl is crawled again.
Plan plan(storage::Crawls& crawls, const storage::Crawl& crawl, const CrawlOptions& options);

/// Whatever decides which URLs a crawl takes, under which names, and what is made of their pages, besides its name:
/// equal texts, equal rules.
std::string rules_text(const CrawlOptions& options);

}  // namespace jobs
