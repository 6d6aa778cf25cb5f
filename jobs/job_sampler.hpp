#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "storage/job_samples.hpp"

namespace jobs {

/// Stores the course of a job while it is at work, as at most `kMostSamples` samples: where there would be more, every
/// second one goes, and they come at half the rate from then on. Goes on where the job's last run has stopped. The
/// consumer's thread.
class JobSampler {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr std::int64_t kMostSamples = 121;  ///< the one at the beginning is one of them
  static constexpr std::int64_t kFirstSpacing_ms = 250;

  /// `samples` outlives it. `now`: when its work begins; `clock`: seconds since 1970.
  JobSampler(storage::JobSamples& samples, std::int64_t job, Time now, std::function<std::int64_t()> clock);

  /// To be told often what has come in this run: stores a sample if it is time for one, and there is news.
  void look(const storage::JobCounts& counts, Time now);
  /// Stores what has come, if that has not been. Before a commit; and at the end.
  void keep(const storage::JobCounts& counts, Time now);
  void end(const storage::JobCounts& counts, Time now);

 private:
  std::int64_t worked_ms(Time now) const;
  std::int64_t spacing_at(std::int64_t worked_ms);
  void put(std::int64_t place, const storage::JobCounts& counts);

  storage::JobSamples& samples_;
  const std::int64_t job_;
  const std::function<std::int64_t()> clock_;
  const Time began_;
  std::int64_t worked_before_ms_ = 0;  ///< in earlier runs
  storage::JobCounts before_;          ///< what came of them
  std::int64_t spacing_ms_ = kFirstSpacing_ms;
  std::int64_t due_ms_ = 0;  ///< the next sample
  storage::JobCounts stored_;
};

}  // namespace jobs
