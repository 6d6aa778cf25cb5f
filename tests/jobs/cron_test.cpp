#include "jobs/cron.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <ctime>
#include <random>
#include <set>
#include <string>

#include "tests/support/rounds.hpp"

namespace {

using namespace std::chrono_literals;
using jobs::Cron;
using Time = Cron::Time;

Time at(std::chrono::sys_days day, std::chrono::minutes time = 0min) {
  return day + time;
}

Time next(std::string_view text, Time now) {
  const auto cron = Cron::parse(text);
  EXPECT_TRUE(cron) << text;
  return cron->next(now);
}

std::string complaint(std::string_view text) {
  const auto cron = Cron::parse(text);
  return cron ? "" : cron.error().what;
}

TEST(Cron, IsTheNextMinuteThatFits) {
  const Time noon = at(2026y / 11 / 27, 12h);  // a Friday
  EXPECT_EQ(next("* * * * *", noon), noon + 1min);
  EXPECT_EQ(next("* * * * *", noon + 59s), noon + 1min);
  EXPECT_EQ(next("* * * * *", noon - 1s), noon);
  EXPECT_EQ(next("0 12 * * *", noon), noon + 24h);
  EXPECT_EQ(next("30 11,12 * * *", noon), noon + 30min);
  EXPECT_EQ(next("*/25 * * * *", noon + 50min), noon + 1h);
  EXPECT_EQ(next("10-40/15 9-17/4 * * *", noon), noon + 1h + 10min);
  EXPECT_EQ(next("0 3 1 * *", noon), at(2026y / 12 / 1, 3h));
  EXPECT_EQ(next("0 0 * jan *", noon), at(2027y / 1 / 1));
  EXPECT_EQ(next("0 0 * * MON", noon), at(2026y / 11 / 30));
}

TEST(Cron, KnowsSundayByThreeNames) {
  const Time friday = at(2026y / 11 / 27);
  const Time sunday = at(2026y / 11 / 29);
  for (const std::string_view day : {"0", "7", "sun", "Sun", "0,7", "sun-sun"}) {
    EXPECT_EQ(next(fmt::format("0 0 * * {}", day), friday), sunday) << day;
  }
  EXPECT_EQ(Cron::parse("0 0 * * fri-sun"), Cron::parse("0 0 * * 0,5,6"));
  EXPECT_EQ(Cron::parse("0 0 * * 5-7"), Cron::parse("0 0 * * 0,5,6"));
  EXPECT_EQ(Cron::parse("0 0 * * sun-tue"), Cron::parse("0 0 * * 0,1,2"));
}

// crontab(5): "if both fields are restricted (i.e., do not contain the "*" character), the command will be run when
// either field matches the current time".
TEST(Cron, TakesEitherDayWhereBothAreRestricted) {
  const Time sunday = at(2026y / 11 / 1);
  EXPECT_EQ(next("0 0 13 * fri", sunday), at(2026y / 11 / 6));
  EXPECT_EQ(next("0 0 5 * fri", sunday), at(2026y / 11 / 5));
  EXPECT_EQ(next("0 0 */2 * fri", sunday), at(2026y / 11 / 13)) << "an odd one that is a Friday";
  EXPECT_EQ(next("0 0 13 * *", sunday), at(2026y / 11 / 13));
}

TEST(Cron, KnowsLeapYears) {
  EXPECT_EQ(next("0 0 29 2 *", at(2026y / 1 / 1)), at(2028y / 2 / 29));
  EXPECT_EQ(next("0 0 29 2 *", at(2096y / 3 / 1)), at(2104y / 2 / 29));
  EXPECT_EQ(next("0 0 29 2 *", at(1999y / 3 / 1)), at(2000y / 2 / 29));
  EXPECT_EQ(next("59 23 28-31 2 *", at(2027y / 2 / 28, 23h + 59min)), at(2028y / 2 / 28, 23h + 59min));
}

TEST(Cron, HasNamesForWhatIsUsual) {
  EXPECT_EQ(Cron::parse("@hourly"), Cron::parse("0 * * * *"));
  EXPECT_EQ(Cron::parse("@daily"), Cron::parse("0 0 * * *"));
  EXPECT_EQ(Cron::parse("@midnight"), Cron::parse("@daily"));
  EXPECT_EQ(Cron::parse("@weekly"), Cron::parse("0 0 * * sun"));
  EXPECT_EQ(Cron::parse("@monthly"), Cron::parse(" 0  0 1\t* * "));
  EXPECT_EQ(Cron::parse("@yearly"), Cron::parse("0 0 1 1 *"));
  EXPECT_EQ(Cron::parse("@annually"), Cron::parse("@yearly"));
}

TEST(Cron, SaysWhatIsWrong) {
  EXPECT_EQ(complaint("60 * * * *"), "minute: '60' is not a whole number from 0 to 59");
  EXPECT_EQ(complaint("* 24 * * *"), "hour: '24' is not a whole number from 0 to 23");
  EXPECT_EQ(complaint("* * 0 * *"), "day of the month: '0' is not a whole number from 1 to 31");
  EXPECT_EQ(complaint("* * * janu *"), "month: 'janu' is not a whole number from 1 to 12");
  EXPECT_EQ(complaint("* * * * 5,"), "day of the week: '' is not a whole number from 0 to 7");
  EXPECT_EQ(complaint("* 22-2 * * *"), "hour: '22-2' goes backwards");
  EXPECT_EQ(complaint("*/0 * * * *"), "minute: the step in '0' is not a whole number from 1 to 59");
  EXPECT_EQ(complaint("5/10 * * * *"), "minute: '5/10' has a step, but no range");
  EXPECT_NE(complaint("0 0 * *").find("is neither minute, hour"), std::string::npos);
  for (const std::string_view wrong :
       {"", "* * * * * *", "@reboot", "@Daily", "-1 * * * *", "* * * * mon-", "1--2 * * * *", "* * ? * *", "** * * * *",
        "+1 * * * *", "1/ * * * *", "a * * * *"}) {
    EXPECT_NE(complaint(wrong), "") << wrong;
  }
}

TEST(Cron, RefusesDaysThatNeverCome) {
  EXPECT_EQ(complaint("0 0 30 2 *"), "'0 0 30 2 *' never comes, or is more than five years off");
  EXPECT_NE(complaint("0 0 31 2,4,6,9,11 *"), "");
  EXPECT_NE(complaint("0 0 29 2 */7"), "") << "29 February that is a Sunday: every 28 years";
  EXPECT_EQ(complaint("0 0 30 2 mon"), "") << "each Monday in February";
  EXPECT_EQ(complaint("0 0 29 2 *"), "");
}

/// A field as a list of all its numbers, and as text.
struct RandomField {
  std::string text;
  std::set<int> numbers;

  RandomField(std::mt19937& random, int least, int most) {
    const auto pick = [&](int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); };
    for (int items = pick(1, 3); items > 0; --items) {
      if (!text.empty()) text += ",";
      const bool is_all = pick(0, 2) == 0;
      const int first = is_all ? least : pick(least, most);
      const int last = is_all ? most : pick(first, most);
      const int kind = pick(0, 2);  // a range with a step, without one, a number
      const int step = kind == 0 ? pick(1, 7) : 1;
      text += is_all ? "*" : kind == 2 ? fmt::to_string(first) : fmt::format("{}-{}", first, last);
      if (kind == 0) text += fmt::format("/{}", step);
      const int end = !is_all && kind == 2 ? first : last;
      for (int number = first; number <= end; number += step) numbers.insert(number);
    }
  }
};

/// The same, by the C library's calendar and a look at each minute.
struct SlowCron {
  RandomField minute, hour, day, month, weekday;

  explicit SlowCron(std::mt19937& random)
      : minute(random, 0, 59), hour(random, 0, 23), day(random, 1, 31), month(random, 1, 12), weekday(random, 0, 7) {
    if (weekday.numbers.contains(7)) weekday.numbers.insert(0);
  }

  std::string text() const {
    return fmt::format("{} {} {} {} {}", minute.text, hour.text, day.text, month.text, weekday.text);
  }

  bool fits(std::time_t time) const {
    std::tm parts{};
    gmtime_r(&time, &parts);
    const bool by_month = day.numbers.contains(parts.tm_mday);
    const bool by_week = weekday.numbers.contains(parts.tm_wday);
    const bool either = day.text[0] != '*' && weekday.text[0] != '*';
    return minute.numbers.contains(parts.tm_min) && hour.numbers.contains(parts.tm_hour) &&
           month.numbers.contains(parts.tm_mon + 1) && (either ? by_month || by_week : by_month && by_week);
  }

  /// Looks at each minute after `now`, up to `end`.
  std::time_t next(std::time_t now, std::time_t end) const {
    std::time_t time = now - now % 60 + 60;
    while (time < end && !fits(time)) time += 60;
    return time;
  }
};

TEST(Cron, IsWhatALookAtEachMinuteFinds) {
  std::mt19937 random(7);
  std::uniform_int_distribution<std::time_t> times(0, 4'102'444'800);  // 1970 to 2099
  int parsed = 0;
  for (int round = 0; round < support::rounds(120); ++round) {
    const SlowCron slow(random);
    const auto cron = Cron::parse(slow.text());
    if (!cron) continue;  // a day that hardly ever comes
    ++parsed;
    for (int i = 0; i < 3; ++i) {
      const std::time_t now = times(random);
      const std::time_t found = cron->next(Time(std::chrono::seconds(now))).time_since_epoch().count();
      ASSERT_GT(found, now);
      ASSERT_TRUE(slow.fits(found)) << slow.text() << " from " << now;
      constexpr std::time_t kHalfAYear = 182 * 86'400;  // as far as a slow look goes
      const std::time_t end = std::min(found, now - now % 60 + kHalfAYear);
      ASSERT_EQ(slow.next(now, end), end) << slow.text() << " from " << now;
    }
  }
  EXPECT_GT(parsed, support::rounds(80));
}

}  // namespace
