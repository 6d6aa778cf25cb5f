#pragma once

#include <memory>

#include "crawler/fetcher.hpp"
#include "crawler/recording_fetcher.hpp"
#include "jobs/crawl_options.hpp"
#include "storage/seed_list.hpp"

namespace jobs {

/// What gets a crawl's pages, recorded if that was asked for. The archive says what the crawl is made of: its seeds,
/// and the options that decide which pages it has.
class Recording {
 public:
  /// Throws `crawler::WarcError` if the archive cannot be made.
  Recording(std::unique_ptr<crawler::Fetcher> fetcher, const CrawlOptions& options, storage::SeedList& seeds);

  crawler::Fetcher& fetcher() { return *fetcher_; }

  /// Throws `crawler::WarcError` if the archive cannot be written any more: there will be no further answer then.
  void check() const;

 private:
  std::unique_ptr<crawler::Fetcher> fetcher_;
  const crawler::RecordingFetcher* recorder_ = nullptr;  ///< is `fetcher_`, or none
};

}  // namespace jobs
