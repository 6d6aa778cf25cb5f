#include "crawler/host_clock.hpp"

#include <algorithm>

namespace crawler {
namespace {

using namespace std::chrono_literals;
using Duration = HostClock::Duration;

constexpr std::size_t kGentleConnections = 2;
constexpr Duration kShortestGentlePause = 100ms;
constexpr Duration kLongestGentlePause = 10s;
constexpr unsigned kGoodAnswersToHalve = 10;
constexpr double kMostJitter = 0.25;

Duration doubled(Duration time, Duration least, Duration most) {
  return std::clamp(2 * time, least, std::max(least, most));
}

/// Some more, so that those who were sent away together do not come back together.
Duration jittered(Duration time, HostClock::Random& random) {
  std::uniform_real_distribution<double> share(1, 1 + kMostJitter);
  return std::chrono::duration_cast<Duration>(time * share(random));
}

}  // namespace

void HostClock::set_crawl_delay(std::chrono::milliseconds delay) {
  crawl_delay_ = std::min(delay, limits_->longest_crawl_delay);
}

void HostClock::note_earlier_answer(TimePoint now) {
  if (!last_life_) last_life_ = now;
}

void HostClock::start(TimePoint now) {
  ++in_flight_;
  last_start_ = now;
}

void HostClock::end(const Ending& ending, TimePoint now, Random& random) {
  --in_flight_;
  last_end_ = now;
  last_took_ = now - ending.started;
  switch (ending.kind) {
    case Ending::Kind::kAnswer:
      return note_good_answer(now);
    case Ending::Kind::kBusy:
      return back_off(ending, now, random);
    case Ending::Kind::kNoAnswer:
      return note_failure(ending.started, now);
    case Ending::Kind::kNothing:
      return;
  }
}

std::optional<HostClock::TimePoint> HostClock::next_start() const {
  if (in_flight_ >= connections()) return std::nullopt;
  const TimePoint by_rate = last_start_ + limits_->interval.value_or(0us);
  return std::max({last_end_ + pause(), by_rate, busy_until_, given_up_until_});
}

std::size_t HostClock::connections() const {
  if (backoff_ > 0s || giving_up_ > 0s) return 1;
  if (limits_->per_host) return *limits_->per_host;
  if (crawl_delay_ > 0ms || limits_->delay > 0ms) return 1;
  return is_own_host_ ? limits_->in_flight_per_host : kGentleConnections;
}

HostClock::Duration HostClock::pause() const {
  const bool is_gentle = !is_own_host_ && !limits_->delay && !limits_->interval;
  const Duration own = is_gentle ? std::clamp(last_took_, kShortestGentlePause, kLongestGentlePause)
                                 : Duration(limits_->delay.value_or(0ms));
  return std::max<Duration>(own, crawl_delay_);
}

void HostClock::note_life(TimePoint now) {
  last_life_ = now;
  failures_ = 0;
  giving_up_ = 0s;
  given_up_until_ = TimePoint::min();
}

void HostClock::note_good_answer(TimePoint now) {
  note_life(now);
  if (backoff_ == 0s || ++good_answers_ < kGoodAnswersToHalve) return;
  good_answers_ = 0;
  backoff_ /= 2;
  if (backoff_ < limits_->first_backoff) backoff_ = 0s;
}

void HostClock::back_off(const Ending& ending, TimePoint now, Random& random) {
  note_life(now);
  good_answers_ = 0;
  if (ending.started >= busy_at_) {
    const auto longest = ending.is_mild ? limits_->longest_mild_backoff : limits_->longest_backoff;
    const auto first = std::min(limits_->first_backoff, limits_->longest_backoff);
    backoff_ = std::max(backoff_, doubled(backoff_, first, std::min(longest, limits_->longest_backoff)));
    busy_at_ = now;
  }
  const std::chrono::seconds asked_seconds = std::min<std::chrono::seconds>(ending.retry_after.value_or(0s), 1h);
  const Duration asked = std::min<Duration>(asked_seconds, limits_->longest_backoff);
  busy_until_ = std::max(busy_until_, now + std::max(asked, jittered(backoff_, random)));
}

void HostClock::note_failure(TimePoint started, TimePoint now) {
  if (started < failed_at_) return;
  failed_at_ = now;
  if (++failures_ < limits_->failures) return;
  if (last_life_ && now - *last_life_ < limits_->silence) return;
  giving_up_ = doubled(giving_up_, limits_->first_giving_up, limits_->longest_giving_up);
  given_up_until_ = now + giving_up_;
}

}  // namespace crawler
