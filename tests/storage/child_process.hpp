#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <optional>

namespace storage {

/// Runs `work` in a process of its own, and returns what it returned; nothing if a signal killed it. 99: it threw.
template <typename Work>
std::optional<int> in_child(Work work) {
  const pid_t child = fork();
  if (child == 0) {
    int code = 0;
    try {
      code = work();
    } catch (...) {
      code = 99;
    }
    _exit(code);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? std::optional(WEXITSTATUS(status)) : std::nullopt;
}

}  // namespace storage
