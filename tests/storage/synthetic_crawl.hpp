#pragma once

#include <cstddef>
#include <functional>

#include "storage/database.hpp"

namespace storage {

/// A crawl of a web made from a number: pages, failures, redirects to new and to known URLs, links out of scope.
/// Textbook breadth-first, one page at a time, on the frontier that the database remembers.
struct SyntheticCrawl {
  int urls = 300;
  std::size_t batch = 7;
  std::size_t read_ahead = 3;  ///< pages whose links are pushed before the batch ahead of them is written

  /// Goes on to the end. `after_commit` is called after each batch.
  void run(Database& database, const std::function<void()>& after_commit = [] {}) const;
};

}  // namespace storage
