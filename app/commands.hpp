#pragma once

#include "app/options.hpp"

namespace app {

/// Exit codes, for scripts and schedulers.
enum class Exit : std::uint8_t {
  kDone = 0,           ///< also when a limit was reached
  kFailure = 1,        ///< anything that the others do not name
  kUsage = 2,          ///< the command line is wrong
  kSeed = 3,           ///< a seed could not be crawled
  kStorage = 4,        ///< the database cannot be read or written
  kHeld = 5,           ///< another process writes to the database
  kFound = 6,          ///< done, and there is something to look at: see the command
  kInterrupted = 130,  ///< stopped by Ctrl-C or SIGTERM; the next run goes on
};

/// One function for each command: does it, writes data to standard output and all else to standard error. Throws
/// `storage::StorageError`.
Exit crawl(const CrawlOptions& options);
Exit search(const SearchOptions& options);
Exit stats(const StatsOptions& options);
Exit check(const CheckOptions& options);
Exit backup(const BackupOptions& options);

}  // namespace app
