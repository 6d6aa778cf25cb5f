#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace crawler {

/// A program to be run, without a shell.
struct ChildCommand {
  std::string program;  ///< its file; not looked for
  /// The first one names it. In each, `{}` stands for a file that holds the input.
  std::vector<std::string> arguments;
};

struct ChildLimits {
  std::chrono::milliseconds time = std::chrono::seconds(30);  ///< by the clock, and, in whole seconds, of CPU
  std::uint64_t memory_bytes = std::uint64_t{1} << 30;        ///< address space of each of its processes
  std::size_t output_bytes = std::size_t{16} << 20;
};

/// What came of a child process.
struct ChildResult {
  enum class End : std::uint8_t {
    kExited,      ///< `code` is its exit status
    kSignalled,   ///< `code` is the signal
    kOverTime,    ///< ended by us, or by the system for its CPU time
    kOverOutput,  ///< ended by us
    kStopped,     ///< ended by us, for the stop was requested
    kNotRun,      ///< `code` is the `errno` of what failed
  };

  End end = End::kNotRun;
  int code = 0;
  std::string output{};     ///< its standard output, as far as it was read
  std::string complaint{};  ///< the end of its standard error
};

/// Runs `command` and waits for it. It reads `input` from its standard input or from `{}`, cannot write to files, has
/// no descriptors but its standard ones, and of the environment but PATH, with a locale of plain UTF-8. It and what it
/// has started, in a process group of its own, is killed when it ends, when a limit is reached, and when `stop` is
/// requested; it itself also when this thread ends, so that a crawl that is killed leaves none behind. What leaves the
/// group is not followed. Any thread, several at a time.
ChildResult run_child(const ChildCommand& command, std::string_view input, const ChildLimits& limits,
                      const std::stop_token& stop);

}  // namespace crawler
