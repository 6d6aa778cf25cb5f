#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/error.hpp"
#include "jobs/cron.hpp"

namespace jobs {

/// When a site is crawled: when somebody asks, so long after the last crawl began, by the calendar, or the sooner, the
/// more often its pages change. A value; any thread. It looks at no clock.
class Schedule {
 public:
  using TimePoint = std::chrono::system_clock::time_point;
  using Seconds = std::chrono::seconds;

  /// Of every interval: a crawl for each minute is the most, and one in five years the least.
  static constexpr Seconds kShortest = std::chrono::minutes(1);
  static constexpr Seconds kLongest = std::chrono::days(5 * 365);

  /// What a finished crawl tells about the next one.
  struct Last {
    TimePoint started;
    Seconds interval{0};  ///< from the crawl before it; 0 if there was none
    double changed = 0;   ///< part of its pages that were new, gone or not as before
  };

  static Schedule on_demand() { return Schedule(OnDemand(), "on demand"); }

  /// `6h`, `30m`: from the start of one crawl to the start of the next one.
  static base::Result<Schedule> every(std::string_view text);

  /// As `Cron::parse` reads it: in UTC.
  static base::Result<Schedule> cron(std::string_view text);

  /// Halves the interval where a tenth of the pages has changed, and doubles it where none has; begins with a day, or
  /// what of the two is nearest to it.
  static base::Result<Schedule> adaptive(Seconds shortest, Seconds longest);

  /// When the next crawl is due: not after `now`, if it is now, or was while nobody could see to it; nothing, if it is
  /// when somebody asks. The first one, for which there is no `last`, is due now; so is one after a crawl that began
  /// after `now`, for then the clock was wrong, and nobody knows how long ago that was.
  std::optional<TimePoint> next(const std::optional<Last>& last, TimePoint now) const;

  /// As it was given: "every 6h", "cron 0 3 * * *", "adaptive 1h to 7d", "on demand".
  const std::string& text() const { return text_; }

  friend bool operator==(const Schedule&, const Schedule&) = default;

 private:
  struct OnDemand {
    friend bool operator==(const OnDemand&, const OnDemand&) = default;
  };
  struct Adaptive {
    Seconds shortest;
    Seconds longest;

    Seconds interval_after(const Last& last) const;
    friend bool operator==(const Adaptive&, const Adaptive&) = default;
  };
  using When = std::variant<OnDemand, Seconds, Cron, Adaptive>;

  Schedule(When when, std::string text) : when_(std::move(when)), text_(std::move(text)) {}

  When when_;
  std::string text_;
};

}  // namespace jobs
