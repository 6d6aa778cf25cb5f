// The program that records a crawl, and replays it: what is in the archive, and that it makes the same index.

#include <gtest/gtest.h>
#include <sys/mount.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "crawler/warc_reader.hpp"
#include "crawler/warc_writer.hpp"
#include "tests/app/program.hpp"
#include "tests/support/process.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/served_web.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_data.hpp"
#include "tests/support/web_graph.hpp"
#include "tests/support/web_server.hpp"

namespace {

namespace fs = std::filesystem;
using program::digest;
using program::sitedex;
using support::Ended;
using support::html;
using support::Process;
using support::raw;
using support::response;
using support::TemporaryFolder;
using support::WebGraph;
using support::WebServer;
using Lines = std::vector<std::string>;

Lines operator+(Lines lines, const Lines& more) {
  lines.insert(lines.end(), more.begin(), more.end());
  return lines;
}

/// The archives of a folder, in the order of their names.
Lines archives(const TemporaryFolder& folder) {
  Lines files;
  for (const auto& entry : fs::directory_iterator(folder.path())) {
    if (entry.path().string().ends_with(".warc.gz")) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

/// All that an archive has, unpacked.
std::string content(const fs::path& file) {
  std::string all;
  crawler::WarcReader reader(crawler::WarcInput::open(file).value());
  for (auto&& record : reader.records()) {
    EXPECT_TRUE(record) << record.error().what;
    if (record) all.append(crawler::to_lines(record->fields)).append(record->block).append("\n");
  }
  return all;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// Whether the answers of a crawl make the same index again, asked of nobody.
void expect_same_replay(const Lines& crawl, const TemporaryFolder& folder) {
  const Ended crawled =
      sitedex(Lines{"crawl", "-q", "--db", folder / "crawled.db", "--warc", folder / "x.warc.gz"} + crawl);
  const Ended replayed = sitedex(Lines{"replay", "-q", "--db", folder / "replayed.db"} + archives(folder));
  EXPECT_EQ(replayed.exit_code, crawled.exit_code) << crawled.err << replayed.err;
  EXPECT_EQ(digest(folder / "replayed.db"), digest(folder / "crawled.db"));
}

/// The server of a random web with all that there is: what fails at first, robots.txt, sitemaps.
class Served {
 public:
  explicit Served(std::uint32_t seed) : web_(seed, 150, {true, true, true, true}) {}

  support::Answer operator()(const support::SeenRequest& request) {
    const auto url = crawler::Url::parse("http://" + std::string(request.header("host")) + request.target);
    const auto answered = web_.answer(*url, ++attempts_[request.target]);
    if (!answered) return raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of ", support::Then::kClose);
    return raw(response(answered->status, answered->body, answered->headers));
  }

 private:
  WebGraph web_;
  std::map<std::string, std::size_t> attempts_;
};

TEST(Replay, EndsInTheSameIndexForRandomWebs) {
  for (std::uint32_t seed = 1; seed <= support::rounds(6U); ++seed) {
    const WebGraph web(seed, 150, {.robots = true, .passing_failures = true, .sitemaps = true, .nofollow = true});
    auto server =
        std::make_unique<WebServer>([&](const support::SeenRequest& request) { return support::answer(web, request); });
    const TemporaryFolder folder;
    const std::string start = server->url("/n/0");
    const Lines crawl = {"crawl", start, "-q", "--db", folder / "crawled.db", "--warc", folder / "x.warc.gz"};
    ASSERT_EQ(sitedex(crawl).exit_code, 0);
    server.reset();  // what is asked for from now on, nobody answers
    ASSERT_EQ(sitedex({"replay", folder / "x.warc.gz", "-q", "--db", folder / "replayed.db"}).exit_code, 0);
    EXPECT_EQ(digest(folder / "replayed.db"), digest(folder / "crawled.db")) << "web " << seed;
    ASSERT_EQ(sitedex({"replay", folder / "x.warc.gz", "-q", "--compress", "--db", folder / "small.db"}).exit_code, 0);
    EXPECT_EQ(digest(folder / "small.db"), digest(folder / "crawled.db")) << "web " << seed;
  }
}

TEST(Replay, KnowsSeedsScopeLimitsAndPatternsFromTheArchive) {
  const WebGraph web(7, 200, {.robots = true, .sitemaps = true});
  const WebServer server([&](const support::SeenRequest& request) { return support::answer(web, request); });
  const std::string start = server.url("/n/0");
  for (const Lines& crawl : {Lines{start, "-n", "20"}, Lines{start, "-d", "2"}, Lines{start, "--max-requests", "30"},
                             Lines{start, "--exclude", "re:[13]$", "--exclude", "*/n/2?"},
                             Lines{start, "--sitemap", "off", "--ignore-robots"}, Lines{start, "--max-body", "100"},
                             Lines{start, server.url("/n/5"), "--scope", "prefix"}, Lines{start, "--drop-param", ""}}) {
    SCOPED_TRACE(testing::PrintToString(crawl));
    expect_same_replay(crawl, TemporaryFolder());
  }
}

TEST(Replay, OptionsGoBeforeWhatTheArchiveSays) {
  const WebGraph web(8, 100);
  const WebServer server([&](const support::SeenRequest& request) { return support::answer(web, request); });
  const TemporaryFolder folder;
  const std::string file = folder / "x.warc.gz";
  ASSERT_EQ(
      sitedex({"crawl", server.url("/n/0"), "-q", "-n", "30", "--db", folder / "30.db", "--warc", file}).exit_code, 0);
  ASSERT_EQ(sitedex({"crawl", server.url("/n/0"), "-q", "-n", "10", "--db", folder / "10.db"}).exit_code, 0);
  ASSERT_EQ(sitedex({"replay", file, "-q", "-n", "10", "--db", folder / "replayed.db"}).exit_code, 0);
  EXPECT_EQ(digest(folder / "replayed.db"), digest(folder / "10.db"));
  EXPECT_EQ(sitedex({"replay", file, "--list", "-n", "5"}).out,
            sitedex({"crawl", server.url("/n/0"), "--list", "-n", "5"}).out);
}

TEST(Replay, AFileThatIsLongEnoughIsFollowedByTheNext) {
  const WebGraph web(9, 200);
  const WebServer server([&](const support::SeenRequest& request) { return support::answer(web, request); });
  const TemporaryFolder folder;
  expect_same_replay({server.url("/n/0"), "--warc-size", "10k"}, folder);
  const Lines files = archives(folder);
  EXPECT_GT(files.size(), 3U);
  for (const std::string& file : files) EXPECT_LT(fs::file_size(file), 20'000U);
}

// The server kills the crawl at its k-th request, again and again; each run begins a file of its own.
TEST(Replay, AKilledCrawlAndWhatWentOnWithItAreOneCrawl) {
  const WebGraph web(21, 400);
  std::atomic<int> requests_until_kill = -1;
  std::atomic<pid_t> victim = 0;
  const WebServer server([&](const support::SeenRequest& request) {
    if (requests_until_kill.fetch_sub(1) == 1) kill(victim, SIGKILL);
    return support::answer(web, request);
  });
  const TemporaryFolder folder;
  const auto crawl = [&] {
    const Lines arguments = {SITEDEX_PROGRAM, "crawl",  server.url("/n/0"),  "-q", "--batch", "20", "--db",
                             folder / "x.db", "--warc", folder / "x.warc.gz"};
    return Process(arguments, [&](pid_t child) { victim = child; }).wait();
  };
  for (int kills = 0; kills < 6; ++kills) {
    requests_until_kill = 40 + kills * 17;
    EXPECT_EQ(crawl().signal, SIGKILL);
  }
  requests_until_kill = -1;
  ASSERT_EQ(crawl().exit_code, 0);
  const Lines files = archives(folder);
  EXPECT_EQ(files.size(), 7U);
  ASSERT_EQ(sitedex(Lines{"replay", "-q", "--db", folder / "replayed.db"} + files).exit_code, 0);
  EXPECT_EQ(digest(folder / "replayed.db"), digest(folder / "x.db"));
}

TEST(Recording, OfACrawlThatIsRunAgainHasAllAnswersWhole) {
  const WebServer server([](const support::SeenRequest& request) {
    if (request.target != "/" && request.target != "/more") return raw(response(404, ""));
    const support::Headers validators = {{"Content-Type", "text/html"}, {"ETag", "\"one\""}};
    const bool is_known = !request.header("if-none-match").empty();
    return raw(response(is_known ? 304 : 200, is_known ? "" : "hello <a href=/more>more</a>", validators));
  });
  const TemporaryFolder folder;
  const Lines crawl = {"crawl", server.url("/"), "-q", "--db", folder / "crawled.db"};
  ASSERT_EQ(sitedex(crawl).exit_code, 0);
  ASSERT_EQ(sitedex(crawl + Lines{"--warc", folder / "x.warc.gz"}).exit_code, 0);
  ASSERT_EQ(sitedex({"replay", folder / "x.warc.gz", "-q", "--db", folder / "replayed.db"}).exit_code, 0);
  EXPECT_EQ(digest(folder / "replayed.db"), digest(folder / "crawled.db"));
  ASSERT_EQ(sitedex({"replay", folder / "x.warc.gz", "-q", "--db", folder / "crawled.db"}).exit_code, 0);
  EXPECT_EQ(digest(folder / "crawled.db"), digest(folder / "replayed.db"));
}

TEST(Replay, ACutOffRecordIsToldAndTheOthersAreUsed) {
  const WebServer server(
      WebServer::of_pages({{"/", "<title>One</title><a href=/two>two</a>"}, {"/two", "<title>Two</title>"}}));
  const TemporaryFolder folder;
  const std::string file = folder / "x.warc.gz";
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", folder / "x.db", "--warc", file}).exit_code, 0);
  fs::resize_file(file, fs::file_size(file) - 7);
  const Ended replayed = sitedex({"replay", file, "-q", "--db", folder / "replayed.db"});
  EXPECT_EQ(replayed.exit_code, 0);
  EXPECT_TRUE(has(replayed.err, "the gzip member that begins here is cut off")) << replayed.err;
  EXPECT_EQ(digest(folder / "replayed.db"), digest(folder / "x.db"));
}

TEST(Replay, NoSecretIsInAnArchive) {
  const WebServer server([&](const support::SeenRequest& request) {
    EXPECT_TRUE(has(std::string(request.header("authorization")), "c2VjcmV0LWE6c2VjcmV0LWI="));
    const std::string page = "<title>One</title>" + std::string(request.target == "/" ? "<a href=/two>two</a>" : "");
    return raw(response(200, page, {{"Content-Type", "text/html"}, {"Set-Cookie", "session=secret-c; Path=/"}}));
  });
  const TemporaryFolder folder;
  std::string start = server.url("/");
  start.insert(start.find("//") + 2, "secret-a:secret-b@");
  const Lines crawl = {start, "-H",          "Proxy-Authorization: secret-d", "-H", "Cookie: key=secret-e",
                       "-H",  "X-Plain: yes"};
  expect_same_replay(crawl, folder);
  const std::string all = content(folder / "x.warc.gz");
  EXPECT_TRUE(has(all, "GET /two HTTP/1.1"));
  EXPECT_TRUE(has(all, "X-Plain: yes"));
  EXPECT_TRUE(has(all, "set-cookie: session=\r\n"));
  EXPECT_FALSE(has(all, "secret-")) << all;
  EXPECT_FALSE(has(all, "c2VjcmV0LWE6")) << all;
  EXPECT_FALSE(has(all, "uthorization")) << all;
}

TEST(Replay, WhatHadNoAnswerHasTheSameReason) {
  const WebServer server(
      {{"/", raw(html("<a href=/broken>a</a> <a href=/long>b</a> <a href=/file>c</a> <a href=/odd>d</a>"))},
       {"/broken", raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", support::Then::kClose)},
       {"/long", raw(html("<title>Long</title>" + std::string(5000, 'x')))},
       {"/file", raw(response(200, std::string(70'000, 'x'), {{"Content-Type", "image/png"}}))},
       {"/odd", raw("this is not HTTP\r\n\r\n", support::Then::kClose)}});
  const TemporaryFolder folder;
  expect_same_replay({server.url("/"), "--max-body", "4000"}, folder);
  const std::string all = content(folder / "x.warc.gz");
  EXPECT_TRUE(has(all, "WARC-Truncated: length"));
  EXPECT_TRUE(has(all, "WARC-Truncated: unspecified"));
  EXPECT_TRUE(has(all, "sitedex-error-kind: retry-later")) << all;
  EXPECT_TRUE(has(all, "sitedex-error-kind: skip"));
}

TEST(Replay, ASiteThatCannotBeReachedFailsAgain) {
  const TemporaryFolder folder;
  const Ended crawled =
      sitedex({"crawl", "127.0.0.1:1", "-q", "--db", folder / "x.db", "--warc", folder / "x.warc.gz"});
  const Ended replayed = sitedex({"replay", folder / "x.warc.gz", "-q", "--db", folder / "replayed.db"});
  EXPECT_EQ(crawled.exit_code, 3);
  EXPECT_EQ(replayed.exit_code, 3);
  EXPECT_EQ(replayed.err, crawled.err);
  EXPECT_EQ(digest(folder / "replayed.db"), digest(folder / "x.db"));
}

TEST(Replay, AFolderThatWasCrawledIsReplayedToo) {
  const TemporaryFolder folder;
  const TemporaryFolder site;
  support::write_bytes(site / "index.html", "<title>One</title><a href=two.html>two</a> <a href=none>none</a>");
  support::write_bytes(site / "two.html", "<title>Two</title>");
  expect_same_replay({site.path(), "--base", "https://docs.example.org/"}, folder);
}

TEST(Replay, AnArchiveDecidesNothingButWhichPagesThereAre) {
  const TemporaryFolder folder;
  const std::string other = folder / "other.db";
  crawler::WarcWriter writer({.file = folder / "x.warc.gz",
                              .info = {{"software", "sitedex/9"},
                                       {"sitedex-db", other},
                                       {"sitedex-list", "true"},
                                       {"sitedex-unheard-of", "1"},
                                       {"sitedex-seed", "http://a.test/"}}});
  EXPECT_EQ(sitedex({"replay", folder / "x.warc.gz", "-q", "--db", folder / "x.db"}).exit_code, 3);
  const Ended here = Process({SITEDEX_PROGRAM, "replay", "x.warc.gz"}, {}, folder.path()).wait();
  EXPECT_EQ(here.exit_code, 3);
  EXPECT_TRUE(fs::exists(folder / "sitedex.db"));
  EXPECT_FALSE(fs::exists(other));
}

TEST(Replay, RobotsRulesAreThoseOfTheRecordedAgent) {
  std::map<std::string, support::Answer> site{
      {"/", raw(html("<title>One</title><a href=/two>two</a>"))},
      {"/two", raw(html("<title>Two</title>"))},
      {"/robots.txt", raw(response(200, "User-agent: other\nDisallow: /two\n"))}};
  const WebServer server(site);
  const TemporaryFolder folder;
  expect_same_replay({server.url("/"), "-A", "other/1"}, folder);
  EXPECT_EQ(sitedex({"replay", folder / "x.warc.gz", "--list", "-q"}).out, server.url("/") + "\n");
  EXPECT_EQ(sitedex({"replay", folder / "x.warc.gz", "--list", "-q", "-A", "me"}).out, server.url("/") + "\n")
      << "the other page was not asked for";
  EXPECT_TRUE(has(sitedex({"replay", folder / "x.warc.gz", "--list", "-v", "-A", "me"}).err, "not in the archive"));
}

TEST(Replay, ARuleThatIsNoneIsTold) {
  const TemporaryFolder folder;
  crawler::WarcWriter writer(
      {.file = folder / "x.warc.gz", .info = {{"software", "sitedex/9"}, {"sitedex-include", "re:("}}});
  const Ended ended = sitedex({"replay", folder / "x.warc.gz", "--db", folder / "x.db"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_TRUE(has(ended.err, "the archive's crawl: --include: pattern 're:('")) << ended.err;
}

TEST(Replay, ManySeedsAreAllThere) {
  const WebServer server([](const support::SeenRequest&) { return raw(html("<title>A page</title>")); });
  const TemporaryFolder folder;
  std::string seeds;
  for (int i = 0; i < 1'100; ++i) seeds += server.url("/" + std::to_string(i)) + "\n";
  support::write_bytes(folder / "seeds.txt", seeds);
  expect_same_replay({"--seeds", folder / "seeds.txt"}, folder);
}

TEST(Recording, NeverTouchesAFileThatIsThere) {
  const WebServer server({{"/", raw(html("<title>One</title>"))}});
  const TemporaryFolder folder;
  support::write_bytes(folder / "x.warc.gz", "mine");
  ASSERT_EQ(
      sitedex({"crawl", server.url("/"), "-q", "--db", folder / "x.db", "--warc", folder / "x.warc.gz"}).exit_code, 0);
  EXPECT_EQ(support::bytes_of(folder / "x.warc.gz"), "mine");
  EXPECT_TRUE(has(content(folder / "x-00001.warc.gz"), "<title>One</title>"));
}

TEST(Recording, AnArchiveThatCannotBeMadeIsToldBeforeAnythingIsAsked) {
  const WebServer server({{"/", raw(html("<title>One</title>"))}});
  const TemporaryFolder folder;
  const Ended ended =
      sitedex({"crawl", server.url("/"), "-q", "--db", folder / "x.db", "--warc", folder / "no/x.warc.gz"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_TRUE(has(ended.err, "no/x.warc.gz: cannot be made: No such file or directory")) << ended.err;
  EXPECT_TRUE(server.requests().empty());
  EXPECT_EQ(sitedex({"crawl", server.url("/"), "--warc", "x.warc"}).exit_code, 2);
}

/// A page of 10 kB that deflate can do little with, and a link to the next one.
support::Answer long_page(const support::SeenRequest& request) {
  const std::uint64_t self = std::strtoull(request.target.c_str() + 1, nullptr, 10);
  std::mt19937 random(static_cast<std::uint32_t>(self));
  std::string page = "<title>A page</title><a href=/" + std::to_string(self + 1) + ">next</a> ";
  while (page.size() < 10'000) page += static_cast<char>('a' + random() % 26);
  return raw(html(page));
}

TEST(Recording, AFullDiskEndsTheCrawlAndLosesNoPageThatIsInTheIndex) {
  const WebServer server(long_page);
  const TemporaryFolder folder;
  const TemporaryFolder small;
  if (mount("sitedex-test", small.path().c_str(), "tmpfs", 0, "size=400k") != 0)
    GTEST_SKIP() << "wants to mount a tmpfs";
  const Lines crawl = {"crawl",  server.url("/0"),   "-q", "-n", "100", "--batch", "5", "--db", folder / "x.db",
                       "--warc", small / "x.warc.gz"};
  const Ended ended = sitedex(crawl);
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_TRUE(has(ended.err, "x.warc.gz: cannot be written: No space left on device")) << ended.err;
  fs::copy_file(small / "x.warc.gz", folder / "x.warc.gz");
  EXPECT_EQ(umount(small.path().c_str()), 0);
  content(folder / "x.warc.gz");  // all of its records are whole
  ASSERT_EQ(
      sitedex({"crawl", server.url("/0"), "-q", "-n", "100", "--db", folder / "x.db", "--warc", folder / "x.warc.gz"})
          .exit_code,
      0);
  ASSERT_EQ(sitedex(Lines{"replay", "-q", "--db", folder / "replayed.db"} + archives(folder)).exit_code, 0);
  EXPECT_EQ(digest(folder / "replayed.db"), digest(folder / "x.db"));
}

/// "URL title" of each page that the files of other tools make.
std::string pages_of(const Lines& files, const TemporaryFolder& folder) {
  const std::string file =
      folder / (std::to_string(files.size()) + fs::path(files.front()).filename().string() + ".db");
  sitedex(Lines{"replay", "-q", "--db", file} + files);
  return Process({"sqlite3", file, "SELECT url, title FROM pages ORDER BY url"}).wait().out;
}

TEST(Replay, ReadsWhatOtherToolsRecorded) {
  const auto data = support::test_data("warc");
  if (!data) GTEST_SKIP() << "no warc; set SITEDEX_TEST_DATA";
  const TemporaryFolder folder;
  const std::string example = "http://example.com/|Example Domain\n";
  for (const std::string name :
       {"example.warc", "example.warc.gz", "example.arc.gz", "example-bad-non-chunked.warc.gz",
        "example-resource.warc.gz", "example-wget-bad-target-uri.warc.gz", "example-wrong-chunks.warc.gz"}) {
    EXPECT_EQ(pages_of({*data / name}, folder), example) << name;
  }
  EXPECT_EQ(pages_of({*data / "example-iana.org-chunked.warc"}, folder),
            "http://www.iana.org/|Internet Assigned Numbers Authority\n");
  EXPECT_EQ(pages_of({*data / "example-bad.warc.gz.bad"}, folder), "http://example.com/?example=1|Example Domain\n");
}

TEST(Replay, TellsOfEachBadRecord) {
  const auto data = support::test_data("warc/example-trunc.warc");
  if (!data) GTEST_SKIP() << "no warc/example-trunc.warc; set SITEDEX_TEST_DATA";
  const TemporaryFolder folder;
  const Ended ended = sitedex({"replay", *data, "--db", folder / "x.db"});
  EXPECT_TRUE(has(ended.err, "example-trunc.warc at 1197: its block goes on behind its Content-Length\n")) << ended.err;
  EXPECT_TRUE(has(ended.err, "no answer of a web server in the archive")) << ended.err;
  EXPECT_EQ(ended.exit_code, 1);
}

TEST(Replay, SaysWhatIsWrongWithItsArguments) {
  const TemporaryFolder folder;
  EXPECT_EQ(sitedex({"replay"}).exit_code, 2);
  const Ended missing = sitedex({"replay", folder / "none.warc.gz", "--db", folder / "x.db"});
  EXPECT_EQ(missing.exit_code, 1);
  EXPECT_TRUE(has(missing.err, "none.warc.gz: No such file or directory")) << missing.err;
  EXPECT_EQ(sitedex({"replay", "x.warc.gz", "--delay", "1s"}).exit_code, 2);
}

}  // namespace
