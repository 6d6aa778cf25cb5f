// DESIGN, promise 3: killed at any instant, nothing is lost or doubled. In short here; `make soak` asks for more by the
// environment: SITEDEX_KILLS, and SITEDEX_KILL_PAGES for the size of the site.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "tests/app/program.hpp"
#include "tests/support/process.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/served_web.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/web_graph.hpp"
#include "tests/support/web_server.hpp"

namespace {

using program::digest;
using std::chrono::microseconds;
using support::Ended;
using support::Process;
using support::TemporaryFolder;
using support::WebGraph;
using support::WebServer;

std::size_t asked_for(const char* variable, std::size_t otherwise) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoul(text, nullptr, 10);
}

/// A site, which becomes another one between two rounds, and crawls of it that are killed or not.
class KillTest : public testing::Test {
 protected:
  static constexpr WebGraph::Features kFeatures = {
      .robots = true, .sitemaps = true, .nofollow = true, .duplicates = true, .is_wordy = true, .repeats = true};

  std::vector<std::string> crawl_into(const std::filesystem::path& file, const std::string& concurrency = "8") const {
    return {SITEDEX_PROGRAM,
            "crawl",
            server_.url("/n/0"),
            "-q",
            "--retry-delay",
            "1ms",
            "--max-backoff",
            "1ms",
            "--allow-mass-delete",
            "-c",
            concurrency,
            "--db",
            file};
  }

  /// Runs until it is through. How long that took.
  microseconds run(const std::vector<std::string>& command) {
    const auto begun = std::chrono::steady_clock::now();
    const Ended ended = Process(command).wait();
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    return std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now() - begun);
  }

  /// Runs it again and again, each time killed at a random instant unless it is through before. How many kills it took.
  /// A batch of the default size wants a longer life, for what is not committed is done again; and any life some of it
  /// behind the start.
  std::size_t run_with_kills(std::vector<std::string> command, bool has_small_batch, microseconds whole) {
    if (has_small_batch) command.insert(command.end(), {"--batch", "20"});
    const microseconds longest = has_small_batch ? start_ + whole / 2 : 2 * whole;
    std::uniform_int_distribution<std::int64_t> life(1'000, longest.count());
    for (std::size_t kills = 0;; ++kills) {
      const Ended ended = Process(command).wait_or_kill(microseconds(life(random_)));
      if (ended.signal == SIGKILL) continue;
      EXPECT_EQ(ended.exit_code, 0) << ended.err;
      return kills;
    }
  }

  const std::size_t pages_ = asked_for("SITEDEX_KILL_PAGES", support::rounds(600));
  const WebGraph before_{21, pages_, kFeatures};
  const WebGraph after_{22, pages_, kFeatures};
  std::atomic<const WebGraph*> web_{&before_};
  const WebServer server_{[this](const support::SeenRequest& request) { return support::answer(*web_, request); }};
  const TemporaryFolder folder_;
  std::mt19937 random_{5};
  const microseconds start_ = run({SITEDEX_PROGRAM, "--version"});
};

TEST_F(KillTest, AnyNumberOfKillsEndInTheSameIndex) {
  const microseconds first = run(crawl_into(folder_ / "whole.db"));
  const std::string norm_before = digest(folder_ / "whole.db");
  web_ = &after_;
  const microseconds second = run(crawl_into(folder_ / "whole.db"));
  const std::string norm_after = digest(folder_ / "whole.db");
  const std::size_t wanted = asked_for("SITEDEX_KILLS", support::rounds(20));
  std::size_t kills = 0;
  std::size_t crawls = 0;
  for (; kills < wanted; ++crawls) {
    const auto file = folder_ / ("killed" + std::to_string(crawls) + ".db");
    const bool has_small_batch = crawls % 2 == 0;
    web_ = &before_;
    kills += run_with_kills(crawl_into(file), has_small_batch, first);
    ASSERT_EQ(digest(file), norm_before) << "crawl " << crawls;
    web_ = &after_;
    kills += run_with_kills(crawl_into(file), has_small_batch, second);
    ASSERT_EQ(digest(file), norm_after) << "crawl " << crawls << " again";
  }
  std::cout << kills << " kills in " << crawls << " crawls, each crawled again, of " << pages_ << " URLs\n";
}

TEST_F(KillTest, ACompressedIndexEndsInTheSameAsAPlainOne) {
  const microseconds first = run(crawl_into(folder_ / "plain.db"));
  const std::string norm_before = digest(folder_ / "plain.db");
  web_ = &after_;
  const microseconds second = run(crawl_into(folder_ / "plain.db"));
  const std::string norm_after = digest(folder_ / "plain.db");
  auto command = crawl_into(folder_ / "small.db");
  command.emplace_back("--compress");
  web_ = &before_;
  run_with_kills(command, true, first);
  EXPECT_EQ(digest(folder_ / "small.db"), norm_before);
  web_ = &after_;
  run_with_kills(command, true, second);
  EXPECT_EQ(digest(folder_ / "small.db"), norm_after);
}

TEST_F(KillTest, AnyConcurrencyEndsInTheSameIndex) {
  std::vector<std::string> digests;
  for (const std::string concurrency : {"1", "8", "64"}) {
    web_ = &before_;
    run(crawl_into(folder_ / concurrency, concurrency));
    digests.push_back(digest(folder_ / concurrency));
    web_ = &after_;
    run(crawl_into(folder_ / concurrency, concurrency));
    digests.back() += digest(folder_ / concurrency);
  }
  EXPECT_EQ(digests[0], digests[1]);
  EXPECT_EQ(digests[0], digests[2]);
}

}  // namespace
