#pragma once

#include <cstddef>
#include <string>

#include "crawler/page.hpp"

namespace jobs {

class Site;
class Sites;

/// Who is told how a run goes, on the consumer's thread.
class Watcher {
 public:
  virtual ~Watcher() = default;

  /// A sentence for the user.
  virtual void say(const std::string& sentence) = 0;
  /// A site's crawl is about to begin.
  virtual void opened(const Site& site, const Sites& sites) = 0;
  /// A URL left its crawl.
  virtual void page(const crawler::Page& page, const Sites& sites) = 0;
  /// So many URLs more are durable.
  virtual void stored(std::size_t urls) = 0;
  /// Nothing is ready: a good time for what was held back.
  virtual void idle(const Sites& sites) = 0;
};

}  // namespace jobs
