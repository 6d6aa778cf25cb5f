#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace jobs {

/// A line of the calendar as crontab(5) has it, in UTC: minute, hour, day of the month, month, day of the week.
///
/// A field is `*`, or a list of numbers, names (jan, mon: three letters, in any case) and ranges; behind `*` or a range
/// may stand a step: `*/15`, `9-17/2`. Sunday is 0, 7 or sun, also as the end of a range. Where neither day begins with
/// `*`, one of both is enough: `0 0 13 * fri` is each 13th and each Friday. In place of the fields may stand @hourly,
/// @daily (@midnight), @weekly, @monthly or @yearly (@annually). A value; any thread.
class Cron {
 public:
  using Time = std::chrono::sys_seconds;

  /// Errors, of kind kTellUser, name the field. One of them is that its day never comes (30 February), or is more than
  /// five years off at times (29 February that is a Sunday).
  static base::Result<Cron> parse(std::string_view text);

  /// The first minute after `now` that fits, at its beginning; at most five years ahead, but eight for 29 February
  /// around a century that has none. Takes a microsecond, for rare ones ten.
  Time next(Time now) const;

  friend bool operator==(const Cron&, const Cron&) = default;

 private:
  Cron() = default;

  bool fits(std::chrono::sys_days day) const;
  bool is_often_enough() const;

  /// A bit for each number that fits.
  std::uint64_t minutes_ = 0;
  std::uint64_t hours_ = 0;
  std::uint64_t days_ = 0;      ///< of the month, from 1 on
  std::uint64_t months_ = 0;    ///< from 1 on
  std::uint64_t weekdays_ = 0;  ///< Sunday is 0
  bool one_day_is_enough_ = false;
};

}  // namespace jobs
