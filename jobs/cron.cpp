#include "jobs/cron.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "base/ascii.hpp"
#include "base/quantity.hpp"

namespace jobs {
namespace {

using base::ErrorKind;
using base::fail;
using std::chrono::days;
using std::chrono::sys_days;

constexpr auto kMonths = std::to_array<std::string_view>(
    {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"});
constexpr auto kWeekdays = std::to_array<std::string_view>({"sun", "mon", "tue", "wed", "thu", "fri", "sat"});

struct Field {
  std::string_view name;
  unsigned least;
  unsigned most;
  std::span<const std::string_view> words{};  ///< for the numbers from `least` on
};

constexpr std::array<Field, 5> kFields{{{"minute", 0, 59},
                                        {"hour", 0, 23},
                                        {"day of the month", 1, 31},
                                        {"month", 1, 12, kMonths},
                                        {"day of the week", 0, 7, kWeekdays}}};

constexpr auto kNamed = std::to_array<std::pair<std::string_view, std::string_view>>({{"@hourly", "0 * * * *"},
                                                                                      {"@daily", "0 0 * * *"},
                                                                                      {"@midnight", "0 0 * * *"},
                                                                                      {"@weekly", "0 0 * * 0"},
                                                                                      {"@monthly", "0 0 1 * *"},
                                                                                      {"@yearly", "0 0 1 1 *"},
                                                                                      {"@annually", "0 0 1 1 *"}});

/// What stands between marks of a kind.
std::vector<std::string_view> parted(std::string_view text, std::string_view marks) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = std::min(text.find_first_of(marks), text.size());
    parts.push_back(text.substr(0, end));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

base::Result<unsigned> parse_number(const Field& field, std::string_view text) {
  const std::string lower = base::ascii_lower(text);
  const auto word = std::ranges::find(field.words, lower);
  if (word != field.words.end()) return field.least + static_cast<unsigned>(word - field.words.begin());
  const auto number = base::parse_count(text, field.least, field.most);
  if (!number) return std::unexpected(number.error());
  return static_cast<unsigned>(*number);
}

base::Result<std::pair<unsigned, unsigned>> parse_range(const Field& field, std::string_view text) {
  if (text == "*") return std::pair(field.least, field.most);
  const std::size_t dash = text.find('-');
  const auto first = parse_number(field, text.substr(0, dash));
  if (!first) return std::unexpected(first.error());
  if (dash == std::string_view::npos) return std::pair(*first, *first);
  auto last = parse_number(field, text.substr(dash + 1));
  if (!last) return std::unexpected(last.error());
  const bool is_week = field.most == 7;
  if (is_week && *last == 0 && *first > 0) last = 7;  // fri-sun
  if (*first > *last) return fail(ErrorKind::kTellUser, fmt::format("'{}' goes backwards", text));
  return std::pair(*first, *last);
}

base::Result<std::uint64_t> parse_item(const Field& field, std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view range_text = text.substr(0, slash);
  const auto range = parse_range(field, range_text);
  if (!range) return std::unexpected(range.error());
  base::Result<std::uint64_t> step = 1;
  if (slash != std::string_view::npos) {
    step = base::parse_count(text.substr(slash + 1), 1, field.most);
    if (!step) return fail(ErrorKind::kTellUser, "the step in " + step.error().what);
    const bool is_range = range_text == "*" || range_text.contains('-');
    if (!is_range) return fail(ErrorKind::kTellUser, fmt::format("'{}' has a step, but no range", text));
  }
  std::uint64_t numbers = 0;
  for (std::uint64_t number = range->first; number <= range->second; number += *step) {
    numbers |= std::uint64_t{1} << number;
  }
  return numbers;
}

base::Result<std::uint64_t> parse_field(const Field& field, std::string_view text) {
  std::uint64_t numbers = 0;
  for (const std::string_view item : parted(text, ",")) {
    const auto some = parse_item(field, item);
    if (!some) return fail(ErrorKind::kTellUser, fmt::format("{}: {}", field.name, some.error().what));
    numbers |= *some;
  }
  return numbers;
}

bool has(std::uint64_t numbers, unsigned number) {
  return (numbers >> number & 1) != 0;
}

/// The first one from `least` on; 64 if there is none.
unsigned first_from(std::uint64_t numbers, unsigned least) {
  return least > 63 ? 64 : static_cast<unsigned>(std::countr_zero(numbers >> least << least));
}

}  // namespace

base::Result<Cron> Cron::parse(std::string_view text) {
  const auto named = std::ranges::find(kNamed, text, &std::pair<std::string_view, std::string_view>::first);
  std::vector<std::string_view> texts = parted(named == kNamed.end() ? text : named->second, " \t");
  std::erase(texts, "");
  if (texts.size() != kFields.size()) {
    return fail(ErrorKind::kTellUser,
                fmt::format("'{}' is neither minute, hour, day of the month, month and day of the week, like "
                            "'0 3 * * *', nor @hourly, @daily, @weekly, @monthly or @yearly",
                            text));
  }
  std::array<std::uint64_t, kFields.size()> numbers{};
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    const auto field = parse_field(kFields[i], texts[i]);
    if (!field) return std::unexpected(field.error());
    numbers[i] = *field;
  }
  Cron cron;
  std::tie(cron.minutes_, cron.hours_, cron.days_, cron.months_) =
      std::tie(numbers[0], numbers[1], numbers[2], numbers[3]);
  cron.weekdays_ = (numbers[4] | numbers[4] >> 7) & 0x7F;  // 7 is 0
  cron.one_day_is_enough_ = !texts[2].starts_with('*') && !texts[4].starts_with('*');
  if (cron.is_often_enough()) return cron;
  return fail(ErrorKind::kTellUser, fmt::format("'{}' never comes, or is more than five years off", text));
}

bool Cron::fits(sys_days day) const {
  const std::chrono::year_month_day date(day);
  if (!has(months_, static_cast<unsigned>(date.month()))) return false;
  const bool by_month = has(days_, static_cast<unsigned>(date.day()));
  const bool by_week = has(weekdays_, std::chrono::weekday(day).c_encoding());
  return one_day_is_enough_ ? by_month || by_week : by_month && by_week;
}

/// In 28 years all days of a year fall on all days of the week; from then on it is the same again, until a century
/// without a leap day.
bool Cron::is_often_enough() const {
  using namespace std::chrono_literals;
  constexpr sys_days kBegin = 2000y / 1 / 1;
  constexpr sys_days kEnd = 2034y / 1 / 1;
  constexpr days kFiveYears(5 * 366);
  sys_days last = kBegin;
  for (sys_days day = kBegin; day < kEnd && day - last <= kFiveYears; day += days(1)) {
    if (fits(day)) last = day;
  }
  return kEnd - last <= kFiveYears;
}

Cron::Time Cron::next(Time now) const {
  const auto begin = std::chrono::floor<std::chrono::minutes>(now) + std::chrono::minutes(1);
  sys_days day = std::chrono::floor<days>(begin);
  const std::chrono::hh_mm_ss time(begin - day);
  unsigned hour = first_from(hours_, static_cast<unsigned>(time.hours().count()));
  const bool is_this_hour = hour == static_cast<unsigned>(time.hours().count());
  unsigned minute = first_from(minutes_, is_this_hour ? static_cast<unsigned>(time.minutes().count()) : 0);
  if (minute > 59) {  // in a later hour
    hour = first_from(hours_, hour + 1);
    minute = first_from(minutes_, 0);
  }
  if (hour > 23 || !fits(day)) {
    do day += days(1);
    while (!fits(day));
    hour = first_from(hours_, 0);
    minute = first_from(minutes_, 0);
  }
  return day + std::chrono::hours(hour) + std::chrono::minutes(minute);
}

}  // namespace jobs
