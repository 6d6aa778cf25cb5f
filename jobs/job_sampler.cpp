#include "jobs/job_sampler.hpp"

#include <utility>

namespace jobs {
namespace {

constexpr std::int64_t spacing_of(std::int64_t worked_ms) {
  std::int64_t spacing = JobSampler::kFirstSpacing_ms;
  while (worked_ms > spacing * (JobSampler::kMostSamples - 1)) spacing *= 2;
  return spacing;
}

/// The multiple of `step` that is not less.
constexpr std::int64_t rounded_up(std::int64_t value, std::int64_t step) {
  return (value + step - 1) / step * step;
}

}  // namespace

JobSampler::JobSampler(storage::JobSamples& samples, std::int64_t job, Time now, std::function<std::int64_t()> clock)
    : samples_(samples), job_(job), clock_(std::move(clock)), began_(now) {
  if (const auto last = samples.last(job)) {
    worked_before_ms_ = last->worked_ms;
    before_ = last->counts;
    spacing_ms_ = spacing_of(worked_before_ms_);
  } else {
    put(0, {});
  }
  due_ms_ = worked_before_ms_ + spacing_ms_;
}

std::int64_t JobSampler::worked_ms(Time now) const {
  return worked_before_ms_ + std::chrono::duration_cast<std::chrono::milliseconds>(now - began_).count();
}

std::int64_t JobSampler::spacing_at(std::int64_t worked_ms) {
  if (const std::int64_t spacing = spacing_of(worked_ms); spacing != spacing_ms_) {
    spacing_ms_ = spacing;
    samples_.thin(job_, spacing);
    due_ms_ = rounded_up(due_ms_, spacing);
  }
  return spacing_ms_;
}

void JobSampler::look(const storage::JobCounts& counts, Time now) {
  const std::int64_t worked = worked_ms(now);
  const std::int64_t spacing = spacing_at(worked);
  if (worked < due_ms_ || counts == stored_) return;
  const std::int64_t place = worked / spacing * spacing;
  put(place, counts);
  due_ms_ = place + spacing;
}

void JobSampler::keep(const storage::JobCounts& counts, Time now) {
  if (counts != stored_) end(counts, now);
}

/// It stands where the next sample will, which takes its place.
void JobSampler::end(const storage::JobCounts& counts, Time now) {
  const std::int64_t worked = worked_ms(now);
  put(rounded_up(worked, spacing_at(worked)), counts);
}

void JobSampler::put(std::int64_t place, const storage::JobCounts& counts) {
  stored_ = counts;
  storage::JobCounts all = before_;
  samples_.put(job_, {.worked_ms = place, .at = clock_(), .counts = all += counts});
}

}  // namespace jobs
