#include "jobs/schedule.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/quantity.hpp"

namespace jobs {
namespace {

using base::ErrorKind;
using base::fail;

constexpr Schedule::Seconds kFirstInterval = std::chrono::days(1);
constexpr double kMany = .1;  // of the pages

base::Result<Schedule::Seconds> within_bounds(std::chrono::milliseconds time) {
  if (time >= Schedule::kShortest && time <= Schedule::kLongest) return std::chrono::floor<Schedule::Seconds>(time);
  return fail(ErrorKind::kTellUser, fmt::format("'{}' is not from 1m to {}", base::duration_text(time),
                                                base::duration_text(Schedule::kLongest)));
}

}  // namespace

base::Result<Schedule> Schedule::every(std::string_view text) {
  const auto time = base::parse_duration(text);
  if (!time) return std::unexpected(time.error());
  const auto interval = within_bounds(*time);
  if (!interval) return std::unexpected(interval.error());
  return Schedule(*interval, fmt::format("every {}", text));
}

base::Result<Schedule> Schedule::cron(std::string_view text) {
  const auto cron = Cron::parse(text);
  if (!cron) return std::unexpected(cron.error());
  return Schedule(*cron, fmt::format("cron {}", text));
}

base::Result<Schedule> Schedule::adaptive(Seconds shortest, Seconds longest) {
  for (const Seconds bound : {shortest, longest}) {
    if (const auto within = within_bounds(bound); !within) return std::unexpected(within.error());
  }
  const std::string bounds = fmt::format("{} to {}", base::duration_text(shortest), base::duration_text(longest));
  if (shortest > longest) return fail(ErrorKind::kTellUser, fmt::format("'{}' goes backwards", bounds));
  return Schedule(Adaptive{.shortest = shortest, .longest = longest}, "adaptive " + bounds);
}

Schedule::Seconds Schedule::Adaptive::interval_after(const Last& last) const {
  Seconds interval = std::min(last.interval, longest);
  if (last.interval <= Seconds(0)) {
    interval = kFirstInterval;  // what a first crawl finds does not tell how often it changes
  } else if (last.changed >= kMany) {
    interval /= 2;
  } else if (last.changed <= 0) {
    interval *= 2;
  }
  return std::clamp(interval, shortest, longest);
}

std::optional<Schedule::TimePoint> Schedule::next(const std::optional<Last>& last, TimePoint now) const {
  if (std::holds_alternative<OnDemand>(when_)) return {};
  if (!last || last->started > now) return now;
  if (const auto* interval = std::get_if<Seconds>(&when_)) return last->started + *interval;
  if (const auto* cron = std::get_if<Cron>(&when_)) return cron->next(std::chrono::floor<Seconds>(last->started));
  return last->started + std::get<Adaptive>(when_).interval_after(*last);
}

}  // namespace jobs
