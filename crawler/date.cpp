#include "crawler/date.hpp"

#include <curl/curl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

#include "html/ascii.hpp"

namespace crawler {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_seconds;

struct Number {
  int value = 0;
  std::size_t digits = 0;
};

/// What is left of a text to be read.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : left_(text) {}

  bool at_end() const { return left_.empty(); }

  /// Whether it goes on with one of these, which is then passed.
  bool pass(const base::ByteSet& one_of) {
    if (at_end() || !one_of.contains(left_.front())) return false;
    left_.remove_prefix(1);
    return true;
  }

  void pass_all(const base::ByteSet& any_of) { left_.remove_prefix((~any_of).find_in(left_)); }

  /// Digits, at most that many; none is the number 0.
  Number number(std::size_t most) {
    Number number;
    for (; number.digits < most && number.digits < left_.size() && base::kDigits.contains(left_[number.digits]);
         ++number.digits) {
      number.value = number.value * 10 + (left_[number.digits] - '0');
    }
    left_.remove_prefix(number.digits);
    return number;
  }

 private:
  std::string_view left_;
};

std::optional<sys_seconds> midnight(int year, int month, int day) {
  const std::chrono::year_month_day date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

/// "12:30", "12:30:05", "12:30:05.25"; the fraction is dropped.
std::optional<seconds> time_of_day(Scanner& text) {
  const Number hour = text.number(2);
  if (hour.digits == 0 || !text.pass(base::ByteSet(":"))) return std::nullopt;
  const Number minute = text.number(2);
  if (minute.digits == 0) return std::nullopt;
  Number second;
  if (text.pass(base::ByteSet(":"))) second = text.number(2);
  if (text.pass(base::ByteSet(".,"))) text.pass_all(base::kDigits);
  if (hour.value > 23 || minute.value > 59 || second.value > 60) return std::nullopt;
  return hours(hour.value) + minutes(minute.value) + seconds(second.value);
}

/// What a zone is ahead of UTC: "Z", "+01:00", "+0100", or nothing at all.
std::optional<seconds> offset(Scanner& text) {
  const bool behind = text.pass(base::ByteSet("-"));
  if (!behind && !text.pass(base::ByteSet("+"))) {
    text.pass(base::ByteSet("Zz"));
    return text.at_end() ? std::optional(seconds(0)) : std::nullopt;
  }
  const Number hour = text.number(2);
  text.pass(base::ByteSet(":"));
  const Number minute = text.number(2);
  if (hour.digits != 2 || minute.value > 59) return std::nullopt;
  const seconds ahead = hours(hour.value) + minutes(minute.value);
  return behind ? -ahead : ahead;
}

std::optional<sys_seconds> with_time(Scanner& text, std::optional<sys_seconds> date) {
  const auto time = time_of_day(text);
  text.pass_all(base::ByteSet(" "));
  const auto ahead = offset(text);
  if (!date || !time || !ahead) return std::nullopt;
  return *date + *time - *ahead;
}

std::optional<sys_seconds> parse_w3c(Scanner text) {
  const Number year = text.number(4);
  if (year.digits != 4) return std::nullopt;
  const base::ByteSet dash("-");
  const int month = text.pass(dash) ? text.number(2).value : 1;
  const int day = text.pass(dash) ? text.number(2).value : 1;
  const auto date = midnight(year.value, month, day);
  if (text.at_end()) return date;
  if (!text.pass(base::ByteSet("Tt "))) return std::nullopt;
  return with_time(text, date);
}

}  // namespace

std::optional<sys_seconds> parse_date(std::string_view text) {
  text = html::trim_html_space(text);
  if (const auto date = parse_w3c(Scanner(text))) return date;
  const std::time_t date = curl_getdate(std::string(text).c_str(), nullptr);
  return date == -1 ? std::nullopt : std::optional(sys_seconds(seconds(date)));
}

std::string http_date(sys_seconds time) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S GMT}", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

}  // namespace crawler
