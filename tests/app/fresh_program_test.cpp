// `crawl --fresh`: a new index beside the old one, which takes its place when it is whole, or not at all.

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/app/program.hpp"
#include "tests/support/process.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/served_web.hpp"
#include "tests/support/small_disk.hpp"
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

class FreshCrawl : public testing::Test {
 protected:
  static constexpr WebGraph::Features kFeatures = {
      .robots = true, .sitemaps = true, .nofollow = true, .duplicates = true, .is_steady = true, .is_wordy = true};

  support::Answer answer(const support::SeenRequest& request) {
    if (is_broken_) return support::raw(support::response(500, "error"));
    if (!request.header("if-none-match").empty()) return support::raw(support::response(304, ""));
    const WebGraph& web = *web_.load();
    const auto url = crawler::Url::parse("http://" + std::string(request.header("host")) + request.target);
    auto answered = web.answer(*url, 1).value();
    answered.headers.emplace_back("ETag", "\"one\"");
    return support::raw(support::response(answered.status, answered.body, answered.headers));
  }

  std::vector<std::string> crawl_into(const std::filesystem::path& file, std::vector<std::string> more = {}) const {
    std::vector<std::string> command = {SITEDEX_PROGRAM, "crawl", server_.url("/n/0"), "-q",
                                        "--retry-delay", "1ms",   "--max-backoff",     "1ms",
                                        "--db",          file};
    command.insert(command.end(), more.begin(), more.end());
    return command;
  }
  static Ended run(const std::vector<std::string>& command) { return Process(command).wait(); }

  bool has_sibling() const { return std::filesystem::exists(folder_ / "x.db.fresh"); }

  const WebGraph before_{31, 200, kFeatures};
  const WebGraph after_{32, 200, kFeatures};
  std::atomic<const WebGraph*> web_{&before_};
  std::atomic<bool> is_broken_ = false;
  const WebServer server_{[this](const support::SeenRequest& request) { return answer(request); }};
  const TemporaryFolder folder_;
};

TEST_F(FreshCrawl, AsksForAllPagesAndEndsAsAnIndexThatNeverWas) {
  ASSERT_EQ(run(crawl_into(folder_ / "x.db")).exit_code, 0);
  web_ = &after_;
  const std::size_t first = server_.requests().size();
  const Ended ended = run(crawl_into(folder_ / "x.db", {"--fresh", "--allow-mass-delete"}));
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  const auto requests = server_.requests();
  for (std::size_t i = first; i < requests.size(); ++i) EXPECT_EQ(requests[i].header("if-none-match"), "");
  EXPECT_FALSE(has_sibling());
  EXPECT_EQ(run(crawl_into(folder_ / "new.db", {"--fresh"})).exit_code, 0) << "where there is no index yet";
  EXPECT_EQ(digest(folder_ / "x.db"), digest(folder_ / "new.db"));
}

TEST_F(FreshCrawl, OfACompressedIndexIsCompressed) {
  const auto are_compressed = [&] {
    return Process({"sqlite3", folder_ / "x.db", "SELECT count(*) > 0 FROM pages WHERE typeof(body) = 'blob'"})
        .wait()
        .out;
  };
  ASSERT_EQ(run(crawl_into(folder_ / "x.db", {"--compress"})).exit_code, 0);
  EXPECT_EQ(are_compressed(), "1\n");
  web_ = &after_;
  ASSERT_EQ(run(crawl_into(folder_ / "x.db", {"--fresh", "--allow-mass-delete"})).exit_code, 0);
  EXPECT_EQ(are_compressed(), "1\n");
  ASSERT_EQ(run(crawl_into(folder_ / "new.db")).exit_code, 0);
  EXPECT_EQ(digest(folder_ / "x.db"), digest(folder_ / "new.db"));
}

TEST_F(FreshCrawl, KeepsTheOtherCrawlsOfTheIndex) {
  const WebServer other({{"/", support::raw(support::html("hello"))}});
  const std::vector<std::string> crawl_other = {SITEDEX_PROGRAM, "crawl", other.url("/"), "-q", "--db"};
  const auto with = [](std::vector<std::string> command, const std::string& last) {
    command.push_back(last);
    return command;
  };
  for (const std::string name : {"x.db", "new.db"}) ASSERT_EQ(run(with(crawl_other, folder_ / name)).exit_code, 0);
  ASSERT_EQ(run(crawl_into(folder_ / "x.db")).exit_code, 0);
  web_ = &after_;
  ASSERT_EQ(run(crawl_into(folder_ / "x.db", {"--fresh", "--allow-mass-delete"})).exit_code, 0);
  ASSERT_EQ(run(crawl_into(folder_ / "new.db")).exit_code, 0);
  EXPECT_EQ(digest(folder_ / "x.db"), digest(folder_ / "new.db"));
}

TEST_F(FreshCrawl, KilledAtAnyInstantLeavesTheOldIndexOrTheNew) {
  ASSERT_EQ(run(crawl_into(folder_ / "x.db")).exit_code, 0);
  const std::string old = digest(folder_ / "x.db");
  web_ = &after_;
  const auto begun = std::chrono::steady_clock::now();
  ASSERT_EQ(run(crawl_into(folder_ / "new.db")).exit_code, 0);
  const auto whole = std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now() - begun);
  const std::string fresh = digest(folder_ / "new.db");

  const auto command = crawl_into(folder_ / "x.db", {"--fresh", "--allow-mass-delete", "--batch", "20"});
  std::mt19937 random(3);
  int kills = 0;
  for (; kills < 200; ++kills) {
    // Lives get longer: where others want the cores, too, a crawl may never again take as short as that one.
    std::uniform_int_distribution<std::int64_t> life(1'000, whole.count() * (1 + kills / 20));
    const Ended ended = Process(command).wait_or_kill(microseconds(life(random)));
    const std::string now = digest(folder_ / "x.db");
    ASSERT_TRUE(now == old || now == fresh) << "after kill " << kills;
    if (ended.signal == SIGKILL) continue;
    ASSERT_EQ(ended.exit_code, 0) << ended.err;
    break;
  }
  EXPECT_EQ(digest(folder_ / "x.db"), fresh) << kills << " kills";
  EXPECT_FALSE(has_sibling());
}

// At every stage: while the sibling is made, while it is crawled into, while it takes the place of the index.
TEST_F(FreshCrawl, OnAFullDiskLeavesTheOldIndexAndGoesOn) {
  ASSERT_EQ(run(crawl_into(folder_ / "old.db")).exit_code, 0);
  const std::string old = digest(folder_ / "old.db");
  web_ = &after_;
  ASSERT_EQ(run(crawl_into(folder_ / "new.db")).exit_code, 0);
  const std::string fresh = digest(folder_ / "new.db");
  int failures = 0;
  bool is_enough = false;
  constexpr std::size_t kStep = 262'144 / support::rounds(4);
  for (std::size_t size = std::filesystem::file_size(folder_ / "old.db") + 65'536; !is_enough; size += kStep) {
    SCOPED_TRACE(size);
    const support::SmallDisk disk(size);
    if (!disk.is_mounted()) GTEST_SKIP() << "wants to mount a tmpfs";
    std::filesystem::copy(folder_ / "old.db", disk / "x.db");
    const auto command = crawl_into(disk / "x.db", {"--fresh", "--allow-mass-delete", "--batch", "20"});
    const Ended ended = run(command);
    is_enough = ended.exit_code == 0;
    if (!is_enough) {
      ++failures;
      EXPECT_EQ(ended.exit_code, 4) << ended.err;
      EXPECT_NE(ended.err.find("no room left to write"), std::string::npos) << ended.err;
    }
    disk.make_room();
    EXPECT_EQ(digest(disk / "x.db"), is_enough ? fresh : old);
    EXPECT_EQ(run(command).exit_code, 0);
    EXPECT_EQ(digest(disk / "x.db"), fresh);
  }
  EXPECT_GT(failures, 2);
}

TEST_F(FreshCrawl, OfABrokenSiteReplacesNothing) {
  ASSERT_EQ(run(crawl_into(folder_ / "x.db")).exit_code, 0);
  const std::string old = digest(folder_ / "x.db");
  is_broken_ = true;
  const Ended ended = run(crawl_into(folder_ / "x.db", {"--fresh"}));
  EXPECT_NE(ended.exit_code, 0);
  EXPECT_NE(ended.err.find("--allow-mass-delete"), std::string::npos) << ended.err;
  EXPECT_EQ(digest(folder_ / "x.db"), old);
  is_broken_ = false;
  EXPECT_EQ(run(crawl_into(folder_ / "x.db", {"--fresh"})).exit_code, 0) << "well again, it goes on";
  EXPECT_EQ(digest(folder_ / "x.db"), old);
  EXPECT_FALSE(has_sibling());
}

TEST_F(FreshCrawl, StoppedByALimitGoesOn) {
  ASSERT_EQ(run(crawl_into(folder_ / "x.db")).exit_code, 0);
  const std::string old = digest(folder_ / "x.db");
  web_ = &after_;
  ASSERT_EQ(run(crawl_into(folder_ / "x.db", {"--fresh", "--max-requests", "40", "--allow-mass-delete"})).exit_code, 0);
  EXPECT_EQ(digest(folder_ / "x.db"), old);
  ASSERT_TRUE(has_sibling());
  const std::size_t asked = server_.requests().size();
  ASSERT_EQ(run(crawl_into(folder_ / "x.db", {"--fresh", "--allow-mass-delete"})).exit_code, 0);
  const std::size_t asked_then = server_.requests().size() - asked;
  ASSERT_EQ(run(crawl_into(folder_ / "new.db")).exit_code, 0);
  const std::size_t asked_in_all = server_.requests().size() - asked - asked_then;
  EXPECT_LT(asked_then + 30, asked_in_all);
  EXPECT_EQ(digest(folder_ / "x.db"), digest(folder_ / "new.db"));
}

TEST_F(FreshCrawl, BeginsAnewWhereTheIndexHasChangedMeanwhile) {
  const WebServer other({{"/", support::raw(support::html("hello"))}});
  ASSERT_EQ(run(crawl_into(folder_ / "x.db")).exit_code, 0);
  ASSERT_EQ(run(crawl_into(folder_ / "x.db", {"--fresh", "--max-requests", "40"})).exit_code, 0);
  ASSERT_TRUE(has_sibling());
  ASSERT_EQ(run({SITEDEX_PROGRAM, "crawl", other.url("/"), "-q", "--db", folder_ / "x.db"}).exit_code, 0);
  const std::string with_both = digest(folder_ / "x.db");
  ASSERT_EQ(run(crawl_into(folder_ / "x.db", {"--fresh"})).exit_code, 0);
  EXPECT_EQ(digest(folder_ / "x.db"), with_both);
}

TEST_F(FreshCrawl, TouchesNoFileThatIsNoSibling) {
  ASSERT_EQ(run(crawl_into(folder_ / "x.db.fresh")).exit_code, 0);
  const std::string other = digest(folder_ / "x.db.fresh");
  const Ended ended = run(crawl_into(folder_ / "x.db", {"--fresh"}));
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_NE(ended.err.find("x.db.fresh: is there already, and not made by --fresh"), std::string::npos) << ended.err;
  EXPECT_EQ(digest(folder_ / "x.db.fresh"), other);
}

}  // namespace
