#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string_view>
#include <vector>

#include "crawler/archive.hpp"
#include "crawler/fetcher.hpp"
#include "crawler/local_fetcher.hpp"
#include "crawler/receiver.hpp"

namespace crawler {

/// Answers from an archive what was answered when it was recorded, and never from the network: the k-th request for a
/// URL as the k-th one then, further ones as the last. Nothing is waited for. A URL that is not there is an error of
/// kind kSkip; but a robots.txt that is not is a 404, for other tools do not keep it.
class ReplayFetcher final : public Fetcher {
 public:
  /// From now on the archive is read by the fetcher's thread alone.
  ReplayFetcher(std::shared_ptr<Archive> archive, ReceiveLimits limits);

  void fetch(Fetch fetch, std::stop_token stop, Done done) override;
  void set_crawl_delay(std::string_view site, std::chrono::milliseconds delay) override;

 private:
  base::Result<Response> answer(const Fetch& fetch);

  // The thread of `fetcher_` only.
  std::shared_ptr<Archive> archive_;
  ReceiveLimits limits_;
  std::vector<std::uint32_t> asked_;  ///< how often, by a URL's first request in the archive

  LocalFetcher fetcher_;  ///< goes first: its thread uses the rest
};

}  // namespace crawler
