// The program as a process: exit codes, what goes to which stream, and what is left when it is killed.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <filesystem>

#include "tests/app/program.hpp"
#include "tests/support/process.hpp"
#include "tests/support/serial_crawl.hpp"
#include "tests/support/served_web.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/web_graph.hpp"
#include "tests/support/web_server.hpp"

namespace {

using program::digest;
using program::sitedex;
using support::Ended;
using support::Process;
using support::TemporaryFolder;
using support::WebGraph;
using support::WebServer;

/// Page n of a site without end, which links to ten pages that nobody else links to.
support::Answer endless_page(const support::SeenRequest& request) {
  const std::uint64_t self = std::strtoull(request.target.c_str() + 1, nullptr, 10);
  std::string page = "<title>Page " + request.target + "</title><p>Nothing ends here.";
  for (std::uint64_t i = 1; i <= 10; ++i) page += "<a href=/" + std::to_string(self * 10 + i) + ">next</a> ";
  return support::raw(support::html(page));
}

// Promise 4.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
// Sanitizers keep memory of their own for each allocation there ever was.
#else
TEST(Memory, AnEndlessSiteNeedsNoMoreMemoryForMorePages) {
  std::atomic<pid_t> crawler = 0;
  std::uint64_t requests = 0;
  std::uint64_t peak_bytes = 0;
  const WebServer server([&](const support::SeenRequest& request) {
    if (++requests % 500 == 0) peak_bytes = std::max(peak_bytes, support::peak_memory_bytes(crawler));
    return endless_page(request);
  });
  const TemporaryFolder folder;
  const auto peak = [&](const std::string& pages) {
    peak_bytes = 0;
    Process crawl({SITEDEX_PROGRAM, "crawl", server.url("/0"), "-q", "-n", pages, "--db", folder / (pages + ".db")},
                  [&](pid_t child) { crawler = child; });
    EXPECT_EQ(crawl.wait().exit_code, 0);
    return static_cast<double>(peak_bytes);
  };
  // By then what is cached has its full size.
  const double few = peak("30000");
  const double many = peak("60000");
  EXPECT_LT(many / few, 1.25);
  EXPECT_LT(many, 150e6);
}
#endif

TEST(Program, ListPrintsTheUrlsOfGoodPagesInOrder) {
  const WebGraph web(22, 80);
  const WebServer server([&](const support::SeenRequest& request) { return support::answer(web, request); });
  std::string norm;
  for (const std::string& line : support::serial_crawl(web, {{.max_pages = 30}}).yielded) {
    if (!line.ends_with(" page")) continue;
    const std::string url = line.substr(0, line.find(' '));
    norm += server.url(url.substr(url.find("/n/"))) + "\n";
  }
  const TemporaryFolder folder;
  for (const std::string concurrency : {"1", "4", "16", "64"}) {
    const Ended ended = Process({SITEDEX_PROGRAM, "crawl", "--list", server.url("/n/0"), "-n", "30", "-c", concurrency},
                                {}, folder.path())
                            .wait();
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_EQ(ended.out, norm) << "at concurrency " << concurrency;
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << "a list leaves no file";
}

TEST(Program, SaysWhatWentWrongByItsExitCode) {
  const WebServer server({{"/", support::raw(support::html("hello"))}});
  const TemporaryFolder folder;
  EXPECT_EQ(sitedex({"--version"}).exit_code, 0);
  EXPECT_EQ(sitedex({"crawl", "--help"}).exit_code, 0);
  EXPECT_EQ(sitedex({"crawl"}).exit_code, 2);
  EXPECT_EQ(sitedex({"crawl", "ftp://example.org/"}).exit_code, 2);
  EXPECT_EQ(sitedex({"crawl", server.url("/"), "--max-body", "much"}).exit_code, 2);
  EXPECT_EQ(sitedex({"crawl", server.url("/missing"), "-q", "--db", folder / "a.db"}).exit_code, 3);
  EXPECT_EQ(sitedex({"crawl", "http://127.0.0.1:1/", "-q", "--db", folder / "b.db"}).exit_code, 3);
  EXPECT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", folder / "no/such/folder/c.db"}).exit_code, 4);
  EXPECT_EQ(sitedex({"search", "hello", "--db", folder / "none.db"}).exit_code, 4);
  EXPECT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", folder / "d.db"}).exit_code, 0);
}

TEST(Program, SaysWhatACrawlIsGoingToDoAndWhatBecameOfIt) {
  const WebServer server({{"/", support::raw(support::html("<title>One</title>hello <a href=/two>two</a>"))},
                          {"/two", support::raw(support::html("hello hello"))}});
  const TemporaryFolder folder;
  const std::string file = folder / "x.db";
  const std::string site = server.url("/") + " (its host)";
  const auto told = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"crawl", server.url("/"), "--db", file});
    return sitedex(more).err;
  };
  const auto has = [](const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), text.npos) << text;
  };
  has(told({"--list", "-n", "1"}), "Listing " + site + ", 8 requests at a time\n1 page in ");
  has(told({"--list", "-n", "1"}), "A limit was reached.\n");
  has(told({"--delay", "1ms", "-n", "1"}),
      "Crawling " + site + " into " + file + ", 1 request at a time, with a pause of 1ms\n1 page in ");
  has(sitedex({"stats", "--db", file}).out, "  " + site + ": 1 page, 1 URL waiting\n");
  has(told({}), "Going on with " + site + " in " + file +
                    ", for its limits are higher now: 1 page so far, 1 URL waiting, 8 requests at a time\n");
  has(told({}), "Crawling " + site + " again into " + file + ", for it was finished on ");
  has(told({"--exclude", "*x*"}), "again into " + file + ", for its rules have changed: 2 pages so far, ");
  has(sitedex({"stats", "--db", file}).out, "  " + site + ": 2 pages, finished\n");
}

TEST(Program, SearchSaysWhatThereIsBesideTheHitsShown) {
  const WebServer server({{"/", support::raw(support::html("<title>One</title>hello <a href=/two>two</a>"))},
                          {"/two", support::raw(support::html("hello hello"))}});
  const TemporaryFolder folder;
  const std::string file = folder / "x.db";
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", file}).exit_code, 0);
  const auto told = [&](const std::string& words, const std::string& offset) {
    return sitedex({"search", words, "-n", "1", "--offset", offset, "--db", file}).err;
  };
  EXPECT_EQ(told("hello", "0").substr(0, 36), "1 to 1 of 2 hits; for more: --after ");
  EXPECT_EQ(told("hello", "1"), "2 to 2 of 2 hits\n");
  EXPECT_EQ(told("hello", "2"), "There are no more than 2 hits.\n");
  EXPECT_EQ(told("nothing", "0"), "No page has any of these words.\n");
  EXPECT_EQ(told("\"", "0"), "There is no word in that to look for.\n");
}

TEST(Program, NearDuplicatesAreCountedAndFoldedUnlessAllAreAskedFor) {
  const WebServer server({{"/", support::raw(support::html("hello <a href=/copy>one</a> <a href=/other>two</a>"))},
                          {"/copy", support::raw(support::html("hello <a href=/>ONE</a> <a href=/>two</a>"))},
                          {"/other", support::raw(support::html("hello from somewhere else"))}});
  const TemporaryFolder folder;
  const std::string file = folder / "x.db";
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", file}).exit_code, 0);
  EXPECT_NE(sitedex({"stats", "--db", file}).out.find("\n1 of them near-duplicates of an earlier one\n"),
            std::string::npos);
  EXPECT_NE(sitedex({"stats", "--db", file, "--format", "json"}).out.find("\"near_duplicates\":1,"), std::string::npos);
  const auto found = [&](const std::string& format) {
    return sitedex({"search", "hello", "--format", format, "--db", file});
  };
  EXPECT_NE(found("text").out.find("   and 1 more like it\n\n"), std::string::npos);
  EXPECT_EQ(found("text").err, "1 to 2 of 2 hits\n");
  EXPECT_NE(found("json").out.find("\"folded\":1"), std::string::npos);
  EXPECT_NE(found("json").out.find("\"total_is_estimate\":false"), std::string::npos);
  EXPECT_EQ(sitedex({"search", "hello", "--group-by", "nothing", "--db", file}).err, "1 to 3 of 3 hits\n");
  const std::string grouped = sitedex({"search", "hello", "--group-by", "section", "--db", file}).out;
  EXPECT_NE(grouped.find("   - "), std::string::npos) << grouped;
  EXPECT_EQ(grouped.find("2. "), std::string::npos);
}

TEST(Program, AHitInALongPageLeadsToItsHeading) {
  std::string text = "<title>Manual</title><main><h1>Manual</h1>";
  for (const char* part : {"Installing", "Running"}) {
    text += fmt::format("<section id={0}><h2>{0} it</h2>", part);
    for (int i = 0; i < 9; ++i)
      text += "<p>A paragraph of the manual that says what there is to be said, and more.</p>";
    text +=
        fmt::format("<h3>Details</h3><p>{} needs the word &lt;needle{}&gt; & more of it.</p></section>", part, part);
  }
  const WebServer server({{"/", support::raw(support::html(text + "</main>"))}});
  const TemporaryFolder folder;
  const std::string file = folder / "x.db";
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", file}).exit_code, 0);
  const auto found = [&](const std::string& format) {
    return sitedex({"search", "needleRunning", "--format", format, "--db", file}).out;
  };
  const std::string url = server.url("/") + "#Running";
  EXPECT_NE(found("text").find("\n   " + url + "\n   Running it > Details\n"), std::string::npos) << found("text");
  EXPECT_NE(found("json").find(fmt::format(R"("section":{{"url":"{}","path":["Running it","Details"]}})", url)),
            std::string::npos);
  EXPECT_NE(found("html").find(fmt::format(R"(<a href="{}">Manual</a>)", url)), std::string::npos) << found("html");
  EXPECT_NE(found("html").find("&lt;<mark>needleRunning</mark>&gt; &amp; more"), std::string::npos);
}

TEST(Program, ALongListOfHitsIsReadOnFromWhereItEnded) {
  const WebServer server({{"/", support::raw(support::html("hello <a href=/1>1</a> <a href=/2>2</a>"))},
                          {"/1", support::raw(support::html("hello from the first of them"))},
                          {"/2", support::raw(support::html("hello there, the second of all these pages"))}});
  const TemporaryFolder folder;
  const std::string file = folder / "x.db";
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", file}).exit_code, 0);
  const Ended first = sitedex({"search", "hello", "-n", "2", "--db", file});
  const std::string place = first.err.substr(first.err.find("--after ") + 8);
  EXPECT_EQ(first.err, "1 to 2 of 3 hits; for more: --after " + place);
  const Ended second =
      sitedex({"search", "hello", "-n", "2", "--after", place.substr(0, place.find('\n')), "--db", file});
  EXPECT_EQ(second.err, "3 to 3 of 3 hits\n");
  EXPECT_EQ(sitedex({"search", "hello", "--after", "x", "--db", file}).exit_code, 2);
  const Ended facets = sitedex({"search", "hello", "--facets", "--db", file});
  EXPECT_NE(facets.out.find("\ntype: html (3)\n"), std::string::npos) << facets.out;
}

TEST(Program, ASearchWithoutTimeSaysSo) {
  const WebServer server({{"/", support::raw(support::html("hello"))}});
  const TemporaryFolder folder;
  const std::string file = folder / "x.db";
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", file}).exit_code, 0);
  const Ended ended = sitedex({"search", "hello", "--timeout", "0", "--db", file});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_EQ(ended.err, "sitedex: found nothing within 0; --timeout gives it more\n");
  EXPECT_NE(sitedex({"search", "hello", "--format", "json", "--db", file}).out.find("\"total_is_least\":false"),
            std::string::npos);
}

TEST(Program, ASecondWriterIsTurnedAway) {
  std::atomic<int> second_exit = -1;
  const TemporaryFolder folder;
  const WebServer other({{"/", support::raw(support::html("hello"))}});
  const WebServer server([&](const support::SeenRequest&) {
    second_exit = sitedex({"crawl", other.url("/"), "-q", "--db", folder / "x.db"}).exit_code;
    return support::raw(support::html("hello"));
  });
  EXPECT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", folder / "x.db"}).exit_code, 0);
  EXPECT_EQ(second_exit, 5);
}

TEST(Program, AnInterruptKeepsWhatIsThereAndSaysHowToGoOn) {
  const WebGraph web(23, 400);
  std::atomic<pid_t> child = 0;
  std::atomic<int> requests = 0;
  const WebServer server([&](const support::SeenRequest& request) {
    if (++requests == 100) kill(child, SIGINT);
    return support::answer(web, request);
  });
  const TemporaryFolder folder;
  const std::vector<std::string> arguments = {SITEDEX_PROGRAM, "crawl", server.url("/n/0"), "--db", folder / "x.db"};
  const Ended stopped = Process(arguments, [&](pid_t pid) { child = pid; }).wait();
  EXPECT_EQ(stopped.exit_code, 130);
  EXPECT_NE(stopped.err.find("goes on"), std::string::npos) << stopped.err;
  EXPECT_EQ(Process(arguments).wait().exit_code, 0);
  ASSERT_EQ(sitedex({"crawl", server.url("/n/0"), "-q", "--db", folder / "whole.db"}).exit_code, 0);
  EXPECT_EQ(digest(folder / "x.db"), digest(folder / "whole.db"));
}

TEST(Program, AReaderThatHasEnoughEndsItWithoutAWord) {
  const WebServer server(endless_page);
  const std::string crawl = SITEDEX_PROGRAM " crawl --list -q " + server.url("/0");
  const Ended ended = Process({"bash", "-c", crawl + " | head -1; exit ${PIPESTATUS[0]}"}).wait();
  EXPECT_EQ(ended.out, server.url("/0") + "\n");
  EXPECT_EQ(ended.err, "");
  EXPECT_EQ(ended.exit_code, 128 + SIGPIPE);
}

TEST(Program, NothingFromAPageReachesTheTerminalAsAControl) {
  const WebServer server({{"/", support::raw(support::html("<title>evil \x1b]0;owned\x07 \u009b31m \u202e title</title>"
                                                           "<p>some \x1b[2J text \x07 here"))}});
  const TemporaryFolder folder;
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-v", "--db", folder / "x.db"}).exit_code, 0);
  const Ended found = sitedex({"search", "evil", "--db", folder / "x.db"});
  for (const std::string_view control : {"\x1b", "\x07", "\u009b", "\u202e"}) {
    EXPECT_EQ(found.out.find(control), std::string::npos);
  }
  EXPECT_NE(found.out.find("title"), std::string::npos);
}

// Promise 5: Debian's sqlite3 knows nothing of us.
TEST(PlainFile, IsReadByAnySqlite) {
  const WebServer server({{"/", support::raw(support::html("<title>Hello</title><p>plain words"))}});
  const TemporaryFolder folder;
  const std::string file = folder / "x.db";
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", file}).exit_code, 0);
  const auto ask = [&](const std::string& sql) { return Process({"sqlite3", file, sql}).wait().out; };
  EXPECT_EQ(ask("SELECT url, title FROM pages"), server.url("/") + "|Hello\n");
  EXPECT_EQ(ask("SELECT title FROM page_index WHERE page_index MATCH 'plain words'"), "Hello\n");
  EXPECT_EQ(ask("SELECT state, reason FROM urls"), "page|\n");
  EXPECT_EQ(ask("PRAGMA integrity_check"), "ok\n");
  EXPECT_EQ(ask("PRAGMA table_info(page_index)").find("Error"), std::string::npos);
}

TEST(CompressedFile, IsReadByAnySqliteButForTheText) {
  const std::string text(500, 'x');
  const WebServer server({{"/", support::raw(support::html("<title>Hello</title><p>plain words " + text))}});
  const TemporaryFolder folder;
  const std::string file = folder / "x.db";
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-q", "--compress", "--db", file}).exit_code, 0);
  const auto ask = [&](const std::string& sql) { return Process({"sqlite3", file, sql}).wait().out; };
  EXPECT_EQ(ask("SELECT url, title, typeof(body) FROM pages"), server.url("/") + "|Hello|blob\n");
  EXPECT_EQ(ask("SELECT title FROM pages WHERE id IN (SELECT rowid FROM page_index WHERE page_index MATCH 'plain')"),
            "Hello\n");
  EXPECT_EQ(ask("PRAGMA integrity_check; VACUUM"), "ok\n");
  EXPECT_EQ(sitedex({"backup", "--db", file, folder / "copy.db"}).exit_code, 0);
  EXPECT_EQ(digest(folder / "copy.db"), digest(file));
  EXPECT_NE(sitedex({"search", "plain", "--db", folder / "copy.db"}).out.find("*plain* words"), std::string::npos);
}

}  // namespace
