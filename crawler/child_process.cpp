#include "crawler/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <utility>

#include "crawler/descriptor.hpp"

namespace crawler {
namespace {

using Clock = std::chrono::steady_clock;
using End = ChildResult::End;

constexpr int kInputFile = 3;  // the child's descriptor that `{}` names
constexpr const char* kInputName = "/dev/fd/3";
constexpr std::size_t kKeptComplaint = 4'096;

struct Pipe {
  Descriptor read;
  Descriptor write;
};

/// Closed in children; nothing if there are no descriptors left.
std::optional<Pipe> open_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  return Pipe{.read = Descriptor(ends[0]), .write = Descriptor(ends[1])};
}

/// A file in memory that nobody can change, at its beginning: a child that does not read it holds nobody up.
Descriptor file_of(std::string_view bytes) {
  Descriptor file(::memfd_create("input", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  while (file.is_open() && !bytes.empty()) {
    const ssize_t count = ::write(file.number(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return Descriptor();
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  if (!file.is_open() || ::lseek(file.number(), 0, SEEK_SET) != 0) return Descriptor();
  ::fcntl(file.number(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
  return file;
}

std::string replaced(std::string argument) {
  for (std::size_t at = 0; (at = argument.find("{}", at)) != std::string::npos; at += 2) {
    argument.replace(at, 2, kInputName);
  }
  return argument;
}

/// Null-terminated, as `execve` takes them; the texts outlive it.
std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// All that the child needs between `fork` and `execve`, where it may call next to nothing: signal-safety(7).
struct Birth {
  const char* program;
  char* const* arguments;
  char* const* environment;
  pid_t parent;
  int input, output, complaint, failure;
  rlimit cpu, memory;
};

/// Numbers above those that are to be had, so that none is overwritten before it has been put in its place.
int moved_up(int descriptor) {
  return ::fcntl(descriptor, F_DUPFD_CLOEXEC, kInputFile + 1);
}

bool prepare(const Birth& birth, int failure) {
  constexpr rlimit kNone{.rlim_cur = 0, .rlim_max = 0};
  const int input = moved_up(birth.input), output = moved_up(birth.output), complaint = moved_up(birth.complaint);
  sigset_t no_signals;
  sigemptyset(&no_signals);
  return ::setpgid(0, 0) == 0 && ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && ::getppid() == birth.parent &&
         ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::setrlimit(RLIMIT_CPU, &birth.cpu) == 0 &&
         ::setrlimit(RLIMIT_AS, &birth.memory) == 0 && ::setrlimit(RLIMIT_FSIZE, &kNone) == 0 &&
         ::setrlimit(RLIMIT_CORE, &kNone) == 0 && ::dup2(input, 0) == 0 && ::dup2(output, 1) == 1 &&
         ::dup2(complaint, 2) == 2 && ::dup2(input, kInputFile) == kInputFile && failure > kInputFile &&
         ::close_range(kInputFile + 1, ~0U, CLOSE_RANGE_CLOEXEC) == 0 && ::signal(SIGPIPE, SIG_DFL) != SIG_ERR &&
         ::sigprocmask(SIG_SETMASK, &no_signals, nullptr) == 0;
}

[[noreturn]] void be_child(const Birth& birth) {
  const int failure = moved_up(birth.failure);
  if (prepare(birth, failure)) ::execve(birth.program, birth.arguments, birth.environment);
  const int reason = errno;
  [[maybe_unused]] const ssize_t told = ::write(failure, &reason, sizeof reason);
  ::_exit(127);
}

/// A child that runs, until it is reaped, and what is heard of it.
class Child {
 public:
  Child(pid_t pid, Descriptor output, Descriptor complaint, std::size_t most_output)
      : pid_(pid),
        alive_(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))),  // glibc 2.36 has it for C only
        output_(std::move(output)),
        complaint_(std::move(complaint)),
        most_output_(most_output) {
    for (const Descriptor* pipe : {&output_, &complaint_}) ::fcntl(pipe->number(), F_SETFL, O_NONBLOCK);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Listens until it ends, or has to be ended.
  End listen(Clock::time_point deadline, int stop) {
    while (true) {
      std::array<pollfd, 4> awaited{{{.fd = output_.number(), .events = POLLIN, .revents = 0},
                                     {.fd = complaint_.number(), .events = POLLIN, .revents = 0},
                                     {.fd = alive_.number(), .events = POLLIN, .revents = 0},
                                     {.fd = stop, .events = POLLIN, .revents = 0}}};
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
      if (!alive_.is_open()) return End::kNotRun;
      if (left.count() <= 0) return End::kOverTime;
      constexpr std::chrono::milliseconds kLongest = std::chrono::minutes(1);
      if (::poll(awaited.data(), awaited.size(), static_cast<int>(std::min(left, kLongest).count())) < 0) continue;
      if (awaited[3].revents != 0) return End::kStopped;
      hear();
      if (output_text_.size() > most_output_) return End::kOverOutput;
      if (awaited[2].revents != 0) return End::kExited;
    }
  }

  /// Ends it and its group, hears what it still said, and reaps it. Its group's number is its own until then.
  ChildResult end(End how) {
    const int problem = errno;
    ::kill(-pid_, SIGKILL);
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    hear();
    ChildResult result{.end = how, .output = std::move(output_text_), .complaint = std::move(complaint_text_)};
    if (how == End::kNotRun) result.code = problem;
    if (how != End::kExited) return result;
    if (result.output.size() > most_output_) {
      result.end = End::kOverOutput;
    } else if (WIFSIGNALED(status)) {
      result.end = WTERMSIG(status) == SIGXCPU ? End::kOverTime : End::kSignalled;
      result.code = WTERMSIG(status);
    } else {
      result.code = WEXITSTATUS(status);
    }
    return result;
  }

 private:
  /// Whatever writes without end is heard for a while only.
  void hear() {
    constexpr int kMostStretches = 32;  // more than a pipe holds
    hear(output_, output_text_, most_output_ + 1);
    bool may_have_more = true;
    for (int i = 0; i < kMostStretches && may_have_more; ++i) {
      may_have_more = hear(complaint_, complaint_text_, 2 * kKeptComplaint);
      if (complaint_text_.size() > kKeptComplaint) complaint_text_.erase(0, complaint_text_.size() - kKeptComplaint);
    }
  }

  /// Reads what is there, up to `most` bytes in all; whether there may be more then. At its end the pipe is closed.
  static bool hear(Descriptor& pipe, std::string& text, std::size_t most) {
    std::array<char, 16'384> buffer{};
    while (pipe.is_open() && text.size() < most) {
      const ssize_t count = ::read(pipe.number(), buffer.data(), std::min(buffer.size(), most - text.size()));
      if (count > 0) text.append(buffer.data(), static_cast<std::size_t>(count));
      if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) pipe = Descriptor();
      if (count < 0 && errno == EAGAIN) return false;
    }
    return pipe.is_open();
  }

  const pid_t pid_;
  Descriptor alive_;  ///< can be read when the child has ended
  Descriptor output_;
  Descriptor complaint_;
  const std::size_t most_output_;
  std::string output_text_;
  std::string complaint_text_;
};

std::string path_variable() {
  const char* path = std::getenv("PATH");
  return std::string("PATH=") + (path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin");
}

/// What failed in the child before it became the program; 0 if nothing did. Waits until it has.
int failure_of(const Descriptor& pipe) {
  int reason = 0;
  ssize_t count = 0;
  do count = ::read(pipe.number(), &reason, sizeof reason);
  while (count < 0 && errno == EINTR);
  return count == sizeof reason ? reason : 0;
}

}  // namespace

ChildResult run_child(const ChildCommand& command, std::string_view input, const ChildLimits& limits,
                      const std::stop_token& stop) {
  const auto deadline = Clock::now() + limits.time;
  const Descriptor file = file_of(input);
  auto output = open_pipe(), complaint = open_pipe(), failure = open_pipe();
  const Descriptor wake(::eventfd(0, EFD_CLOEXEC));
  if (!file.is_open() || !output || !complaint || !failure || !wake.is_open()) return {.code = errno};

  std::vector<std::string> arguments, environment{path_variable(), "LC_ALL=C.UTF-8"};
  for (const std::string& argument : command.arguments) arguments.push_back(replaced(argument));
  const std::vector<char*> argument_list = pointers_to(arguments), environment_list = pointers_to(environment);
  const auto cpu = static_cast<rlim_t>(std::chrono::ceil<std::chrono::seconds>(limits.time).count());
  const Birth birth{.program = command.program.c_str(),
                    .arguments = argument_list.data(),
                    .environment = environment_list.data(),
                    .parent = ::getpid(),
                    .input = file.number(),
                    .output = output->write.number(),
                    .complaint = complaint->write.number(),
                    .failure = failure->write.number(),
                    .cpu = {.rlim_cur = cpu, .rlim_max = cpu + 1},
                    .memory = {.rlim_cur = limits.memory_bytes, .rlim_max = limits.memory_bytes}};
  const pid_t pid = ::fork();
  if (pid < 0) return {.code = errno};
  if (pid == 0) be_child(birth);
  for (auto* pipe : {&output, &complaint, &failure}) (*pipe)->write = Descriptor();
  Child child(pid, std::move(output->read), std::move(complaint->read), limits.output_bytes);
  if (const int reason = failure_of(failure->read); reason != 0) {
    errno = reason;
    return child.end(End::kNotRun);
  }
  const std::stop_callback on_stop(stop, [&] { ::eventfd_write(wake.number(), 1); });
  return child.end(child.listen(deadline, wake.number()));
}

}  // namespace crawler
