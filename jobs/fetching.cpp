#include "jobs/fetching.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <utility>

#include "crawler/curl_fetcher.hpp"
#include "crawler/folder_fetcher.hpp"
#include "crawler/replay_fetcher.hpp"
#include "crawler/robots.hpp"
#include "indexer/extractor.hpp"

namespace jobs {
namespace {

using crawler::Page;

/// Requests beyond those that the connections work on: so that one slow page does not leave them without work.
std::size_t window_for(const CrawlOptions& options) {
  return std::max<std::size_t>(options.concurrency, options.network.politeness.per_host.value_or(0)) * 4 + 16;
}

/// What the parsers make of good pages, besides reading them.
std::function<void(Page&)> extraction(const CrawlOptions& options, base::StageTimes* times) {
  if (options.list) return {};
  return std::bind_front(indexer::extract_early, times, options.selection);
}

}  // namespace

std::unique_ptr<crawler::Fetcher> open_fetcher(const CrawlOptions& options, const Authorization& authorization) {
  crawler::CurlFetcherOptions network = options.network;
  network.receive.wanted = std::bind_front(&crawler::DocumentTypes::may_be_document, options.documents);
  if (options.archive) {
    return std::make_unique<crawler::ReplayFetcher>(options.archive, network.receive);
  }
  if (!options.folder.empty()) {
    auto site = crawler::FolderSite::open(options.folder, options.seeds.front().url);
    if (!site) throw std::runtime_error(site.error().what);
    return std::make_unique<crawler::FolderFetcher>(*std::move(site), network.receive);
  }
  network.accept = options.documents.accept();
  network.politeness.in_flight_per_host = options.concurrency;
  network.authorization.insert(authorization.begin(), authorization.end());  // the command line's stand
  return std::make_unique<crawler::CurlFetcher>(std::move(network));
}

crawler::Reader::Options reading(const CrawlOptions& options, base::StageTimes* times) {
  crawler::DocumentTypes documents = options.documents;
  documents.conversion.output_bytes = options.network.receive.max_body_bytes;
  return {.window_pages = window_for(options),
          .first_retry = options.retry_delay,
          .reading = {.wanted = !options.list || options.titles ? html::Wanted::kAll : html::Wanted::kLinks,
                      .agent = std::string(crawler::product_token(options.network.user_agent)),
                      .times = times,
                      .documents = std::move(documents)},
          .extract = extraction(options, times)};
}

std::shared_ptr<crawler::Fetcher> Fetchers::fetcher(const std::string& way, const CrawlOptions& options,
                                                    const Authorization& authorization) {
  const bool is_network = options.folder.empty() && !options.archive;
  if (!is_network) return open_fetcher(options, authorization);
  std::string key = way;
  for (const auto& secrets : {options.network.authorization, authorization}) {
    for (const auto& [origin, secret] : secrets) key += fmt::format("\n{} {}", origin, secret);
  }
  std::weak_ptr<crawler::Fetcher>& known = fetchers_[key];
  std::shared_ptr<crawler::Fetcher> fetcher = known.lock();
  if (!fetcher) known = fetcher = open_fetcher(options, authorization);
  return fetcher;
}

}  // namespace jobs
