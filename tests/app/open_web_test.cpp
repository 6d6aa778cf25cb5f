// What a crawl does on sites that ask for something, or misbehave: the program against a real server.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "storage/database.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/web_server.hpp"

namespace {

using namespace std::chrono_literals;
using support::Answer;
using support::Ended;
using support::html;
using support::raw;
using support::redirect;
using support::response;
using support::SeenRequest;
using support::WebServer;
using Lines = std::vector<std::string>;

std::string links(const Lines& targets) {
  std::string page = "<title>A page</title>";
  for (const std::string& target : targets) page += "<a href='" + target + "'>x</a> ";
  return html(page);
}

std::string text(std::string_view body) {
  return response(200, body, {{"Content-Type", "text/plain"}});
}

/// A server, and what the program makes of it.
class Site {
 public:
  /// What it answers by path; with the number of the request for that path, from 1.
  using Pages = std::map<std::string, std::function<Answer(int)>>;

  explicit Site(Pages pages)
      : pages_(std::move(pages)), server_([this](const SeenRequest& request) { return answer(request); }) {}

  Ended crawl(Lines more = {}) {
    Lines arguments = {SITEDEX_PROGRAM, "crawl", server_.url("/"), "-q", "--db", file()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return support::Process(arguments).wait();
  }

  /// Its pages in the order of the crawl, as paths.
  Lines list(Lines more = {}) {
    more.emplace_back("--list");
    Lines paths;
    std::string out = crawl(std::move(more)).out;
    for (std::size_t end = 0; (end = out.find('\n')) != std::string::npos; out.erase(0, end + 1)) {
      paths.push_back(out.substr(server_.url("").size(), end - server_.url("").size()));
    }
    return paths;
  }

  /// "STATE REASON" of a path, in the ledger.
  std::string ledger(const std::string& path) const {
    auto database = storage::Database::open_reader(file());
    auto select = database.connection().prepare("SELECT trim(state || ' ' || reason) FROM urls WHERE url = ?");
    for (const storage::Row row : select.rows(server_.url(path))) return std::string(row.text(0));
    return "not in the ledger";
  }

  /// What was asked for, in order.
  Lines requested() const {
    Lines targets;
    for (const SeenRequest& request : server_.requests()) targets.push_back(request.target);
    return targets;
  }
  auto times_requested(const std::string& target) const { return std::ranges::count(requested(), target); }
  std::vector<SeenRequest> requests() const { return server_.requests(); }
  const WebServer& server() const { return server_; }
  std::string file() const { return folder_ / "x.db"; }

 private:
  Answer answer(const SeenRequest& request) {
    const std::scoped_lock lock(mutex_);
    const auto found = pages_.find(request.target);
    if (found == pages_.end()) return raw(response(404, "no such page"));
    return found->second(++times_[request.target]);
  }

  support::TemporaryFolder folder_;
  Pages pages_;
  std::mutex mutex_;  ///< guards times_
  std::map<std::string, int> times_;
  WebServer server_;
};

std::function<Answer(int)> always(std::string bytes) {
  return [bytes = std::move(bytes)](int) { return raw(bytes); };
}

std::function<Answer(int)> at_first(int times, const std::string& bytes, const std::string& later) {
  return [=](int time) { return raw(time <= times ? bytes : later); };
}

// RFC 9309, 2.2
TEST(OpenWeb, WhatRobotsTxtForbidsIsNotAskedFor) {
  Site site({{"/robots.txt", always(text("User-agent: *\nDisallow: /private"))},
             {"/", always(links({"/private/a", "/b"}))},
             {"/b", always(links({}))}});
  EXPECT_EQ(site.crawl().exit_code, 0);
  EXPECT_EQ(site.ledger("/private/a"), "refused robots.txt");
  EXPECT_EQ(site.ledger("/b"), "page");
  EXPECT_EQ(site.times_requested("/private/a"), 0);
  EXPECT_EQ(site.requested().front(), "/robots.txt");
}

TEST(OpenWeb, ARobotsTxtThatCannotBeHadForbidsAll) {
  Site site({{"/robots.txt", always(response(503, "busy"))}, {"/", always(links({}))}});
  EXPECT_EQ(site.crawl().exit_code, 3);
  EXPECT_EQ(site.ledger("/"), "failed robots.txt: answered with status 503");
  EXPECT_EQ(site.times_requested("/"), 0);
  EXPECT_EQ(site.times_requested("/robots.txt"), 4) << "three attempts, and one when the deferred have their turn";
}

TEST(OpenWeb, ARobotsTxtThatComesLateIsObeyedThen) {
  Site site({{"/robots.txt", at_first(3, response(500, "broken"), text("User-agent: *\nDisallow: /a"))},
             {"/", always(links({"/a", "/b"}))},
             {"/b", always(links({}))}});
  EXPECT_EQ(site.crawl().exit_code, 0);
  EXPECT_EQ(site.ledger("/"), "page");
  EXPECT_EQ(site.ledger("/a"), "refused robots.txt");
  EXPECT_EQ(site.ledger("/b"), "page");
}

TEST(OpenWeb, ACrawlDelayIsHonoured) {
  Site site({{"/robots.txt", always(text("User-agent: *\nCrawl-delay: 0.05"))},
             {"/", always(links({"/a", "/b", "/c"}))},
             {"/a", always(links({}))},
             {"/b", always(links({}))},
             {"/c", always(links({}))}});
  site.crawl({"--sitemap", "off"});
  const auto requests = site.requests();
  ASSERT_EQ(requests.size(), 5U);
  for (std::size_t i = 1; i < requests.size(); ++i) {
    EXPECT_GE(requests[i].started - requests[i - 1].ended, 50ms) << requests[i].target;
  }
}

TEST(OpenWeb, TheGroupOfTheUsersOwnAgentCounts) {
  const std::string robots = text("User-agent: mybot\nDisallow: /\n\nUser-agent: *\nAllow: /");
  Site site({{"/robots.txt", always(robots)}, {"/", always(links({}))}});
  EXPECT_EQ(site.crawl({"-A", "MyBot/2.0 (+https://example.org/bot)"}).exit_code, 3);
  EXPECT_EQ(site.requests().front().header("user-agent"), "MyBot/2.0 (+https://example.org/bot)");
  EXPECT_EQ(site.ledger("/"), "refused robots.txt");
}

TEST(OpenWeb, AFailureThatPassesIsWaitedForInItsPlace) {
  Site site({{"/", always(links({"/a", "/b"}))},
             {"/a", at_first(2, response(503, "busy"), links({}))},
             {"/b", always(links({}))}});
  EXPECT_EQ(site.list(), (Lines{"/", "/a", "/b"}));
  EXPECT_EQ(site.times_requested("/a"), 3);
}

TEST(OpenWeb, AFailureThatStaysIsDeferredAndAskedForOnceMore) {
  Site site({{"/", always(links({"/a", "/b"}))},
             {"/a", at_first(3, response(500, "broken"), links({"/c"}))},
             {"/b", always(links({}))},
             {"/c", always(links({}))}});
  EXPECT_EQ(site.list(), (Lines{"/", "/b", "/a", "/c"}));
  EXPECT_EQ(site.times_requested("/a"), 4);
}

TEST(OpenWeb, AFailureForGoodIsFailedAfterFourRequests) {
  Site site({{"/", always(links({"/a"}))}, {"/a", always(response(502, "bad gateway"))}});
  EXPECT_EQ(site.crawl().exit_code, 0);
  EXPECT_EQ(site.ledger("/a"), "failed answered with status 502");
  EXPECT_EQ(site.times_requested("/a"), 4);
}

// RFC 9110, 10.2.3
TEST(OpenWeb, AShortRetryAfterIsWaitedForInPlace) {
  Site site({{"/", always(links({"/a", "/b"}))},
             {"/a", at_first(1, response(503, "", {{"Retry-After", "1"}}), links({}))},
             {"/b", always(links({}))}});
  EXPECT_EQ(site.list(), (Lines{"/", "/a", "/b"}));
  std::vector<SeenRequest> of_a;
  for (const SeenRequest& request : site.requests()) {
    if (request.target == "/a") of_a.push_back(request);
  }
  ASSERT_EQ(of_a.size(), 2U);
  EXPECT_GE(of_a[1].started - of_a[0].ended, 1s);
}

TEST(OpenWeb, ALongRetryAfterDefersTheUrl) {
  Site site({{"/", always(links({"/a", "/b"}))},
             {"/a", at_first(1, response(429, "", {{"Retry-After", "Fri, 01 Jan 2100 00:00:00 GMT"}}), links({}))},
             {"/b", always(links({}))}});
  EXPECT_EQ(site.list(), (Lines{"/", "/b", "/a"}));
}

TEST(OpenWeb, EachKindOfRedirectNamesThePageAfterItsEnd) {
  for (const int status : {301, 302, 303, 307, 308}) {
    Site site({{"/", always(redirect("/moved", status))}, {"/moved", always(links({}))}});
    site.crawl();
    EXPECT_EQ(site.ledger("/moved"), "page") << status;
    EXPECT_EQ(site.ledger("/"), "alias redirects to another URL") << status;
  }
}

// HTML Standard, 2.4.7, "shared declarative refresh steps"
TEST(OpenWeb, ARefreshAtOnceIsARedirect) {
  Site site({{"/", always(response(200, "", {{"Content-Type", "text/html"}, {"Refresh", "0; url=/a"}}))},
             {"/a", always(html("<meta http-equiv=refresh content='0;URL=/b'>"))},
             {"/b", always(html("<meta http-equiv=refresh content='30;URL=/c'>"))}});
  site.crawl();
  EXPECT_EQ(site.ledger("/a"), "alias redirects to another URL");
  EXPECT_EQ(site.ledger("/b"), "page");
  EXPECT_EQ(site.ledger("/c"), "not in the ledger");
}

TEST(OpenWeb, ALoopAndAnEndlessChainOfRedirectsEnd) {
  Site::Pages pages{{"/", always(links({"/loop", "/chain/0"}))},
                    {"/loop", always(redirect("/pool"))},
                    {"/pool", always(redirect("/loop"))}};
  for (int i = 0; i < 40; ++i) {
    pages.emplace("/chain/" + std::to_string(i), always(redirect("/chain/" + std::to_string(i + 1))));
  }
  Site site(std::move(pages));
  EXPECT_EQ(site.crawl().exit_code, 0);
  EXPECT_EQ(site.ledger("/pool"), "failed redirects in a loop");
  EXPECT_EQ(site.ledger("/chain/10"), "failed too many redirects");
  EXPECT_EQ(site.times_requested("/chain/11"), 0);
}

TEST(OpenWeb, ARedirectToAForbiddenAddressLeadsNowhere) {
  Site site({{"/", always(links({"/a", "/b"}))},
             {"/a", always(redirect("http://169.254.169.254/latest/meta-data/"))},
             {"/b", always(redirect("http://[::ffff:169.254.169.254]/"))}});
  EXPECT_EQ(site.crawl().exit_code, 0);
  EXPECT_EQ(site.ledger("/a"), "refused redirects out of the crawl's scope");
  EXPECT_EQ(site.ledger("/b"), "refused redirects out of the crawl's scope");
}

TEST(OpenWeb, AMetadataAddressIsNeverAskedNotEvenAsASeed) {
  const support::TemporaryFolder folder;
  const Ended ended =
      support::Process({SITEDEX_PROGRAM, "crawl", "http://169.254.169.254/", "-q", "--db", folder / "x.db"}).wait();
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_NE(ended.err.find("169.254.169.254"), std::string::npos) << ended.err;
}

TEST(OpenWeb, NofollowAndNoindexAreHeard) {
  Site site({{"/", always(html("<a rel='nofollow' href=/a>a</a><a href=/b>b</a><a href=/c>c</a><a href=/d>d</a>"))},
             {"/b", always(html("<meta name=robots content='nofollow'><a href=/e>e</a>"))},
             {"/c", always(html("<meta name=robots content='noindex'><p>unwanted words"))},
             {"/d", always(response(200, "<p>more unwanted",
                                    {{"Content-Type", "text/html"}, {"X-Robots-Tag", "sitedex: none"}}))}});
  site.crawl();
  EXPECT_EQ(site.ledger("/a"), "refused nofollow");
  EXPECT_EQ(site.ledger("/e"), "refused nofollow");
  EXPECT_EQ(site.ledger("/c"), "page noindex");
  EXPECT_EQ(site.ledger("/d"), "page noindex");
  auto database = storage::Database::open_reader(site.file());
  EXPECT_EQ(database.connection().integer("SELECT count(*) FROM pages"), 2);
  EXPECT_EQ(support::Process({SITEDEX_PROGRAM, "check", "--db", site.file()}).wait().exit_code, 0);
}

TEST(OpenWeb, CookiesComeBackWithinACrawlAndGoToNoOther) {
  const auto sets = always(response(200, "<a href=/a>a</a>", {{"Content-Type", "text/html"}, {"Set-Cookie", "k=v"}}));
  Site one({{"/", sets}, {"/a", always(links({}))}});
  Site two({{"/", always(links({"/a"}))}, {"/a", always(links({}))}});
  one.crawl({two.server().url("/"), "--sitemap", "off"});
  const auto cookie_of_a = [](const Site& site) {
    const auto requests = site.requests();
    const auto found = std::ranges::find(requests, "/a", &SeenRequest::target);
    return found == requests.end() ? "no request" : std::string(found->header("cookie"));
  };
  EXPECT_EQ(cookie_of_a(one), "k=v");
  EXPECT_EQ(cookie_of_a(two), "") << "the host is the same, for cookies know no ports";
}

TEST(OpenWeb, ARedirectToItselfWithACookieIsAskedForAgainWithTheCookie) {
  Site site({{"/", at_first(1, response(302, "", {{"Location", "/"}, {"Set-Cookie", "seen=1"}}), links({}))}});
  EXPECT_EQ(site.crawl().exit_code, 0);
  EXPECT_EQ(site.ledger("/"), "page");
  EXPECT_EQ(site.requests()[2].header("cookie"), "seen=1");
  Site wall({{"/", always(response(302, "", {{"Location", "/"}, {"Set-Cookie", "seen=1"}}))}});
  EXPECT_EQ(wall.crawl().exit_code, 3);
  EXPECT_EQ(wall.ledger("/"), "failed redirects in a loop");
}

TEST(OpenWeb, TrackingParametersNameNoOtherPage) {
  Site site({{"/", always(links({"/a?utm_source=x&id=1", "/a?id=1&fbclid=y", "/b;jsessionid=12ab"}))},
             {"/a?id=1", always(links({}))},
             {"/b", always(links({}))}});
  EXPECT_EQ(site.list(), (Lines{"/", "/a?id=1", "/b"}));
}

TEST(OpenWeb, TrapsAreRefusedWithTheirReason) {
  const std::string longest = "/" + std::string(3'000, 'x');
  Site site({{"/", always(links({longest, "/a/b/a/b/a/b/c", "/x"}))}, {"/x", always(links({}))}});
  site.crawl();
  EXPECT_EQ(site.ledger(longest), "refused trap: over 2048 bytes long");
  EXPECT_EQ(site.ledger("/a/b/a/b/a/b/c"), "refused trap: repeated path segments");
  EXPECT_EQ(site.list({"--traps", "off"}), (Lines{"/", "/x"}));
  EXPECT_EQ(site.times_requested(longest), 1);
}

TEST(OpenWeb, ASitemapBringsWhatNoLinkLeadsTo) {
  Site site({{"/", always(links({}))}, {"/orphan", always(links({}))}, {"/other", always(links({}))}});
  Site mapped({{"/", always(links({"/a"}))},
               {"/a", always(links({}))},
               {"/sitemap.xml", [&mapped](int) { return raw(text(mapped.server().url("/orphan"))); }},
               {"/orphan", always(links({}))}});
  EXPECT_EQ(mapped.list(), (Lines{"/", "/a", "/orphan"}));
  EXPECT_EQ(mapped.list({"--sitemap", "off"}), (Lines{"/", "/a"}));
}

TEST(OpenWeb, AContentTypeThatLiesIsSeenThrough) {
  Site site({{"/", always(links({"/a"}))},
             {"/a", always(response(200, "%PDF-1.7\n\x01\x02", {{"Content-Type", "text/html"}}))}});
  site.crawl();
  EXPECT_EQ(site.ledger("/a").substr(0, 7), "skipped");
}

TEST(OpenWeb, RobotsTxtIsIgnoredOnlyLoudly) {
  Site site({{"/robots.txt", always(text("User-agent: *\nDisallow: /"))}, {"/", always(links({}))}});
  const Ended obeyed = site.crawl();
  EXPECT_EQ(obeyed.exit_code, 3);
  EXPECT_NE(obeyed.err.find("robots.txt"), std::string::npos);
  const Ended ignored = site.crawl({"--ignore-robots"});
  EXPECT_EQ(ignored.exit_code, 0);
  EXPECT_NE(ignored.err.find("robots.txt"), std::string::npos) << "also with -q";
}

}  // namespace
