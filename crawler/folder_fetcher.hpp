#pragma once

#include <chrono>
#include <stop_token>
#include <string_view>

#include "crawler/fetcher.hpp"
#include "crawler/folder_site.hpp"
#include "crawler/local_fetcher.hpp"
#include "crawler/receiver.hpp"

namespace crawler {

/// Gets the URLs of a site from the local folder that it will be made of, as a `LocalFetcher`.
class FolderFetcher final : public Fetcher {
 public:
  explicit FolderFetcher(FolderSite site, ReceiveLimits limits = {});

  void fetch(Fetch fetch, std::stop_token stop, Done done) override;
  void set_crawl_delay(std::string_view site, std::chrono::milliseconds delay) override;

 private:
  LocalFetcher fetcher_;
};

}  // namespace crawler
