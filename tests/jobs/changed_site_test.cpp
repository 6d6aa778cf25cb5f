// Crawling again where little has changed, but what is easily missed: headers, links' marks, rules, names of a content.
// The servers here know their pages by ETag, and answer 304 with all headers that the page would have.

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "tests/jobs/crawls.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/web_server.hpp"

namespace {

using crawls::ask;
using crawls::crawl;
using crawls::digest;
using jobs::CrawlOptions;
using jobs::CrawlResult;
using support::Headers;
using support::SeenRequest;
using support::TemporaryFolder;
using support::WebServer;

struct Page {
  std::string body;
  Headers headers{};
  int status = 200;
};
using Pages = std::map<std::string, Page>;

/// A site of pages by path, which becomes another one.
class Site {
 public:
  explicit Site(Pages pages) : pages_(std::move(pages)) {}

  void become(Pages pages) {
    const std::scoped_lock lock(mutex_);
    pages_ = std::move(pages);
  }
  const WebServer& server() const { return server_; }

  CrawlOptions options() const { return crawls::quiet_crawl(server_, "/"); }

 private:
  support::Answer answer(const SeenRequest& request) {
    const std::scoped_lock lock(mutex_);
    const auto found = pages_.find(request.target.substr(0, request.target.find('?')));
    if (found == pages_.end()) return support::raw(support::response(404, ""));
    const Page& page = found->second;
    Headers headers = page.headers;
    headers.emplace_back("ETag", '"' + std::to_string(std::hash<std::string>()(page.body)) + '"');
    headers.emplace_back("Content-Type", request.target.ends_with(".xml") ? "application/xml" : "text/html");
    const bool is_known = page.status == 200 && request.header("if-none-match") == headers[page.headers.size()].second;
    return support::raw(support::response(is_known ? 304 : page.status, is_known ? "" : page.body, headers));
  }

  std::mutex mutex_;
  Pages pages_;  ///< guarded by `mutex_`
  WebServer server_{[this](const SeenRequest& request) { return answer(request); }};
};

/// Crawls `before`, then `after` with `options`: whether that ends as a first crawl would.
void expect_as_new(const Pages& before, const Pages& after, const std::function<void(CrawlOptions&)>& change = {}) {
  Site site(before);
  const TemporaryFolder folder;
  CrawlOptions options = site.options();
  crawl(options, folder / "again.db");
  if (change) change(options);
  site.become(after);
  const CrawlResult result = crawl(options, folder / "again.db");
  EXPECT_EQ(result.warnings, std::vector<std::string>());
  crawl(options, folder / "new.db");
  EXPECT_EQ(digest(folder / "again.db"), digest(folder / "new.db"));
}

std::string links(int count) {
  std::string html;
  for (int i = 0; i < count; ++i) html += "<a href=/" + std::to_string(i) + ">page</a> ";
  return html;
}

TEST(ChangedSite, ALinkNotToBeFollowedBesideOneToTheSameUrlIsNoChange) {
  const Pages pages = {{"/", {"<a rel=nofollow href='/b?utm_source=x'>b</a> <a href=/b>b</a>"}}, {"/b", {"page b"}}};
  expect_as_new(pages, pages);
}

TEST(ChangedSite, APageWhoseLinksAreNotToBeFollowedNamesItsCanonicalUrlInVain) {
  const Pages pages = {{"/", {"<meta name=robots content=nofollow><link rel=canonical href=/c>home"}}, {"/c", {"c"}}};
  expect_as_new(pages, pages);
}

TEST(ChangedSite, HeadersForRobotsThatComeAndGoAreHeeded) {
  const Page page{"<a href=/b>b</a> text"};
  const Pages plain = {{"/", {"<a href=/a>a</a>"}}, {"/a", page}, {"/b", {"page b"}}};
  Pages marked = plain;
  for (const char* value : {"noindex, nofollow", "nofollow"}) {
    marked["/a"].headers = {{"X-Robots-Tag", value}};
    expect_as_new(plain, marked);
    expect_as_new(marked, plain);
  }
}

TEST(ChangedSite, ContentThatMovesToAnotherNameIsNotLost) {
  Pages before = {{"/", {links(30)}}};
  Pages after = {{"/", {links(30) + "."}}};
  for (std::size_t i = 0; i < 30; ++i) {
    before["/" + std::to_string(i)] = {"page " + std::string(i + 1, 'w')};
    after["/" + std::to_string(29 - i)] = before["/" + std::to_string(i)];
  }
  expect_as_new(before, after);
}

TEST(ChangedSite, TitlesThatChangeOverBodiesThatAreAllEqualAreNoLoss) {
  Pages before = {{"/", {links(30)}}};
  Pages after = before;
  for (int i = 0; i < 30; ++i) {
    const std::string path = "/" + std::to_string(i);
    before[path] = {"<title>Old " + path + "</title>Switch on JavaScript"};
    after[path] = {"<title>New " + path + "</title>Switch on JavaScript"};
  }
  expect_as_new(before, after);
}

TEST(ChangedSite, OtherRulesOfReadingAreAppliedToWhatIsUnchanged) {
  const Pages pages = {{"/", {"<a href='/b?utm_source=x'>b</a> <meta name=otherbot content=noindex>"}},
                       {"/b", {std::string(2'000, 'x') + " end"}}};
  expect_as_new(pages, pages, [](CrawlOptions& options) {
    options.dropped_parameters.clear();
    options.losses.are_off = true;
  });
  expect_as_new(pages, pages, [](CrawlOptions& options) { options.network.receive.max_body_bytes = 1'000; });
  expect_as_new(pages, pages, [](CrawlOptions& options) { options.network.user_agent = "otherbot/1.0"; });
}

// What a round has found out counts, also where the next one takes its pages as they are.
TEST(ChangedSite, WhatARoundTookOutOfTheIndexDoesNotComeBackWithOtherRules) {
  Pages pages = {{"/", {links(12)}}};
  for (int i = 0; i < 12; ++i) pages["/" + std::to_string(i)] = {"page " + std::string(1, static_cast<char>('a' + i))};
  Site site(pages);
  const TemporaryFolder folder;
  CrawlOptions options = site.options();
  options.concurrency = 1;
  crawl(options, folder / "again.db");
  pages["/1"].headers = {{"X-Robots-Tag", "noindex"}};
  pages["/2"] = pages["/0"];
  pages["/3"] = {""};
  site.become(pages);
  options.limits.max_requests = 10;
  crawl(options, folder / "again.db");
  options.limits = {};
  options.exclude = {*crawler::Pattern::parse("*/none")};
  crawl(options, folder / "again.db");
  crawl(options, folder / "new.db");
  EXPECT_EQ(digest(folder / "again.db"), digest(folder / "new.db"));
}

// DESIGN, promise 7.
TEST(ChangedSite, AnErrorThatTellsTheUrlOrANumberIsNoPage) {
  Pages before = {{"/", {links(40)}}};
  Pages after = before;
  for (int i = 0; i < 40; ++i) {
    const std::string path = "/" + std::to_string(i);
    before[path] = {"page " + std::string(1, static_cast<char>('a' + i % 20)) + (i < 20 ? " one" : " two")};
    after[path] = {"Log in to see " + path + ". Request 12" + std::to_string(i * 7)};
  }
  Site site(before);
  const TemporaryFolder folder;
  crawl(site.options(), folder / "x.db");
  site.become(after);
  EXPECT_EQ(crawl(site.options(), folder / "x.db").warnings.size(), 1U);
  EXPECT_EQ(ask(folder / "x.db", "SELECT count(*) FROM pages WHERE body GLOB 'Log in*'"), 1);
}

TEST(ChangedSite, ASitemapThatFailsAgainAndAgainTakesNoPageWithIt) {
  const std::string map = "<urlset><url><loc>/a</loc></url><url><loc>/b</loc></url></urlset>";
  const Pages pages = {{"/", {"home"}}, {"/a", {"page a"}}, {"/b", {"page b"}}, {"/sitemap.xml", {map}}};
  Pages broken = pages;
  broken["/sitemap.xml"].status = 500;
  Pages without = pages;
  without.erase("/sitemap.xml");
  Site site(pages);
  const TemporaryFolder folder;
  crawl(site.options(), folder / "x.db");
  for (int round = 2; round < 5; ++round) {
    site.become(broken);
    crawl(site.options(), folder / "x.db");
    EXPECT_EQ(ask(folder / "x.db", "SELECT count(*) FROM pages"), 3) << "round " << round;
  }
  site.become(without);
  crawl(site.options(), folder / "x.db");
  EXPECT_EQ(ask(folder / "x.db", "SELECT count(*) FROM pages"), 1) << "a sitemap that is gone is evidence";
}

TEST(ChangedSite, APageThatIsGoneIsNotHeldWhenItFailsLater) {
  Pages pages = {{"/", {"<a href=/a>a</a><a href=/b>b</a>"}}, {"/a", {"page a"}}, {"/b", {"page b"}}};
  Site site(pages);
  const TemporaryFolder folder;
  crawl(site.options(), folder / "x.db");
  pages["/a"].status = 404;
  site.become(pages);
  crawl(site.options(), folder / "x.db");
  pages["/a"].status = 500;
  pages["/"].body = "<a href=/a>a</a>";
  site.become(pages);
  crawl(site.options(), folder / "x.db");
  EXPECT_EQ(ask(folder / "x.db", "SELECT count(*) FROM pages"), 1) << "/b is out of reach, and the crawl complete";
}

}  // namespace
