#include "html/arena.hpp"

#include "base/cpu_time.hpp"

namespace html {

void Arena::reset(Budget budget) {
  budget_ = budget;
  begun_ = std::chrono::steady_clock::now();
  cpu_begun_ = base::thread_cpu_time();
  calls_to_look_ = kCallsPerLook;
  if (chunks_.size() > kKeptChunks) chunks_.resize(kKeptChunks);
  large_.clear();
  large_bytes_ = 0;
  chunks_used_ = 0;
  left_ = 0;
}

// The budget is looked at here, so its answer hangs on the sequence of sizes alone: chunks are all of one size.
void* Arena::allocate_elsewhere(std::size_t size) {
  const std::size_t held = chunks_used_ * kChunkBytes + large_bytes_;
  const bool is_large = size > kChunkBytes / 4;
  if (held + (is_large ? size : kChunkBytes) > budget_.bytes) throw OverBytes();
  if (is_large) {
    large_.push_back(std::make_unique_for_overwrite<std::byte[]>(size));
    large_bytes_ += size;
    return large_.back().get();
  }
  if (chunks_used_ == chunks_.size()) chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(kChunkBytes));
  next_ = chunks_[chunks_used_++].get();
  left_ = kChunkBytes - size;
  return std::exchange(next_, next_ + size);
}

// The clock of the thread costs a system call; the other does not, and cannot have advanced less.
void Arena::look_at_clock() {
  calls_to_look_ = kCallsPerLook;
  if (std::chrono::steady_clock::now() - begun_ <= budget_.cpu) return;
  if (base::thread_cpu_time() - cpu_begun_ > budget_.cpu) throw OverTime();
}

}  // namespace html
