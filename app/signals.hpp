#pragma once

#include <csignal>
#include <cstdint>

namespace app {

/// What somebody wants of a process that runs on and on.
enum class Signal : std::uint8_t { kStop, kReload };

/// As long as it lives, SIGTERM, SIGINT and SIGHUP wait until somebody asks for them. Made on the main thread before
/// there are others, which would be hit by them. A second SIGTERM or SIGINT while the first is being obeyed waits, too.
class Signals {
 public:
  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  /// Waits for the next one.
  Signal next();

 private:
  sigset_t set_{};
  sigset_t before_{};
};

}  // namespace app
