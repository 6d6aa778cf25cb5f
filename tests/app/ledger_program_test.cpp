// The program where it looks into the ledger or removes from it: explain, report, forget.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <nlohmann/json.hpp>

#include "storage/database.hpp"
#include "tests/app/program.hpp"
#include "tests/support/process.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/served_web.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/web_graph.hpp"
#include "tests/support/web_server.hpp"

namespace {

using nlohmann::json;
using program::sitedex;
using support::Ended;
using support::html;
using support::raw;
using support::TemporaryFolder;
using support::WebGraph;
using support::WebServer;

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> urls_in(const std::string& file) {
  auto database = storage::Database::open_reader(file);
  storage::Statement select = database.connection().prepare("SELECT url FROM urls ORDER BY id");
  std::vector<std::string> urls;
  for (const storage::Row row : select.rows()) urls.emplace_back(row.text(0));
  return urls;
}

// Promise 6.
TEST(ExplainProgram, AnswersForEveryUrlOfACrawl) {
  const WebGraph web(31, 70, {.robots = true, .passing_failures = false, .sitemaps = true, .nofollow = true});
  const WebServer server([&](const support::SeenRequest& request) { return support::answer(web, request); });
  const TemporaryFolder folder;
  const std::string file = folder / "x.db";
  ASSERT_EQ(sitedex({"crawl", server.url("/n/0"), "-q", "--db", file, "-n", "30"}).exit_code, 0);
  const auto urls = urls_in(file);
  ASSERT_GT(urls.size(), 30U);
  for (std::size_t i = 0; i < urls.size(); i += urls.size() / support::rounds(urls.size())) {
    const std::string& url = urls[i];
    const Ended told = sitedex({"explain", url, "--db", file});
    EXPECT_EQ(told.exit_code, 0) << url << told.err;
    EXPECT_TRUE(told.out.starts_with(url + "\n  It ") || has(told.out, "\n  The server")) << told.out;
    EXPECT_EQ(told.err, "");
  }
}

TEST(ExplainProgram, SaysOfAUrlThatWasNeverSeenWhatIsNear) {
  const WebServer server({{"/", raw(html("<title>One</title><a href=/install.html>install</a>"))},
                          {"/install.html", raw(html("<title>Two</title>"))}});
  const TemporaryFolder folder;
  const std::string file = folder / "x.db";
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", file}).exit_code, 0);
  const Ended told = sitedex({"explain", server.url("/instal.html"), "--db", file});
  EXPECT_EQ(told.exit_code, 1);
  EXPECT_TRUE(has(told.out, "never seen")) << told.out;
  EXPECT_TRUE(has(told.out, server.url("/install.html"))) << told.out;
  EXPECT_EQ(sitedex({"explain", "nowhere.test", "--db", file}).exit_code, 1);
  EXPECT_EQ(sitedex({"explain", "ftp://a.test/", "--db", file}).exit_code, 2);
  EXPECT_EQ(sitedex({"explain", "--db", file}).exit_code, 2);
  EXPECT_EQ(sitedex({"explain", "nowhere.test", "--db", folder / "none.db"}).exit_code, 4);
}

TEST(ExplainProgram, TellsTheSameAsJson) {
  const WebServer server({{"/", raw(html("<title>One</title><a href=/gone>gone</a>"))}});
  const TemporaryFolder folder;
  const std::string file = folder / "x.db";
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", file}).exit_code, 0);
  const auto told = json::parse(sitedex({"explain", server.url("/gone"), "--db", file, "--format", "json"}).out);
  EXPECT_EQ(told["known"], true);
  EXPECT_EQ(told["in_crawls"][0]["state"], "failed");
  EXPECT_EQ(told["in_crawls"][0]["status"], 404);
  EXPECT_EQ(told["in_crawls"][0]["linked_from"]["count"], 1);
  const auto unknown = json::parse(sitedex({"explain", server.url("/never"), "--db", file, "--format", "json"}).out);
  EXPECT_EQ(unknown["known"], false);
  EXPECT_FALSE(unknown["surroundings"]["nearest"].empty());
}

const std::string kText = "<p>" + std::string(500, 'w');

/// A site that has something of each kind, and titles that mean harm.
std::map<std::string, support::Answer> troubled_site() {
  const std::string hostile = "<title>&lt;script&gt;alert(1)&lt;/script&gt; &quot;q&quot;, &#39;s&#39; &amp;</title>";
  return {
      {"/", raw(html("<title>Start</title><a href=/gone>g</a><a href=/old>o</a><a href=/app>a</a><a href=/twin>t</a>"
                     "<a href=/evil>e</a>" +
                     kText))},
      {"/robots.txt", raw(support::response(200, "Sitemap: /sitemap.xml\n", {{"Content-Type", "text/plain"}}))},
      {"/old", raw(support::redirect("/new", 301))},
      {"/new", raw(html("<title>New</title><a href=/gone>gone</a>" + kText + "new"))},
      {"/app", raw(html("<title>=HYPERLINK(&quot;http://evil.test&quot;)</title><div id=root></div>"
                        "<script src=/a.js></script>"))},
      {"/evil", raw(html(hostile + "<div id=root></div><script src=/a.js></script>"))},
      {"/twin", raw(html("<title>Twin</title>" + kText))},
  };
}

class ReportProgram : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(sitedex({"crawl", server_.url("/"), "-q", "--db", file_}).exit_code, 0); }

  Ended report(std::vector<std::string> more) {
    more.insert(more.begin(), {"report", "--db", file_});
    return sitedex(more);
  }

  WebServer server_{troubled_site()};
  TemporaryFolder folder_;
  std::string file_ = folder_ / "x.db";
};

TEST_F(ReportProgram, NamesTheBrokenLinkAndEachPageThatHoldsIt) {
  const std::string text = report({}).out;
  EXPECT_TRUE(text.starts_with("       1  Broken links\n       1  Links to redirects\n")) << text;
  EXPECT_TRUE(has(text, "  " + server_.url("/gone") + "  answered with status 404\n      on " + server_.url("/") +
                            "\n      on " + server_.url("/new") + "\n"))
      << text;
}

TEST_F(ReportProgram, ExitsWithSixIfItFindsWhatItShallFailOn) {
  EXPECT_EQ(report({}).exit_code, 0);
  EXPECT_EQ(report({"--fail-on", "broken"}).exit_code, 6);
  EXPECT_EQ(report({"--fail-on", "slow,large", "--slow", "1h"}).exit_code, 0);
  EXPECT_EQ(report({"--fail-on", "slow,broken", "--kind", "orphans"}).exit_code, 6) << "shown or not";
  EXPECT_EQ(report({"--fail-on", "everything"}).exit_code, 2);
  EXPECT_FALSE(report({"--fail-on", "broken"}).out.empty());
}

TEST_F(ReportProgram, JsonAndJsonLinesTellTheSame) {
  const auto whole = json::parse(report({"--format", "json"}).out);
  std::istringstream lines(report({"--format", "jsonl"}).out);
  json all = json::array();
  for (std::string line; std::getline(lines, line);) all.push_back(json::parse(line));
  EXPECT_EQ(whole["findings"], all);
  EXPECT_EQ(whole["counts"]["broken"], 1);
  EXPECT_EQ(whole["counts"]["scripts"], 2);
  EXPECT_EQ(all[0]["pages"].size(), 2U);
  EXPECT_EQ(all[1]["other"], server_.url("/new"));
}

TEST_F(ReportProgram, ACsvCellIsNeverAFormula) {
  const std::string csv = report({"--format", "csv", "--kind", "scripts"}).out;
  EXPECT_TRUE(csv.starts_with("kind,url,title,reason,status,took_ms,bytes,depth,other,page,via\r\n"));
  EXPECT_TRUE(has(csv, ",\"'=HYPERLINK(\"\"http://evil.test\"\")\",")) << csv;
  EXPECT_TRUE(has(csv, ",\"<script>alert(1)</script> \"\"q\"\", 's' &\",")) << csv;
}

TEST_F(ReportProgram, NothingFromAPageIsMarkupInTheHtml) {
  const std::string page = report({"--format", "html"}).out;
  EXPECT_TRUE(page.starts_with("<!doctype html>"));
  EXPECT_FALSE(has(page, "<script"));
  EXPECT_TRUE(has(page, "&lt;script&gt;alert(1)&lt;/script&gt; &quot;q&quot;, &#39;s&#39; &amp;"));
  EXPECT_FALSE(has(page, "src="));
  EXPECT_FALSE(has(page, "javascript:"));
  EXPECT_TRUE(page.ends_with("</html>\n"));
}

TEST_F(ReportProgram, TheHtmlShowsWhatTheTextTells) {
  const std::string page = report({"--format", "html"}).out;
  for (const std::string_view kind : {"broken", "redirects", "slow", "large", "orphans", "duplicates", "scripts"}) {
    EXPECT_TRUE(has(page, "<section id=\"" + std::string(kind) + "\">")) << kind;
  }
  for (const char* url : {"/gone", "/old", "/new", "/app", "/evil"}) {
    EXPECT_TRUE(has(page, "href=\"" + server_.url(url) + "\"")) << url;
  }
  EXPECT_TRUE(has(page, "<svg role=\"img\" aria-label=\"URLs by state: page 5, alias 1, failed 1\"")) << page;
}

TEST_F(ReportProgram, ALimitIsOfEachKind) {
  const std::string text = report({"--kind", "scripts", "-n", "1"}).out;
  EXPECT_TRUE(has(text, "  and 1 more: --limit N")) << text;
  EXPECT_TRUE(has(report({"--kind", "scripts", "-n", "1", "--format", "html"}).out, "and 1 more"));
  std::istringstream lines(report({"--format", "jsonl", "-n", "1", "--kind", "scripts,broken"}).out);
  int count = 0;
  for (std::string line; std::getline(lines, line);) ++count;
  EXPECT_EQ(count, 2);
}

TEST_F(ReportProgram, OfAnEmptyDatabaseIsWholeInEachFormat) {
  const std::string empty = folder_ / "empty.db";
  storage::Database::open_writer(empty);
  for (const char* format : {"text", "json", "jsonl", "csv", "html"}) {
    const Ended ended = sitedex({"report", "--db", empty, "--format", format, "--fail-on", "broken"});
    EXPECT_EQ(ended.exit_code, 0) << format << ended.err;
  }
  EXPECT_EQ(sitedex({"report", "--db", folder_ / "none.db"}).exit_code, 4);
}

TEST_F(ReportProgram, ForgetRemovesAUrlAndSaysSo) {
  const Ended forgotten = sitedex({"forget", server_.url("/new"), "--db", file_});
  EXPECT_EQ(forgotten.exit_code, 0) << forgotten.err;
  EXPECT_TRUE(forgotten.out.starts_with("Removed 1 page from the index, and 1 URL from the ledger.\n"))
      << forgotten.out;
  EXPECT_EQ(sitedex({"check", "--db", file_}).exit_code, 0);
  EXPECT_TRUE(has(sitedex({"explain", server_.url("/new"), "--db", file_}).out, "removed by sitedex forget"));
  const Ended again = sitedex({"forget", server_.url("/new"), "--db", file_});
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_TRUE(has(again.err, "nothing is known of")) << again.err;
  const Ended near = sitedex({"forget", server_.url("/twin/"), "--db", file_});
  EXPECT_EQ(near.exit_code, 1);
  EXPECT_TRUE(has(near.err, "did you mean " + server_.url("/twin") + "?")) << near.err;
}

TEST_F(ReportProgram, ForgetRemovesASite) {
  const std::string site = "127.0.0.1:" + std::to_string(server_.port());
  const Ended forgotten = sitedex({"forget", site, "--db", file_});
  EXPECT_EQ(forgotten.exit_code, 0) << forgotten.err;
  EXPECT_TRUE(has(forgotten.out, "1 crawl as a whole: " + server_.url("/"))) << forgotten.out;
  EXPECT_TRUE(urls_in(file_).empty());
  EXPECT_EQ(sitedex({"check", "--db", file_}).exit_code, 0);
  EXPECT_EQ(sitedex({"forget", site, "--db", file_}).exit_code, 1);
  EXPECT_EQ(sitedex({"crawl", server_.url("/"), "-q", "--db", file_}).exit_code, 0) << "and it can be crawled again";
  EXPECT_FALSE(urls_in(file_).empty());
}

TEST_F(ReportProgram, ForgetMakesNoFileAndWantsATarget) {
  EXPECT_EQ(sitedex({"forget", "a.test", "--db", folder_ / "none.db"}).exit_code, 4);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "none.db"));
  EXPECT_EQ(sitedex({"forget", "--db", file_}).exit_code, 2);
  EXPECT_EQ(sitedex({"forget", "*.test", "--db", file_}).exit_code, 2);
}

}  // namespace
