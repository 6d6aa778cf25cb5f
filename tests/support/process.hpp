#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace support {

/// How a process ended.
struct Ended {
  int exit_code = -1;  ///< -1 if a signal ended it
  int signal = 0;
  std::string out;
  std::string err;
};

/// A program run as a process of its own, its output taken in. Killed if it is not waited for.
class Process {
 public:
  /// `started` is told the process's id before the program can do anything.
  explicit Process(const std::vector<std::string>& arguments, const std::function<void(pid_t)>& started = {},
                   const std::filesystem::path& folder = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t id() const { return id_; }
  Ended wait();

  /// The same of a program that says little, which is killed (SIGKILL) if it has not ended by then.
  Ended wait_or_kill(std::chrono::microseconds life);

 private:
  pid_t id_ = 0;
  int out_ = -1;
  int err_ = -1;
};

/// The most resident memory that a running process has had so far; 0 if there is no such process.
/// (`wait4` tells more: what its parent had when it was forked counts there.)
std::uint64_t peak_memory_bytes(pid_t process);

}  // namespace support
