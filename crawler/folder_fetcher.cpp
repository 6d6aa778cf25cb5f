#include "crawler/folder_fetcher.hpp"

#include <utility>

namespace crawler {

FolderFetcher::FolderFetcher(FolderSite site, ReceiveLimits limits)
    : fetcher_([site = std::move(site), limits = std::move(limits)](const Fetch& fetch) {
        return site.get(fetch, limits);
      }) {}

void FolderFetcher::fetch(Fetch fetch, std::stop_token stop, Done done) {
  fetcher_.fetch(std::move(fetch), std::move(stop), std::move(done));
}

void FolderFetcher::set_crawl_delay(std::string_view site, std::chrono::milliseconds delay) {
  fetcher_.set_crawl_delay(site, delay);
}

}  // namespace crawler
