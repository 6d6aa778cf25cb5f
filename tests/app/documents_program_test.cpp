// The program with documents that are not HTML, and with what the owner says of elements.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/app/program.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/web_server.hpp"

namespace {

using program::digest;
using program::sitedex;
using support::Ended;
using support::html;
using support::raw;
using support::response;
using support::TemporaryFolder;
using support::WebServer;
using Lines = std::vector<std::string>;

Lines operator+(Lines lines, const Lines& more) {
  lines.insert(lines.end(), more.begin(), more.end());
  return lines;
}

support::Answer document(std::string_view type, std::string_view body, const std::string& tag = "\"1\"") {
  return raw(response(200, body, {{"Content-Type", std::string(type)}, {"ETag", tag}}));
}

/// A page that leads to one document of each kind.
std::map<std::string, support::Answer> routes() {
  return {{"/", raw(html("<a href=a.txt>a</a><a href=b.md>b</a><a href=c.x>c</a>"))},
          {"/a.txt", document("text/plain; charset=iso-8859-1", "About caf\xE9s\n\nGrounds & <beans>\n")},
          {"/b.md", document("text/markdown", "---\ntitle: Guide\n---\n# Brewing\n\nSee [more](deep/d.md).\n")},
          {"/deep/d.md", document("text/plain", "# Deep\n\n- pressure\n")},
          {"/c.x", document("application/x", "roast and mill")}};
}

/// What a crawl of these comes to, by the program that people have.
std::string sql(const std::filesystem::path& file, const std::string& statement) {
  return support::Process({"sqlite3", file, statement}).wait().out;
}

constexpr const char* kPages =
    "SELECT substr(url, instr(substr(url, 9), '/') + 8), title, body, rest FROM pages ORDER BY id";
constexpr const char* kLedger =
    "SELECT substr(url, instr(substr(url, 9), '/') + 8), state, reason FROM urls WHERE url LIKE '%/c.x'";
const std::string kUpper = "application/x=tr a-z A-Z";

TEST(Documents, TextAndMarkdownArePagesAndTheirLinksAreFollowed) {
  const WebServer server(routes());
  const TemporaryFolder folder;
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", folder / "a.db"}).exit_code, 0);
  const std::string pages = sql(folder / "a.db", kPages);
  EXPECT_NE(pages.find("/a.txt|About cafés|Grounds & <beans>|About cafés\n"), std::string::npos) << pages;
  EXPECT_NE(pages.find("/b.md|Guide|Brewing\nSee more.|\n"), std::string::npos) << pages;
  EXPECT_NE(pages.find("/deep/d.md|Deep|"), std::string::npos) << pages;
  EXPECT_EQ(sql(folder / "a.db", kLedger), "/c.x|skipped|is not HTML but application/x\n");
  EXPECT_EQ(server.requests().back().header("accept"),
            "text/html,application/xhtml+xml,text/plain;q=0.9,text/markdown;q=0.9,*/*;q=0.5");
}

TEST(Documents, CountAsTheyStand) {
  const WebServer server(routes());
  const auto listed = [&](const Lines& more) {
    const Ended ended = sitedex(Lines{"crawl", server.url("/"), "-q", "--list"} + more);
    return std::count(ended.out.begin(), ended.out.end(), '\n');
  };
  EXPECT_EQ(listed({}), 4);
  EXPECT_EQ(listed({"-n", "3"}), 3);
  EXPECT_EQ(listed({"--convert", kUpper}), 5);
  EXPECT_EQ(listed({"--texts", "off"}), 1);
  EXPECT_EQ(listed({"--convert", "application/x=false"}), 4);
}

TEST(Documents, AreConvertedByACommand) {
  const WebServer server(routes());
  const TemporaryFolder folder;
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", folder / "a.db", "--convert", kUpper}).exit_code, 0);
  EXPECT_NE(sql(folder / "a.db", kPages).find("/c.x|ROAST AND MILL|ROAST AND MILL|\n"), std::string::npos);
  EXPECT_EQ(sql(folder / "a.db", "SELECT content_type FROM pages WHERE url LIKE '%/c.x'"), "application/x\n");
}

TEST(Documents, ThatCannotBeConvertedHaveAReason) {
  const WebServer server(routes());
  const TemporaryFolder folder;
  const auto reason = [&](const std::string& converter) {
    std::filesystem::remove(folder / "a.db");
    sitedex({"crawl", server.url("/"), "-q", "--db", folder / "a.db", "--convert", converter, "--convert-timeout",
             "100ms", "--retry-delay", "0", "--max-body", "10k"});
    return sql(folder / "a.db", kLedger);
  };
  EXPECT_EQ(reason("application/x=sh -c 'echo bad >&2; exit 2'"), "/c.x|failed|sh ended with status 2: bad\n");
  EXPECT_EQ(reason("application/x=yes"), "/c.x|failed|yes wrote over 10240 bytes\n");
  EXPECT_EQ(reason("application/x=sleep 1000"), "/c.x|failed|sleep took longer than 100 ms\n");
}

TEST(Documents, AreTheSameAtAnyConcurrencyAndInAReplay) {
  const WebServer server(routes());
  const TemporaryFolder folder;
  const Lines crawl = {"crawl", server.url("/"),      "-q", "--convert", kUpper, "--select",
                       "li",    "--exclude-selector", "h1"};
  ASSERT_EQ(sitedex(crawl + Lines{"--db", folder / "a.db", "-c", "1", "--warc", folder / "a.warc.gz"}).exit_code, 0);
  ASSERT_EQ(sitedex(crawl + Lines{"--db", folder / "b.db", "-c", "64"}).exit_code, 0);
  EXPECT_EQ(digest(folder / "a.db"), digest(folder / "b.db"));

  const Lines replay = {"replay", folder / "a.warc.gz", "-q", "--db", folder / "c.db"};
  const Ended refused = sitedex(replay);
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_EQ(refused.err,
            "sitedex: the archive's crawl converted documents: replay it with --convert \"" + kUpper + "\"\n")
      << "an archive of others must not have commands run";
  ASSERT_EQ(sitedex(replay + Lines{"--convert", kUpper}).exit_code, 0);
  EXPECT_EQ(digest(folder / "c.db"), digest(folder / "a.db"));
}

TEST(Documents, ThatAreUnchangedAreNotSentAgain) {
  auto all = routes();
  const auto answer = [&](const support::SeenRequest& request) {
    if (!request.header("if-none-match").empty()) return raw(response(304, ""));
    const auto found = all.find(request.target);
    return found == all.end() ? raw(response(404, "")) : found->second;
  };
  const WebServer server(answer);
  const TemporaryFolder folder;
  const Lines crawl = {"crawl", server.url("/"), "-q", "--convert", kUpper, "--db", folder / "a.db"};
  ASSERT_EQ(sitedex(crawl).exit_code, 0);
  const std::string first = digest(folder / "a.db");
  ASSERT_EQ(sitedex(crawl).exit_code, 0);
  std::set<std::string> asked;
  for (const support::SeenRequest& request : server.requests()) {
    if (request.header("if-none-match") == "\"1\"") asked.insert(request.target);
  }
  EXPECT_EQ(asked, (std::set<std::string>{"/a.txt", "/b.md", "/c.x", "/deep/d.md"}));
  EXPECT_EQ(digest(folder / "a.db"), first);
}

TEST(Documents, OtherRulesOfReadingAreAFreshCrawl) {
  const WebServer server(routes());
  const TemporaryFolder folder;
  const Lines crawl = {"crawl", server.url("/"), "-q", "--db"};
  for (const Lines& other : {Lines{"--select", "li"}, Lines{"--exclude-selector", "p"}, Lines{"--texts", "off"},
                             Lines{"--convert", kUpper}, Lines{"--convert", "application/x=cat"}}) {
    SCOPED_TRACE(other.front());
    const Lines free = {"--allow-mass-delete"};
    sitedex(crawl + Lines{folder / "again.db"} + free + other);
    std::filesystem::remove(folder / "once.db");
    sitedex(crawl + Lines{folder / "once.db"} + other);
    EXPECT_EQ(digest(folder / "again.db"), digest(folder / "once.db"));
  }
}

TEST(Documents, OfALocalFolderAreReadByTheirNames) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "site");
  const auto write = [&](const char* name, const char* text) { std::ofstream(folder / "site" / name) << text; };
  write("index.html", "<a href=a.txt>a</a><a href=b.md>b</a><a href=c.markdown>c</a><a href=d.odt>d</a>");
  write("a.txt", "text");
  write("b.md", "# *b*");
  write("c.markdown", "# c");
  write("d.odt", "writing");
  const Ended ended = sitedex({"crawl", folder / "site", "--base", "http://a.test/", "-q", "--db", folder / "a.db",
                               "--convert", "application/vnd.oasis.opendocument.text=cat"});
  ASSERT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_EQ(sql(folder / "a.db", "SELECT title FROM pages WHERE title <> 'a.test' ORDER BY id"),
            "text\nb\nc\nwriting\n");
}

TEST(Documents, AKilledCrawlTakesItsConverterAlong) {
  const WebServer server(routes());
  const TemporaryFolder folder;
  const std::string pipe = folder / "converter";
  ASSERT_EQ(support::Process({"mkfifo", pipe}).wait().exit_code, 0);
  support::Process crawl({SITEDEX_PROGRAM, "crawl", server.url("/"), "-q", "--db", folder / "a.db", "--convert",
                          "application/x=sh -c 'echo $$ > " + pipe + "; exec sleep 1000'"});
  std::string number;
  std::ifstream(pipe) >> number;
  ASSERT_NE(number, "");
  ::kill(crawl.id(), SIGKILL);
  crawl.wait();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (::kill(static_cast<pid_t>(std::stol(number)), 0) == 0) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
    std::this_thread::yield();
  }
}

TEST(Documents, AnInterruptedCrawlDoesNotWaitForItsConverter) {
  const WebServer server(routes());
  const TemporaryFolder folder;
  const std::string pipe = folder / "converter";
  ASSERT_EQ(support::Process({"mkfifo", pipe}).wait().exit_code, 0);
  support::Process crawl({SITEDEX_PROGRAM, "crawl", server.url("/"), "-q", "--db", folder / "a.db", "--convert",
                          "application/x=sh -c 'echo $$ > " + pipe + "; exec sleep 1000'", "--convert-timeout", "1h"});
  std::string number;
  std::ifstream(pipe) >> number;
  ::kill(crawl.id(), SIGINT);
  EXPECT_EQ(crawl.wait().exit_code, 130);
}

TEST(Select, SaysWhatIsMain) {
  const WebServer server = WebServer::of_pages(
      {{"/", "<title>t</title><main><p>plain text</main><div class=aside><p>the other</div><p class=ad>bought"}});
  const TemporaryFolder folder;
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", folder / "a.db", "--select", ".aside",
                     "--exclude-selector", "p.ad"})
                .exit_code,
            0);
  EXPECT_EQ(sql(folder / "a.db", "SELECT body, rest FROM pages"), "the other|plain text\n");
  const Ended wrong = sitedex({"crawl", server.url("/"), "--select", "p:hover"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_NE(wrong.err.find("--select: 'p:hover' has ':hover', which is not supported"), std::string::npos) << wrong.err;
}

}  // namespace
