#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "crawler/status_class.hpp"
#include "storage/database.hpp"

namespace storage {

/// What has come of a job's URLs. Those that are deferred have yet to come.
struct JobCounts {
  static constexpr std::size_t kDepths = 12;

  std::array<std::int64_t, crawler::kStatusClasses> statuses{};  ///< URLs by the class of their last answer
  std::array<std::int64_t, kDepths> depths{};  ///< good pages by links from a seed; the last one: all that are deeper

  JobCounts& operator+=(const JobCounts& other);
  friend bool operator==(const JobCounts&, const JobCounts&) = default;
};

/// How far a job had come at a moment, in all its runs.
struct JobSample {
  std::int64_t worked_ms = 0;  ///< how long it had been running by then, without pauses
  std::int64_t at = 0;         ///< seconds since 1970
  JobCounts counts;
};

/// The course of each job, as samples. `Jobs::forget_old` forgets them with their jobs. Changes become durable with the
/// next commit. A sample is a row of some 80 bytes and costs 10 us.
class JobSamples {
 public:
  explicit JobSamples(Database& database) : database_(database) {}

  /// In the place of one of the same `worked_ms`.
  void put(std::int64_t job, const JobSample& sample);
  /// Forgets those that do not stand at a multiple of `spacing_ms`.
  void thin(std::int64_t job, std::int64_t spacing_ms);

  /// Those of a job, in their order.
  std::vector<JobSample> list(std::int64_t job);
  std::optional<JobSample> last(std::int64_t job);

 private:
  std::vector<JobSample> select(std::int64_t job, std::string_view order);

  Database& database_;
};

}  // namespace storage
