// A disk without room, at every stage of a crawl: a sentence and a code, nothing that was committed is lost, and with
// room again the same command ends in the same index. The disk is a small tmpfs; as root only.

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/app/program.hpp"
#include "tests/support/process.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/served_web.hpp"
#include "tests/support/small_disk.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/web_graph.hpp"
#include "tests/support/web_server.hpp"

namespace {

namespace fs = std::filesystem;

using program::digest;
using program::sitedex;
using support::Ended;
using support::SmallDisk;
using support::TemporaryFolder;
using support::WebGraph;
using support::WebServer;

class FullDisk : public testing::TestWithParam<const char*> {
 protected:
  FullDisk() : web_(35, 200), server_([this](const support::SeenRequest& r) { return support::answer(web_, r); }) {}

  Ended crawl_into(const std::string& file) const {
    return sitedex({"crawl", server_.url("/n/0"), "-q", "--batch", GetParam(), "--db", file});
  }

  /// 0, or 4 and why.
  void expect_told(const Ended& ended, const std::string& words) const {
    EXPECT_TRUE(ended.exit_code == 0 || ended.exit_code == 4) << ended.exit_code << ended.err;
    if (ended.exit_code == 4) {
      EXPECT_NE(ended.err.find(words), std::string::npos) << ended.err;
    }
  }

  const WebGraph web_;
  const WebServer server_;
};

TEST_P(FullDisk, OfWhateverSizeLosesNothingAndTheSameCommandGoesOn) {
  const TemporaryFolder folder;
  ASSERT_EQ(crawl_into(folder / "whole.db").exit_code, 0);
  const std::string whole = digest(folder / "whole.db");
  int failures = 0;
  bool is_enough = false;
  for (std::size_t size = 8192; !is_enough; size += size / support::rounds(2) / 4096 * 4096 + 4096) {
    SCOPED_TRACE(size);
    const SmallDisk disk(size);
    if (!disk.is_mounted()) GTEST_SKIP() << "wants to mount a tmpfs";
    const std::string file = disk / "a.db";
    const Ended crawl = crawl_into(file);
    expect_told(crawl, "a.db: no room left to write");
    failures += crawl.exit_code == 4 ? 1 : 0;
    is_enough = crawl.exit_code == 0;
    if (!is_enough) expect_told(sitedex({"search", "page", "--db", file}), file);
    disk.make_room();
    EXPECT_EQ(crawl_into(file).exit_code, 0);
    EXPECT_EQ(sitedex({"check", "--db", file}).exit_code, 0);
    EXPECT_EQ(digest(file), whole);
  }
  EXPECT_GT(failures, 5);
}

INSTANTIATE_TEST_SUITE_P(Batch, FullDisk, testing::Values("5", "1000"));

TEST(FullDiskBackup, LeavesNothingAndSaysSo) {
  const WebGraph web(36, 300);
  const WebServer server([&](const support::SeenRequest& request) { return support::answer(web, request); });
  const TemporaryFolder folder;
  ASSERT_EQ(sitedex({"crawl", server.url("/n/0"), "-q", "--db", folder / "a.db"}).exit_code, 0);
  const SmallDisk disk(100'000);
  if (!disk.is_mounted()) GTEST_SKIP() << "wants to mount a tmpfs";
  const Ended backup = sitedex({"backup", disk / "b.db", "--db", folder / "a.db"});
  EXPECT_EQ(backup.exit_code, 4);
  EXPECT_NE(backup.err.find("no room left to write"), std::string::npos) << backup.err;
  EXPECT_TRUE(fs::is_empty(fs::path(disk / "b.db").parent_path()));
}

}  // namespace
