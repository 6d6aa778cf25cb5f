#pragma once

#include <chrono>
#include <string>

#include "app/options.hpp"
#include "crawler/page.hpp"
#include "jobs/sites.hpp"
#include "jobs/watcher.hpp"

namespace app {

/// How a crawl tells what it does: URLs or JSON lines on standard output, progress and complaints on standard error. A
/// terminal gets one line that changes; anything else a line now and then. The consumer's thread.
class Progress final : public jobs::Watcher {
 public:
  explicit Progress(const CrawlOptions& options);
  ~Progress() override;
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Not when quiet.
  void say(const std::string& sentence) override;
  void opened(const jobs::Site& site, const jobs::Sites& sites) override;
  void page(const crawler::Page& page, const jobs::Sites& sites) override;
  void stored(std::size_t urls) override;
  void idle(const jobs::Sites& sites) override;

 private:
  void print(const crawler::Page& page);
  void show_progress(const jobs::Sites& sites);
  void clear_line();

  const CrawlOptions& options_;
  const bool has_terminal_;
  const bool shows_progress_;  ///< not where the data, on the same terminal, are progress enough
  const std::chrono::steady_clock::time_point started_;
  std::chrono::steady_clock::time_point next_progress_;
  bool has_asked_for_contact_ = false;
  bool has_line_ = false;  ///< a progress line stands on the terminal
};

}  // namespace app
