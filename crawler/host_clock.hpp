#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>

namespace crawler {

/// How much may be asked of servers at a time. What is not given goes by the host: a public one is asked gently, two
/// requests at a time and with a pause as long as its last answer took, from 100 ms to 10 s; one of the operator's own
/// (`is_own_host`) at full speed.
struct PolitenessLimits {
  std::size_t in_flight = 256;                            ///< requests on their way, of all hosts together
  std::size_t in_flight_per_host = 16;                    ///< of a host of one's own, when `per_host` is not given
  std::optional<std::size_t> per_host{};                  ///< likewise of any; by default one where there is a delay
  std::optional<std::chrono::milliseconds> delay{};       ///< from the end of an answer to the next request's start
  std::optional<std::chrono::microseconds> interval{};    ///< from a request's start to the next one's, at least
  std::chrono::milliseconds longest_crawl_delay{30'000};  ///< a host that asks for more gets this
  std::chrono::milliseconds first_backoff{1'000};         ///< a host that says it is busy is left alone for this long
  std::chrono::milliseconds longest_backoff{60'000};      ///< or twice the time before; or for as long as it asks
  std::chrono::milliseconds longest_mild_backoff{8'000};  ///< the same for `Ending::is_mild`
  unsigned failures = 8;                                  ///< so often in a row no answer, and the host is given up
  std::chrono::milliseconds silence{600'000};             ///< if it answered before: and none for so long
  std::chrono::milliseconds first_giving_up{60'000};      ///< for this long
  std::chrono::milliseconds longest_giving_up{600'000};   ///< or twice the time before
  std::optional<unsigned> jitter_seed{};                  ///< for tests: makes backoffs repeatable
};

/// What the end of a request says of its host.
struct Ending {
  enum class Kind : std::uint8_t {
    kAnswer,    ///< of any status but those of kBusy
    kBusy,      ///< 429 (RFC 6585, 4) or 503 (RFC 9110, 15.6.4)
    kNoAnswer,  ///< refused, timed out, lost
    kNothing,   ///< cancelled, or failed for reasons of ours
  };
  Kind kind = Kind::kAnswer;
  std::chrono::steady_clock::time_point started{};    ///< when the request started
  std::optional<std::chrono::seconds> retry_after{};  ///< asked for by a busy host: RFC 9110, 10.2.3
  bool is_mild = false;  ///< busy, but asks for nothing (a bare 503): it may be the page that is broken, not the host
};

/// One host's pace: is told when requests start and end, and says when the next may start. Backs off from a host that
/// is busy: each time doubles the wait, ten good answers halve it, and while any is remembered, requests go one at a
/// time. Gives up a host that only fails, each time for twice as long; then one request has to find it alive before
/// others follow. One that has answered has to be silent for long: pages that always fail may come in a row. Setbacks
/// of requests that were in flight together count once, for they have one cause.
///
/// Time is the caller's, and never goes back. One thread.
class HostClock {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using Duration = TimePoint::duration;
  using Random = std::minstd_rand;

  /// `limits` outlives the clock.
  HostClock(const PolitenessLimits& limits, bool is_own_host) : limits_(&limits), is_own_host_(is_own_host) {}

  /// What the host asks for; zero for nothing. The larger of it and the pause it would get anyway counts.
  void set_crawl_delay(std::chrono::milliseconds delay);

  /// It is known that the host has answered before, though not to this clock.
  void note_earlier_answer(TimePoint now);

  void start(TimePoint now);
  /// One of those started has ended.
  void end(const Ending& ending, TimePoint now, Random& random);

  std::size_t in_flight() const { return in_flight_; }
  /// From when on the next request may start; nothing if one has to end first.
  std::optional<TimePoint> next_start() const;
  /// Until then nothing is asked of the host, and nothing should wait for it.
  TimePoint given_up_until() const { return given_up_until_; }

 private:
  std::size_t connections() const;
  Duration pause() const;
  void note_life(TimePoint now);
  void note_good_answer(TimePoint now);
  void back_off(const Ending& ending, TimePoint now, Random& random);
  void note_failure(TimePoint started, TimePoint now);

  const PolitenessLimits* limits_;
  bool is_own_host_;
  std::size_t in_flight_ = 0;
  std::chrono::milliseconds crawl_delay_{0};
  TimePoint last_start_ = TimePoint::min();
  TimePoint last_end_ = TimePoint::min();
  Duration last_took_{0};

  Duration backoff_{0};
  TimePoint busy_at_ = TimePoint::min();  ///< when the backoff grew last
  TimePoint busy_until_ = TimePoint::min();
  unsigned good_answers_ = 0;  ///< since the backoff changed

  std::optional<TimePoint> last_life_;      ///< when it answered last
  unsigned failures_ = 0;                   ///< in a row
  TimePoint failed_at_ = TimePoint::min();  ///< when they grew last
  Duration giving_up_{0};
  TimePoint given_up_until_ = TimePoint::min();
};

}  // namespace crawler
