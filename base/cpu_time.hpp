#pragma once

#include <chrono>
#include <ctime>

namespace base {

inline std::chrono::nanoseconds cpu_time(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

/// CPU time that the calling thread has used so far. A system call: some 0.3 us.
inline std::chrono::nanoseconds thread_cpu_time() {
  return cpu_time(CLOCK_THREAD_CPUTIME_ID);
}

/// CPU time that all threads of the process have used so far.
inline std::chrono::nanoseconds process_cpu_time() {
  return cpu_time(CLOCK_PROCESS_CPUTIME_ID);
}

}  // namespace base
