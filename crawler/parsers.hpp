#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "html/page_reader.hpp"

namespace crawler {

/// What waits for the threads that read pages, and the room for bodies. Requests under way share it, for an answer may
/// come when all others are gone. Any thread.
class ParserQueue {
 public:
  /// Reads one answer, with a parser's own page reader.
  using Visit = std::move_only_function<void(html::PageReader&)>;

  /// `visits_at_once`: where they are asked for, one at a time.
  ParserQueue(bool visits_at_once, std::size_t window_bytes)
      : visits_at_once_(visits_at_once), window_bytes_(window_bytes) {}

  /// Queues a visit. The queue is bounded by the requests in flight.
  void add(Visit visit);
  /// Makes one visit after the other, until it is closed.
  void work();
  /// Drops what waits, and whatever comes.
  void close();

  /// Bodies come and go.
  void hold(std::size_t bytes) { held_bytes_ += bytes; }
  void release(std::size_t bytes) { held_bytes_ -= bytes; }
  bool has_room() const { return held_bytes_ < window_bytes_; }

  /// Wakes the one who waits, or the next one who will.
  void wake();
  /// Sleeps until somebody was woken since the last call, `patience` at most.
  void wait(std::chrono::milliseconds patience);

 private:
  const bool visits_at_once_;
  const std::size_t window_bytes_;
  std::atomic<std::size_t> held_bytes_ = 0;
  std::mutex mutex_;  ///< guards visits_, is_closed_ and page_reader_
  std::condition_variable has_visit_;
  std::deque<Visit> visits_;
  bool is_closed_ = false;
  html::PageReader page_reader_;  ///< for visits at once
  std::mutex wake_mutex_;         ///< guards is_woken_
  std::condition_variable woken_;
  bool is_woken_ = false;
};

/// The threads that read pages. All readers of a process may share them, and then share the room for bodies. Destroying
/// it drops what waits to be read, and waits for what is being read.
class Parsers {
 public:
  struct Options {
    unsigned threads = 2;                 ///< 0: answers are read on the fetcher's thread
    std::size_t window_bytes = 64 << 20;  ///< bodies received, of all readings that live, before no more start
  };

  Parsers() : Parsers(Options()) {}
  explicit Parsers(Options options);
  ~Parsers();
  Parsers(const Parsers&) = delete;
  Parsers& operator=(const Parsers&) = delete;

  const std::shared_ptr<ParserQueue>& queue() const { return queue_; }

  /// Whether `window_bytes` allow another request to be started.
  bool has_room() const { return queue_->has_room(); }

  /// Sleeps until an answer has been read since the last call, `patience` at most. One thread.
  void wait(std::chrono::milliseconds patience) { queue_->wait(patience); }

 private:
  std::shared_ptr<ParserQueue> queue_;
  std::vector<std::jthread> threads_;
};

}  // namespace crawler
