#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/database.hpp"

namespace storage {

enum class JobState : std::uint8_t {
  kWaiting,  ///< until it is due
  kRunning,  ///< also while its process is gone: the next one goes on with it
  kPaused,   ///< until somebody resumes it
  kDone,
  kFailed,
  kCancelled,  ///< by somebody, or because its site is not to be crawled any more
};

/// Its name in tables, JSON and words.
std::string_view word(JobState state);

/// Whether a job of that state may still do something.
bool is_open(JobState state);

/// A crawl of a site that the daemon does, has done or will do. Times are seconds since 1970, 0 where there is none.
struct Job {
  std::int64_t id = 0;
  std::string site;  ///< its name in the settings
  JobState state = JobState::kWaiting;
  std::string reason;  ///< why it is in that state
  std::int64_t due_at = 0;
  std::int64_t created_at = 0;
  std::int64_t started_at = 0;
  std::int64_t ended_at = 0;
  std::int64_t pages = 0;  ///< good ones, of all its runs
  std::int64_t failures = 0;
  std::int64_t changed = 0;  ///< pages that were new, gone, or not as before
};

/// A state that a job has been in.
struct JobChange {
  std::int64_t at = 0;
  std::string state;
  std::string reason;
};

/// The jobs of a database. Changes become durable with the next commit.
class Jobs {
 public:
  explicit Jobs(Database& database) : database_(database) {}

  /// A new one, which waits. Throws `StorageError` if the site has an open one.
  Job create(std::string_view site, std::string_view reason, std::int64_t due_at, std::int64_t now);

  /// What is in `job` is what holds; where it is in another state now, its history says so.
  void save(const Job& job, std::int64_t now);

  std::optional<Job> find(std::int64_t id);
  /// Those that are not over, by their sites.
  std::vector<Job> open();
  /// Of a site, or of all if it is empty, with a smaller id than `before`: the latest first.
  std::vector<Job> list(std::string_view site, std::int64_t before, std::size_t limit);
  /// The one of the site that ended last as it should.
  std::optional<Job> last_done(std::string_view site);
  std::vector<JobChange> history(std::int64_t id);

  /// Forgets all that are over but the latest `kept` of the site.
  void forget_old(std::string_view site, std::size_t kept);

 private:
  Database& database_;
};

}  // namespace storage
