#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/cpu_time.hpp"

namespace base {

/// What a crawl's CPU time is told by.
enum class Stage : std::uint8_t {
  kParse,     ///< of a response: decoding, hashing, reading its HTML; with kLinks
  kLinks,     ///< resolving them
  kExtract,   ///< making a document of what was read; with kTokenize
  kTokenize,  ///< its text
  kInsert,    ///< into the ledger and the index
  kCommit,
};

/// Sums of CPU time by stage. Any thread.
class StageTimes {
 public:
  std::chrono::nanoseconds of(Stage stage) const {
    return std::chrono::nanoseconds(nanoseconds_[static_cast<std::size_t>(stage)]);
  }

  void add(Stage stage, std::chrono::nanoseconds time) {
    nanoseconds_[static_cast<std::size_t>(stage)] += time.count();
  }

 private:
  std::array<std::atomic<std::int64_t>, 6> nanoseconds_{};
};

/// Adds to a stage the CPU time that its thread uses while it lives. Where there are no sums it costs nothing, else two
/// system calls.
class StageMeter {
 public:
  StageMeter(StageTimes* times, Stage stage)
      : times_(times), stage_(stage), begun_(times == nullptr ? std::chrono::nanoseconds(0) : thread_cpu_time()) {}
  ~StageMeter() {
    if (times_ != nullptr) times_->add(stage_, thread_cpu_time() - begun_);
  }
  StageMeter(const StageMeter&) = delete;
  StageMeter& operator=(const StageMeter&) = delete;

 private:
  StageTimes* times_;
  Stage stage_;
  std::chrono::nanoseconds begun_;
};

}  // namespace base
