#include "tests/support/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace support {
namespace {

using Pipe = std::array<int, 2>;

Pipe make_pipe() {
  Pipe ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  return ends;
}

/// Only what is safe between fork and exec in a program with threads.
[[noreturn]] void become(char* const* arguments, const char* folder, const Pipe& start, int out, int err) {
  char go = 0;
  if (read(start[0], &go, 1) != 1) _exit(127);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  if (*folder != '\0' && chdir(folder) != 0) _exit(127);
  execvp(arguments[0], arguments);
  _exit(127);
}

/// Reads both until both end.
void drain(int first, std::string& first_bytes, int second, std::string& second_bytes) {
  std::array<pollfd, 2> streams{{{first, POLLIN, 0}, {second, POLLIN, 0}}};
  const std::array<std::string*, 2> sinks{&first_bytes, &second_bytes};
  std::array<char, 1 << 16> buffer{};
  while (streams[0].fd >= 0 || streams[1].fd >= 0) {
    poll(streams.data(), streams.size(), -1);
    for (std::size_t i = 0; i < streams.size(); ++i) {
      if (streams[i].revents == 0) continue;
      const ssize_t got = read(streams[i].fd, buffer.data(), buffer.size());
      if (got > 0) {
        sinks[i]->append(buffer.data(), static_cast<std::size_t>(got));
      } else {
        streams[i].fd = -1;
      }
    }
  }
}

}  // namespace

Process::Process(const std::vector<std::string>& arguments, const std::function<void(pid_t)>& started,
                 const std::filesystem::path& folder) {
  std::vector<char*> words;
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  const Pipe start = make_pipe();
  const Pipe out = make_pipe();
  const Pipe err = make_pipe();
  id_ = fork();
  if (id_ == 0) become(words.data(), folder.c_str(), start, out[1], err[1]);
  for (const int end : {start[0], out[1], err[1]}) close(end);
  out_ = out[0];
  err_ = err[0];
  if (started) started(id_);
  const ssize_t told = write(start[1], "!", 1);
  close(start[1]);
  if (id_ < 0 || told != 1) throw std::runtime_error("cannot start " + arguments.front());
}

Process::~Process() {
  if (id_ > 0) {
    kill(id_, SIGKILL);
    waitpid(id_, nullptr, 0);
  }
  close(out_);
  close(err_);
}

Ended Process::wait() {
  Ended ended;
  drain(out_, ended.out, err_, ended.err);
  int status = 0;
  waitpid(id_, &status, 0);
  id_ = 0;
  if (WIFEXITED(status)) ended.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
  return ended;
}

Ended Process::wait_or_kill(std::chrono::microseconds life) {
  pollfd ended{static_cast<int>(syscall(SYS_pidfd_open, id_, 0)), POLLIN, 0};
  if (ended.fd < 0) throw std::system_error(errno, std::generic_category(), "pidfd_open");
  const auto seconds = std::chrono::floor<std::chrono::seconds>(life);
  const timespec time{seconds.count(), std::chrono::nanoseconds(life - seconds).count()};
  if (ppoll(&ended, 1, &time, nullptr) == 0) kill(id_, SIGKILL);
  close(ended.fd);
  return wait();
}

std::uint64_t peak_memory_bytes(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);) {
    constexpr std::string_view kKey = "VmHWM:";  // in kB: proc(5)
    if (line.starts_with(kKey)) return std::stoull(line.substr(kKey.size())) * 1024;
  }
  return 0;
}

}  // namespace support
