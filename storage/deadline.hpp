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

  bool is_over() const { return now_() >= end_; }

 private:
  Clock now_;
  std::chrono::steady_clock::time_point end_;
};

/// As long as it lives, statements of its connection throw `Interrupted` when a deadline is over: within some hundreds
/// of rows, or of pages of the index where FTS5 reads on and on to find the next row. One at a time for a
/// connection; `deadline` outlives it.
class TimeLimit {
 public:
  TimeLimit(Connection& connection, const Deadline& deadline);
  ~TimeLimit();
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;

 private:
  Connection& connection_;
};

}  // namespace storage
