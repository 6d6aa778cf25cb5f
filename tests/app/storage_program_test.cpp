// The program and its file when the world under it fails: each fault is a real one, and ends in a sentence and a code.

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/process.hpp"
#include "tests/support/served_web.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/web_graph.hpp"
#include "tests/support/web_server.hpp"

namespace {

using support::Ended;
using support::Process;
using support::TemporaryFolder;
using support::WebGraph;
using support::WebServer;

Ended sitedex(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), SITEDEX_PROGRAM);
  return Process(arguments).wait();
}

std::string digest(const std::filesystem::path& file) {
  const Ended ended = sitedex({"check", "--digest", "--db", file});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  return ended.out;
}

/// It ended with that code, and a sentence that has these words.
void expect_told(const Ended& ended, int exit_code, const std::string& words) {
  EXPECT_EQ(ended.exit_code, exit_code) << ended.err;
  EXPECT_NE((ended.out + ended.err).find(words), std::string::npos) << ended.out << ended.err;
}

TEST(BackupCommand, CopiesAnIndexThatIsBeingWrittenTo) {
  const WebGraph web(31, 200);
  const TemporaryFolder folder;
  int requests = 0;
  const WebServer server([&](const support::SeenRequest& request) {
    if (++requests == 100) {
      expect_told(sitedex({"backup", folder / "live.db", "--db", folder / "a.db"}), 0, "live.db is a copy of");
    }
    return support::answer(web, request);
  });
  const auto crawl_into = [&](const std::string& name) {
    return sitedex({"crawl", server.url("/n/0"), "-q", "--batch", "10", "--db", folder / name}).exit_code;
  };
  ASSERT_EQ(crawl_into("a.db"), 0);
  expect_told(sitedex({"check", "--db", folder / "live.db"}), 0, "is sound");
  EXPECT_NE(digest(folder / "live.db"), digest(folder / "a.db"));
  EXPECT_EQ(crawl_into("live.db"), 0);
  EXPECT_EQ(digest(folder / "live.db"), digest(folder / "a.db")) << "a copy goes on to the same end";
}

TEST(BackupCommand, ReplacesAFileOnlyWhenTold) {
  const WebServer server({{"/", support::raw(support::html("hello"))}});
  const TemporaryFolder folder;
  const std::string file = folder / "a.db";
  const std::string copy = folder / "b.db";
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", file}).exit_code, 0);
  EXPECT_EQ(sitedex({"backup", copy, "--db", file}).exit_code, 0);
  EXPECT_EQ(sitedex({"search", "hello", "--db", copy}).exit_code, 0);
  expect_told(sitedex({"backup", copy, "--db", file}), 2, "b.db: is there already (--force replaces it)");
  EXPECT_EQ(sitedex({"backup", copy, "--db", file, "--force"}).exit_code, 0) << "though it has been read";
  expect_told(sitedex({"backup", file, "--db", file, "--force"}), 2, "is the index itself");
  expect_told(sitedex({"backup", folder / "c.db", "--db", folder / "none.db"}), 4, "no such database");
  EXPECT_EQ(digest(copy), digest(file));
}

}  // namespace
