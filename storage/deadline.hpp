#pragma once

#include <algorithm>
#include <chrono>
#include <functional>

#include "storage/sqlite.hpp"

namespace storage {

/// The instant at which something has to end.
class Deadline {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  /// `time` from now, a year at most.
  explicit Deadline(std::chrono::milliseconds time, Clock now = std::chrono::steady_clock::now)
      : now_(std::move(now)), end_(now_() + std::min<std::chrono::milliseconds>(time, std::chrono::years(1))) {}

  /// No end: whoever waits may interrupt the connection.
  static Deadline none() { return {}; }

  bool is_set() const { return static_cast<bool>(now_); }
  bool is_over() const { return is_set() && now_() >= end_; }

 private:
  Deadline() = default;

  Clock now_;  // empty if there is no end
  std::chrono::steady_clock::time_point end_;
};

/// As long as it lives, statements of its connection throw `Interrupted` when a deadline is over: within some hundreds
/// of rows, or of pages of the index where FTS5 reads on and on to find the next row. One at a time for a
/// connection; `deadline` outlives it. Takes the place of the connection's progress handler, if the deadline is set.
class TimeLimit {
 public:
  TimeLimit(Connection& connection, const Deadline& deadline);
  ~TimeLimit();
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;

 private:
  sqlite3* connection_;  // null if there is no end
};

}  // namespace storage
