#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string_view>
#include <thread>

#include "crawler/fetcher.hpp"
#include "crawler/folder_site.hpp"
#include "crawler/receiver.hpp"

namespace crawler {

/// Gets the URLs of a site from the local folder that it will be made of. One thread of its own reads the files, one
/// after the other, and calls each `done`. There are no hosts to be polite to: a crawl delay is none.
///
/// Destroying it cancels what is not done yet, calls each `done` for it, and waits until they returned.
class FolderFetcher final : public Fetcher {
 public:
  explicit FolderFetcher(FolderSite site, ReceiveLimits limits = {});
  ~FolderFetcher() override;

  void fetch(Fetch fetch, std::stop_token stop, Done done) override;
  void set_crawl_delay(std::string_view site, std::chrono::milliseconds delay) override;

 private:
  class Loop;

  std::unique_ptr<Loop> loop_;
  std::jthread thread_;  ///< runs `loop_`, and is joined before it goes
};

}  // namespace crawler
