#include "crawler/child_process.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/patience.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using namespace std::chrono_literals;
using crawler::ChildLimits;
using crawler::ChildResult;
using End = ChildResult::End;
using support::kPatience;

/// What comes of a script of the shell, which is the program here.
ChildResult run(const std::string& script, std::string_view input = {}, const ChildLimits& limits = {},
                const std::stop_token& stop = {}) {
  return crawler::run_child({.program = "/bin/sh", .arguments = {"sh", "-c", script}}, input, limits, stop);
}

bool lives(pid_t process) {
  return ::kill(process, 0) == 0;
}

/// A process that is no child of ours is gone when somebody has reaped it.
bool goes_away(pid_t process) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (lives(process) && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  return !lives(process);
}

TEST(ChildProcess, TurnsItsInputIntoItsOutput) {
  const std::string megabytes(3 << 20, 'x');
  const ChildResult result = run("cat; echo warned >&2; exit 3", megabytes);
  EXPECT_EQ(result.end, End::kExited);
  EXPECT_EQ(result.code, 3);
  EXPECT_EQ(result.output, megabytes);
  EXPECT_EQ(result.complaint, "warned\n");
}

TEST(ChildProcess, ThatDoesNotReadItsInputIsWell) {
  const ChildResult result = run("echo done", std::string(3 << 20, 'x'));
  EXPECT_EQ(result.end, End::kExited);
  EXPECT_EQ(result.output, "done\n");
}

TEST(ChildProcess, ReadsItsInputFromAFileToo) {
  const ChildResult result =
      crawler::run_child({.program = "/bin/cat", .arguments = {"cat", "{}", "--", "{}"}}, "twice ", {}, {});
  EXPECT_EQ(result.output, "twice twice ") << result.complaint;
  EXPECT_NE(run("echo x > /dev/fd/3", "input").code, 0) << "which is not to be written to";
}

TEST(ChildProcess, HasNothingButItsOwnDescriptorsAndAPath) {
  const ChildResult result = run("ls /proc/self/fd | tr '\\n' ' '; env | grep -v -e ^PWD= -e ^_= -e ^PATH= -e SHLVL");
  EXPECT_EQ(result.output, "0 1 2 3 4 LC_ALL=C.UTF-8\n") << "4 is the folder that ls lists";
}

TEST(ChildProcess, IsEndedWhenItsTimeIsUp) {
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(run("echo begun; exec sleep 1000", "", {.time = 50ms}).end, End::kOverTime);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, kPatience);
}

TEST(ChildProcess, IsEndedWhenItsTimeIsUpThoughItsPipesAreClosed) {
  EXPECT_EQ(run("exec >&- 2>&-; exec sleep 1000", "", {.time = 50ms}).end, End::kOverTime);
}

TEST(ChildProcess, IsEndedWhenItHasWrittenTooMuch) {
  const ChildResult result = run("yes", "", {.output_bytes = 1'000'000});
  EXPECT_EQ(result.end, End::kOverOutput);
  EXPECT_EQ(run("printf 12345", "", {.output_bytes = 5}).end, End::kExited);
  EXPECT_EQ(run("printf 123456", "", {.output_bytes = 5}).end, End::kOverOutput);
}

TEST(ChildProcess, OfWhatItComplainsTheEndIsKept) {
  const ChildResult result = run("yes no | head -n 100000 >&2; echo last >&2; exit 1");
  EXPECT_TRUE(result.complaint.ends_with("no\nlast\n"));
  EXPECT_LE(result.complaint.size(), 4'096U);
  EXPECT_EQ(run("yes >&2", "", {.time = 100ms}).end, End::kOverTime);
}

TEST(ChildProcess, ThatDiesByASignalIsToldApart) {
  const ChildResult result = run("kill -SEGV $$");
  EXPECT_EQ(result.end, End::kSignalled);
  EXPECT_EQ(result.code, SIGSEGV);
}

TEST(ChildProcess, GetsNoMoreMemoryThanItMay) {
  const std::string eater = "x=1234567890123456; while true; do x=$x$x; done";
  const ChildResult result = run(eater, "", {.memory_bytes = 64 << 20});
  EXPECT_TRUE(result.end == End::kSignalled || (result.end == End::kExited && result.code != 0));
}

TEST(ChildProcess, CannotWriteToFiles) {
  const support::TemporaryFolder folder;
  const std::string file = folder / "file";
  const ChildResult result = run("echo text > " + file + "; echo on");
  EXPECT_TRUE(!std::filesystem::exists(file) || std::filesystem::is_empty(file)) << result.output;
}

TEST(ChildProcess, TakesThoseThatItHasStartedAlong) {
  for (const std::string how : {"exit 0", "exec sleep 1000", "yes"}) {
    const ChildResult result = run("sleep 1000 & echo $!; " + how, "", {.time = 100ms, .output_bytes = 1'000});
    const auto grandchild = static_cast<pid_t>(std::stol(result.output));
    ASSERT_GT(grandchild, 1);
    EXPECT_TRUE(goes_away(grandchild)) << how;
  }
}

TEST(ChildProcess, IsEndedWhenItIsNotWantedAnyMore) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(run("exec sleep 1000", "", {}, stop.get_token()).end, End::kStopped);

  const support::TemporaryFolder folder;
  const std::string pipe = folder / "begun";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::stop_source later;
  std::jthread stopper([&] {
    const int begun = ::open(pipe.c_str(), O_RDONLY);  // until the child opens it
    later.request_stop();
    ::close(begun);
  });
  EXPECT_EQ(run("exec 9> " + pipe + "; exec sleep 1000", "", {}, later.get_token()).end, End::kStopped);
}

TEST(ChildProcess, ThatCannotBeRunSaysWhy) {
  const ChildResult missing = crawler::run_child({.program = "/nowhere/x", .arguments = {"x"}}, "", {}, {});
  EXPECT_EQ(missing.end, End::kNotRun);
  EXPECT_EQ(missing.code, ENOENT);
  const ChildResult folder = crawler::run_child({.program = "/", .arguments = {"x"}}, "", {}, {});
  EXPECT_EQ(folder.code, EACCES);
}

TEST(ChildProcess, ManyRunAtATime) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([i] {
      for (int round = 0; round < 10; ++round) {
        const std::string text = std::to_string(i) + std::string(100'000, 'x');
        EXPECT_EQ(run("cat", text).output, text);
      }
    });
  }
}

TEST(ChildProcess, LeavesNoZombiesAndNoDescriptors) {
  const auto descriptors = [] { return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {}); };
  const auto before = descriptors();
  run("true");
  run("exec sleep 1000", "", {.time = 10ms});
  EXPECT_EQ(descriptors(), before);
  EXPECT_TRUE(::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD);
}

// The thread that waits for it is gone, as it is when the whole process is killed.
TEST(ChildProcess, DiesWithWhoWaitsForIt) {
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  const pid_t crawl = ::fork();
  if (crawl == 0) {
    const std::string report = "exec 8> /proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(pipe[1]);
    run(report + "; echo $$ >&8; exec sleep 1000");
    ::_exit(0);
  }
  ::close(pipe[1]);
  std::array<char, 32> told{};
  ASSERT_GT(::read(pipe[0], told.data(), told.size() - 1), 0);
  const auto child = static_cast<pid_t>(std::stol(told.data()));
  EXPECT_TRUE(lives(child));
  ::kill(crawl, SIGKILL);
  ::waitpid(crawl, nullptr, 0);
  EXPECT_TRUE(goes_away(child));
  ::close(pipe[0]);
}

}  // namespace
