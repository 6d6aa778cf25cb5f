#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "crawler/fetcher.hpp"

namespace support {

/// Answers requests from a function, in random order, when told to. One thread.
class FakeFetcher : public crawler::Fetcher {
 public:
  using Server = std::function<base::Result<crawler::Response>(const crawler::Url&)>;

  FakeFetcher(Server server, std::uint32_t seed) : server_(std::move(server)), random_(seed) {}

  void fetch(crawler::Fetch fetch, std::stop_token stop, Done done) override;
  void set_crawl_delay(std::string_view site, std::chrono::milliseconds delay) override;

  /// Answers one of the requests that wait, any of them; false if none does.
  bool finish_one();

  const std::vector<std::string>& requested() const { return requested_; }
  std::size_t most_waiting() const { return most_waiting_; }

  /// Of each request, whether it said that its host was named.
  const std::vector<bool>& named() const { return named_; }
  const std::map<std::string, std::chrono::milliseconds>& crawl_delays() const { return crawl_delays_; }

  /// How many requests wait that nobody has cancelled.
  std::size_t live() const;

 private:
  struct Pending {
    crawler::Url url;
    std::stop_token stop;
    Done done;
  };

  Server server_;
  std::mt19937 random_;
  std::vector<Pending> pending_;
  std::vector<std::string> requested_;
  std::vector<bool> named_;
  std::map<std::string, std::chrono::milliseconds> crawl_delays_;
  std::size_t most_waiting_ = 0;
};

}  // namespace support
