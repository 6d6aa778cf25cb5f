#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/options.hpp"
#include "crawler/outcome.hpp"
#include "crawler/page.hpp"
#include "storage/crawls.hpp"

namespace app {

/// How a crawl tells what it does: URLs or JSON lines on standard output, progress and complaints on standard error. A
/// terminal gets one line that changes; anything else a line now and then. The consumer's thread.
class Progress {
 public:
  /// What is not in the pages: asked for when a progress line is due.
  struct Standing {
    std::uint64_t waiting = 0;  ///< URLs in the queues
    std::uint64_t limit = 0;    ///< good pages until the limits; 0 if there is none
  };

  Progress(const CrawlOptions& options, std::function<Standing()> standing);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// A sentence for the user; not when quiet.
  void say(const std::string& sentence);

  /// A URL left the crawl.
  void page(const crawler::Page& page);

  /// So many URLs more are durable.
  void stored(std::size_t urls);

  /// Nothing is ready: a good time to write what was held back.
  void idle();

  std::uint64_t pages() const { return pages_; }
  std::uint64_t failures() const { return failures_; }
  std::uint64_t forbidden() const { return forbidden_; }
  std::chrono::steady_clock::duration elapsed() const;

  /// "URL: reason" of each seed that is no page, of crawls that have given no page at all; the first thousand.
  std::vector<std::string> failed_seeds() const;

 private:
  void print(const crawler::Page& page);
  void show_progress();
  void clear_line();

  const CrawlOptions& options_;
  std::function<Standing()> standing_;
  const bool has_terminal_;
  const bool shows_progress_;  ///< not where the data, on the same terminal, are progress enough
  const std::chrono::steady_clock::time_point started_;
  std::chrono::steady_clock::time_point next_progress_;
  std::uint64_t pages_ = 0;
  std::uint64_t failures_ = 0;
  std::uint64_t forbidden_ = 0;  ///< by robots.txt
  int depth_ = 0;
  std::set<crawler::CrawlId> good_crawls_;
  std::vector<std::pair<crawler::CrawlId, std::string>> failed_seeds_;
  bool has_line_ = false;  ///< a progress line stands on the terminal
};

/// A crawl's seeds and how far it goes: "https://example.org/docs/ (its host)".
std::string described(const storage::Crawl& crawl);

}  // namespace app
