#include "jobs/schedule.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace std::chrono_literals;
using jobs::Schedule;
using Last = Schedule::Last;

constexpr Schedule::TimePoint kNoon = std::chrono::sys_days(std::chrono::year(2026) / 11 / 27) + 12h;

TEST(Schedule, TheFirstCrawlIsDueNow) {
  for (const auto& schedule : {*Schedule::every("6h"), *Schedule::cron("0 3 * * *"), *Schedule::adaptive(1h, 24h)}) {
    EXPECT_EQ(schedule.next({}, kNoon), kNoon) << schedule.text();
  }
}

TEST(Schedule, OnDemandIsNeverDue) {
  EXPECT_EQ(Schedule::on_demand().next({}, kNoon), std::nullopt);
  EXPECT_EQ(Schedule::on_demand().next(Last{.started = kNoon - 24h}, kNoon), std::nullopt);
}

TEST(Schedule, AnIntervalIsFromStartToStart) {
  const auto schedule = Schedule::every("6h");
  EXPECT_EQ(schedule->next(Last{.started = kNoon - 1h}, kNoon), kNoon + 5h);
  EXPECT_EQ(schedule->next(Last{.started = kNoon - 100h}, kNoon), kNoon - 94h) << "overdue since then";
}

TEST(Schedule, TheCalendarCountsFromTheLastStart) {
  const auto schedule = Schedule::cron("0 3 * * *");
  EXPECT_EQ(schedule->next(Last{.started = kNoon - 9h}, kNoon), kNoon + 15h);
  EXPECT_EQ(schedule->next(Last{.started = kNoon - 10h}, kNoon), kNoon - 9h) << "missed at three, and made up for";
}

TEST(Schedule, AClockThatWentBackMakesACrawlDue) {
  for (const auto& schedule : {*Schedule::every("6h"), *Schedule::cron("0 3 * * *"), *Schedule::adaptive(1h, 24h)}) {
    EXPECT_EQ(schedule.next(Last{.started = kNoon + 24h * 365}, kNoon), kNoon) << schedule.text();
  }
}

std::chrono::system_clock::duration adapted(const Last& last) {
  return *Schedule::adaptive(1h, 168h)->next(last, kNoon) - kNoon;
}

TEST(Schedule, AdaptsToHowMuchHasChanged) {
  EXPECT_EQ(adapted({.started = kNoon, .interval = 8h, .changed = .1}), 4h);
  EXPECT_EQ(adapted({.started = kNoon, .interval = 8h, .changed = 0}), 16h);
  EXPECT_EQ(adapted({.started = kNoon, .interval = 8h, .changed = .05}), 8h);
  EXPECT_EQ(adapted({.started = kNoon, .interval = 90min, .changed = 1}), 1h);
  EXPECT_EQ(adapted({.started = kNoon, .interval = 100h, .changed = 0}), 168h);
  EXPECT_EQ(adapted({.started = kNoon, .interval = Schedule::Seconds::max(), .changed = 0}), 168h);
  EXPECT_EQ(adapted({.started = kNoon, .changed = 1}), 24h) << "a first crawl tells nothing of changes";
  EXPECT_EQ(*Schedule::adaptive(1min, 1h)->next(Last{.started = kNoon}, kNoon), kNoon + 1h);
}

TEST(Schedule, IsToldAsItWasGiven) {
  EXPECT_EQ(Schedule::every("1.5h")->text(), "every 1.5h");
  EXPECT_EQ(Schedule::cron("0 3 * * mon")->text(), "cron 0 3 * * mon");
  EXPECT_EQ(Schedule::adaptive(1h, 168h)->text(), "adaptive 1h to 7d");
  EXPECT_EQ(Schedule::on_demand().text(), "on demand");
}

TEST(Schedule, SaysWhatIsWrong) {
  const auto complaint = [](const base::Result<Schedule>& schedule) {
    return schedule ? std::string() : schedule.error().what;
  };
  EXPECT_EQ(complaint(Schedule::every("59s")), "'59s' is not from 1m to 1825d");
  EXPECT_EQ(complaint(Schedule::every("1826d")), "'1826d' is not from 1m to 1825d");
  EXPECT_EQ(complaint(Schedule::every("daily")), "'daily' is not a duration like 500ms, 2s or 1.5m");
  EXPECT_EQ(complaint(Schedule::adaptive(2h, 1h)), "'2h to 1h' goes backwards");
  EXPECT_NE(complaint(Schedule::adaptive(1s, 1h)), "");
  EXPECT_NE(complaint(Schedule::cron("0 0 30 2 *")), "");
}

}  // namespace
