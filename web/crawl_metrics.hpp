#pragma once

#include <mutex>

#include "jobs/board.hpp"
#include "server/metrics.hpp"

namespace web {

/// What is counted of crawls: counters for all of them together, gauges for each site. Any thread; both outlive it.
class CrawlMetrics {
 public:
  CrawlMetrics(const jobs::Board& board, server::Metrics& metrics) : board_(board), metrics_(metrics) {}

  /// Brings the figures up to what the board says now.
  void update();

 private:
  void update_counters();
  void update_gauges();
  void update_gauges_of(const jobs::SiteStatus& site);

  const jobs::Board& board_;
  std::mutex mutex_;  ///< guards the way from what a counter is to what it should be
  server::Metrics& metrics_;
};

}  // namespace web
