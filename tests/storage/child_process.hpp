#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <optional>

namespace storage {

/// `work` in a process of its own. Waited for by whoever started it.
class Child {
 public:
  template <typename Work>
  explicit Child(Work work) : id_(fork()) {
    if (id_ != 0) return;
    int code = 0;
    try {
      code = work();
    } catch (...) {
      code = 99;
    }
    _exit(code);
  }

  /// Until it has stopped itself (`raise(SIGSTOP)`); false if it ended instead.
  bool has_stopped() {
    waitpid(id_, &status_, WUNTRACED);
    return WIFSTOPPED(status_);
  }
  void send(int signal) const { kill(id_, signal); }

  /// What `work` returned; nothing if a signal killed it. 99: it threw.
  std::optional<int> wait() {
    waitpid(id_, &status_, 0);
    return WIFEXITED(status_) ? std::optional(WEXITSTATUS(status_)) : std::nullopt;
  }

 private:
  pid_t id_;
  int status_ = 0;
};

/// Runs `work` in a process of its own, and returns what it returned; nothing if a signal killed it. 99: it threw.
template <typename Work>
std::optional<int> in_child(Work work) {
  return Child(work).wait();
}

}  // namespace storage
