#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace html {

/// Memory that is handed out piece by piece and taken back all at once; pages of a usual size are served without a call
/// to malloc. It is also where a parse is watched, for nothing else of Gumbo's calls back. One thread.
class Arena {
 public:
  struct Budget {
    std::size_t bytes = 0;
    std::chrono::nanoseconds cpu{0};  ///< of the calling thread, from `reset` on
  };
  /// Thrown by `allocate`. Which of the two is over: bytes give the same answer on every machine, time does not.
  struct OverBytes {};
  struct OverTime {};

  /// Takes everything back and begins anew. Keeps at most 16 MiB, however large the last page was.
  void reset(Budget budget);

  /// `size` bytes, aligned for pointers, good until `reset`.
  void* allocate(std::size_t size) {
    size = (size + kAlignment - 1) / kAlignment * kAlignment;
    if (--calls_to_look_ == 0) look_at_clock();
    if (size > left_) return allocate_elsewhere(size);
    left_ -= size;
    return std::exchange(next_, next_ + size);
  }

  /// What it holds now, in use or not.
  std::size_t bytes_held() const { return chunks_.size() * kChunkBytes + large_bytes_; }

 private:
  static constexpr std::size_t kAlignment = alignof(void*);
  static constexpr std::size_t kChunkBytes = std::size_t{256} << 10;
  static constexpr std::size_t kKeptChunks = 64;
  static constexpr int kCallsPerLook = 256;

  void* allocate_elsewhere(std::size_t size);
  void look_at_clock();

  Budget budget_;
  std::chrono::steady_clock::time_point begun_;
  std::chrono::nanoseconds cpu_begun_{0};
  std::vector<std::unique_ptr<std::byte[]>> chunks_;
  std::vector<std::unique_ptr<std::byte[]>> large_;  // a piece each
  std::size_t large_bytes_ = 0;
  std::size_t chunks_used_ = 0;
  std::byte* next_ = nullptr;
  std::size_t left_ = 0;
  int calls_to_look_ = kCallsPerLook;
};

}  // namespace html
