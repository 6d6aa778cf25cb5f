#include "storage/job_samples.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <span>
#include <string>

#include "storage/json_numbers.hpp"

namespace storage {
namespace {

std::string json_of(std::span<const std::int64_t> counts) {
  return fmt::format("[{}]", fmt::join(counts, ","));
}

template <std::size_t size>
void read(std::string_view json, std::array<std::int64_t, size>& counts) {
  const std::vector<std::int64_t> numbers = numbers_in(json);
  std::ranges::copy_n(numbers.begin(), static_cast<std::ptrdiff_t>(std::min(numbers.size(), size)), counts.begin());
}

template <std::size_t size>
void add(std::array<std::int64_t, size>& counts, const std::array<std::int64_t, size>& more) {
  std::ranges::transform(counts, more, counts.begin(), std::plus());
}

}  // namespace

JobCounts& JobCounts::operator+=(const JobCounts& other) {
  add(statuses, other.statuses);
  add(depths, other.depths);
  return *this;
}

void JobSamples::put(std::int64_t job, const JobSample& sample) {
  database_.change([&] {
    database_.connection()
        .prepare("INSERT OR REPLACE INTO job_samples(job, worked_ms, at, statuses, depths) VALUES (?, ?, ?, ?, ?)")
        .run(job, sample.worked_ms, sample.at, json_of(sample.counts.statuses), json_of(sample.counts.depths));
  });
}

void JobSamples::thin(std::int64_t job, std::int64_t spacing_ms) {
  database_.change([&] {
    database_.connection().prepare("DELETE FROM job_samples WHERE job = ? AND worked_ms % ? <> 0").run(job, spacing_ms);
  });
}

std::vector<JobSample> JobSamples::list(std::int64_t job) {
  return select(job, "ORDER BY worked_ms");
}

std::optional<JobSample> JobSamples::last(std::int64_t job) {
  const auto samples = select(job, "ORDER BY worked_ms DESC LIMIT 1");
  return samples.empty() ? std::nullopt : std::optional(samples.front());
}

std::vector<JobSample> JobSamples::select(std::int64_t job, std::string_view order) {
  std::vector<JobSample> samples;
  Statement rows = database_.connection().prepare(
      fmt::format("SELECT worked_ms, at, statuses, depths FROM job_samples WHERE job = ? {}", order));
  for (const Row row : rows.rows(job)) {
    JobSample& sample = samples.emplace_back();
    sample.worked_ms = row.integer(0);
    sample.at = row.integer(1);
    read(row.text(2), sample.counts.statuses);
    read(row.text(3), sample.counts.depths);
  }
  return samples;
}

}  // namespace storage
