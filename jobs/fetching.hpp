#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/stage_times.hpp"
#include "crawler/fetcher.hpp"
#include "crawler/reader.hpp"
#include "jobs/crawl_options.hpp"
#include "jobs/seeds.hpp"

namespace jobs {

/// What gets the pages: the network, the folder that the site will be made of, or what was recorded. Throws
/// `std::runtime_error` if that is not there.
std::unique_ptr<crawler::Fetcher> open_fetcher(const CrawlOptions& options, const Authorization& authorization);

/// How answers are read. `times` are added to, if there are any.
crawler::Reader::Options reading(const CrawlOptions& options, base::StageTimes* times);

/// The fetchers of a process that crawls many sites: those that want answers got in the same way share one, and with it
/// its thread, its connections and each host's clock. One thread.
class Fetchers {
 public:
  /// `way`: how `options` want answers got, as a text. What it gives is shared, and lives as long as somebody has it.
  std::shared_ptr<crawler::Fetcher> fetcher(const std::string& way, const CrawlOptions& options,
                                            const Authorization& authorization);

 private:
  std::map<std::string, std::weak_ptr<crawler::Fetcher>> fetchers_;
};

}  // namespace jobs
