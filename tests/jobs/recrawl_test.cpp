// What a crawl does that is run again: the law crawl(A), then again when the site is B = a fresh crawl of B; what stays
// when the site does not answer; what is asked for, and what is not.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/jobs/crawls.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/served_web.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/web_graph.hpp"
#include "tests/support/web_server.hpp"

namespace {

using crawls::ask;
using crawls::crawl;
using crawls::digest;
using crawls::quiet_crawl;
using jobs::CrawlOptions;
using jobs::CrawlResult;
using support::SeenRequest;
using support::TemporaryFolder;
using support::WebGraph;
using support::WebServer;

CrawlOptions whatever_vanishes(CrawlOptions options) {
  options.losses.are_off = true;
  return options;
}

std::vector<std::string> list(const std::filesystem::path& file, std::string_view sql) {
  std::vector<std::string> texts;
  auto database = storage::Database::open_reader(file);
  storage::Statement select = database.connection().prepare(sql);
  for (const storage::Row row : select.rows()) texts.emplace_back(row.text(0));
  return texts;
}

/// A site that becomes another one.
class ChangingSite {
 public:
  explicit ChangingSite(const WebGraph& web) : web_(&web) {}

  void become(const WebGraph& web) { web_ = &web; }
  void answer_all_with(support::Answer answer) {
    for_all_ = std::move(answer);
    is_ruined_ = true;
  }
  const WebServer& server() const { return server_; }
  std::size_t requests() const { return server_.requests().size(); }

 private:
  std::atomic<const WebGraph*> web_;
  support::Answer for_all_;
  std::atomic<bool> is_ruined_ = false;
  WebServer server_{
      [this](const SeenRequest& request) { return is_ruined_ ? for_all_ : support::answer(*web_.load(), request); }};
};

constexpr WebGraph::Features kSteady = {
    .robots = true, .sitemaps = true, .nofollow = true, .duplicates = true, .is_steady = true};

/// Whether something failed that was good before: then no evidence says what is gone, and the law does not hold.
bool holds_pages(const std::filesystem::path& file) {
  return ask(file,
             "SELECT EXISTS(SELECT * FROM urls JOIN crawls ON crawls.id = crawl WHERE held AND urls.round = "
             "crawls.round)") != 0;
}

// DESIGN, promise 1.
TEST(Recrawl, OfASiteThatHasChangedEndsAsAFreshCrawl) {
  int pairs = 0;
  std::int64_t pages_named_by_links = 0;
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    const std::size_t size = 10 + seed % 40;
    const WebGraph before(seed, size, kSteady);
    const WebGraph after(seed + 1000, size, kSteady);
    ChangingSite site(before);
    const TemporaryFolder folder;
    const CrawlOptions options = whatever_vanishes(quiet_crawl(site.server()));
    crawl(options, folder / "again.db");
    site.become(after);
    crawl(options, folder / "again.db");
    crawl(options, folder / "fresh.db");
    if (holds_pages(folder / "again.db")) continue;
    ++pairs;
    ASSERT_EQ(digest(folder / "again.db"), digest(folder / "fresh.db")) << "seed " << seed;
    crawl(options, folder / "again.db");
    ASSERT_EQ(digest(folder / "again.db"), digest(folder / "fresh.db")) << "a third time, seed " << seed;
    pages_named_by_links += ask(folder / "again.db", "SELECT count(*) FROM anchors");
  }
  EXPECT_GT(pairs, 40);
  EXPECT_GT(pages_named_by_links, 400) << "the law is of them, too";
}

TEST(Recrawl, OfASiteThatHasNotChangedTouchesNoPage) {
  const WebGraph web(3, 120, {.robots = true, .sitemaps = true, .nofollow = true});
  ChangingSite site(web);
  const TemporaryFolder folder;
  crawl(quiet_crawl(site.server()), folder / "x.db");
  const std::string before = digest(folder / "x.db");
  // One segment, so that the end of a slow crawl finds nothing to merge; whoever writes makes another.
  storage::Database::open_writer(folder / "x.db")
      .connection()
      .execute("INSERT INTO page_index(page_index) VALUES ('optimize')");
  const auto postings = [&] { return ask(folder / "x.db", "SELECT max(id) FROM page_index_data"); };
  const auto segment = postings();
  crawl(quiet_crawl(site.server()), folder / "x.db");
  EXPECT_EQ(digest(folder / "x.db"), before);
  EXPECT_EQ(postings(), segment);
  EXPECT_EQ(ask(folder / "x.db", "SELECT max(round) FROM crawls"), 2);
}

TEST(Recrawl, AsksWithTheValidatorsThatItWasGiven) {
  const support::Headers validators = {
      {"Content-Type", "text/html"}, {"ETag", "W/\"one\""}, {"Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"}};
  const std::string page = "<title>One</title>hello <a href=/plain>plain</a>";
  const WebServer server([&](const SeenRequest& request) {
    if (request.target == "/plain") return support::raw(support::html("plain"));
    if (request.target != "/") return support::raw(support::response(404, ""));
    const bool is_known = request.header("if-none-match") == "W/\"one\"";
    return support::raw(support::response(is_known ? 304 : 200, is_known ? "" : page, validators));
  });
  const TemporaryFolder folder;
  crawl(quiet_crawl(server, "/"), folder / "x.db");
  const std::string before = digest(folder / "x.db");
  const std::size_t first_run = server.requests().size();
  crawl(quiet_crawl(server, "/"), folder / "x.db");
  EXPECT_EQ(digest(folder / "x.db"), before);
  const auto requests = server.requests();
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const bool has_conditions = i >= first_run && requests[i].target == "/";
    EXPECT_EQ(requests[i].header("if-none-match"), has_conditions ? "W/\"one\"" : "") << requests[i].target;
    EXPECT_EQ(requests[i].header("if-modified-since"), has_conditions ? "Sun, 06 Nov 1994 08:49:37 GMT" : "");
  }
  EXPECT_EQ(ask(folder / "x.db", "SELECT status FROM urls WHERE depth = 0"), 200);
}

// RFC 9110, 13.1.3: any time will do that the server's own clock gave.
TEST(Recrawl, TakesTheTimeOfASitemapWhereAPageHasNoValidators) {
  std::atomic<const char*> lastmod = "2020-02-03T04:05:06Z";
  const WebServer server([&](const SeenRequest& request) {
    if (request.target == "/") return support::raw(support::html("hello"));
    if (request.target == "/listed") return support::raw(support::html("listed"));
    if (request.target != "/sitemap.xml") return support::raw(support::response(404, ""));
    return support::raw(support::response(
        200, "<urlset><url><loc>/listed</loc><lastmod>" + std::string(lastmod.load()) + "</lastmod></url></urlset>",
        {{"Content-Type", "application/xml"}}));
  });
  const TemporaryFolder folder;
  const auto asked_since = [&] {
    crawl(quiet_crawl(server, "/"), folder / "x.db");
    std::string since = "not asked";
    for (const SeenRequest& request : server.requests()) {
      if (request.target == "/listed") since = request.header("if-modified-since");
    }
    return since;
  };
  EXPECT_EQ(asked_since(), "");
  EXPECT_EQ(asked_since(), "Mon, 03 Feb 2020 04:05:06 GMT");
  lastmod = "2999-01-01";  // it has changed since
  EXPECT_EQ(asked_since(), "");
}

// DESIGN, promise 7.
class Ruined : public testing::TestWithParam<const char*> {};

TEST_P(Ruined, ASiteLosesAlmostNoPage) {
  const std::map<std::string, support::Answer> answers = {
      {"404", support::raw(support::response(404, "not found"))},
      {"410", support::raw(support::response(410, "gone"))},
      {"500", support::raw(support::response(500, "error"))},
      {"403", support::raw(support::response(403, "forbidden"))},
      {"an empty page", support::raw(support::html(""))},
      {"no page", support::raw(support::response(200, "", {{"Content-Type", "application/octet-stream"}}))},
      {"an empty text", support::raw(support::response(200, "", {{"Content-Type", "text/plain"}}))},
      {"a login page", support::raw(support::html("<title>Log in</title><form>Name <input> Password <input></form>"))},
      {"a redirect to log in", support::raw(support::redirect("/login"))},
      {"nothing", support::raw("", support::Then::kClose)},
  };
  const WebGraph web(14, 150, kSteady);
  ChangingSite site(web);
  const TemporaryFolder folder;
  crawl(quiet_crawl(site.server()), folder / "x.db");
  const auto texts = [&] { return list(folder / "x.db", "SELECT url || ' ' || body FROM pages ORDER BY url"); };
  const auto before = texts();
  ASSERT_GT(before.size(), 40U);
  site.answer_all_with(answers.at(GetParam()));
  crawl(quiet_crawl(site.server()), folder / "x.db");
  crawl(quiet_crawl(site.server()), folder / "x.db");
  const auto after = texts();
  std::vector<std::string> kept;
  std::ranges::set_intersection(before, after, std::back_inserter(kept));
  EXPECT_GE(kept.size() + 1, before.size()) << GetParam();
  digest(folder / "x.db");
}

INSTANTIATE_TEST_SUITE_P(Recrawl, Ruined,
                         testing::Values("404", "410", "500", "403", "an empty page", "no page", "an empty text",
                                         "a login page", "a redirect to log in", "nothing"));

/// A site of that many pages that all link to each other, of which some can be made to answer otherwise.
class FlatSite {
 public:
  explicit FlatSite(int pages) : pages_(pages) {}

  /// What the pages from `first` on answer.
  void spoil(int first, std::function<support::Answer(int)> answer) {
    answer_ = std::move(answer);
    first_ = first;
  }
  const WebServer& server() const { return server_; }

 private:
  support::Answer answer(const SeenRequest& request) const {
    if (request.target == "/robots.txt" || request.target == "/sitemap.xml")
      return support::raw(support::response(404, ""));
    const int page = std::atoi(request.target.c_str() + 1);
    if (page >= first_) return answer_(page);
    std::string text = "<p>Page " + std::to_string(page);
    for (int i = 0; i < pages_; ++i) text += "<a href=/" + std::to_string(i) + ">x</a>";
    return support::raw(support::html(text));
  }

  const int pages_;
  std::function<support::Answer(int)> answer_;
  std::atomic<int> first_ = 1'000'000;
  WebServer server_{[this](const SeenRequest& request) { return answer(request); }};
};

support::Answer gone(int /*page*/) {
  return support::raw(support::response(404, ""));
}

TEST(MassDelete, TenPagesOrAQuarterMayGoAtOnce) {
  struct Case {
    int pages, gone;
    bool may_go;
  };
  for (const auto& [pages, lost, may_go] :
       {Case{12, 10, true}, Case{12, 11, false}, Case{60, 15, true}, Case{60, 16, false}}) {
    FlatSite site(pages);
    const TemporaryFolder folder;
    crawl(quiet_crawl(site.server(), "/0"), folder / "x.db");
    site.spoil(pages - lost, gone);
    const CrawlResult result = crawl(quiet_crawl(site.server(), "/0"), folder / "x.db");
    EXPECT_EQ(ask(folder / "x.db", "SELECT count(*) FROM pages"), may_go ? pages - lost : pages)
        << lost << " of " << pages;
    EXPECT_EQ(result.warnings.empty(), may_go);
    crawl(whatever_vanishes(quiet_crawl(site.server(), "/0")), folder / "x.db");
    EXPECT_EQ(ask(folder / "x.db", "SELECT count(*) FROM pages"), pages - lost);
  }
}

// An error of one text for all, though each has a token of its own.
TEST(MassDelete, APageThatShowsWhatOthersShowIsNoPage) {
  for (const bool may_go : {false, true}) {
    FlatSite site(40);
    const TemporaryFolder folder;
    crawl(quiet_crawl(site.server(), "/0"), folder / "x.db");
    site.spoil(10, [](int page) {
      return support::raw(support::html("<p>Please log in<input type=hidden value=" + std::to_string(page) + ">"));
    });
    CrawlOptions options = quiet_crawl(site.server(), "/0");
    options.losses.are_off = may_go;
    crawl(options, folder / "x.db");
    EXPECT_EQ(ask(folder / "x.db", "SELECT count(*) FROM pages WHERE body = 'Please log in'"), may_go ? 30 : 1);
    EXPECT_EQ(ask(folder / "x.db", "SELECT count(*) FROM page_index WHERE page_index MATCH 'log'"), may_go ? 30 : 1);
    digest(folder / "x.db");
  }
}

TEST(Recrawl, KeepsWhatFailsWithoutEvidenceAndWhatOnlyThatLedTo) {
  for (std::uint32_t seed = 0; seed < support::rounds(30U); ++seed) {
    const WebGraph before(seed, 40, {.duplicates = true, .is_steady = true});
    const WebGraph after(seed, 40, {.duplicates = true});
    ChangingSite site(before);
    const TemporaryFolder folder;
    const CrawlOptions options = whatever_vanishes(quiet_crawl(site.server()));
    crawl(options, folder / "x.db");
    const auto pages = list(folder / "x.db", "SELECT url FROM pages ORDER BY url");
    site.become(after);
    crawl(options, folder / "x.db");
    digest(folder / "x.db");
    const auto held = list(folder / "x.db", "SELECT url FROM urls WHERE held AND state = 'failed' ORDER BY url");
    const auto left = list(folder / "x.db", "SELECT url FROM pages ORDER BY url");
    for (const std::string& url : held) {
      const bool was_there = std::ranges::binary_search(pages, url);
      EXPECT_EQ(std::ranges::binary_search(left, url), was_there) << url << " seed " << seed;
    }
    const auto unseen = list(folder / "x.db", "SELECT url FROM urls WHERE round = 1");
    EXPECT_TRUE(!held.empty() || unseen.empty()) << "seed " << seed;
    EXPECT_EQ(ask(folder / "x.db", "SELECT count(*) FROM urls WHERE round = 1 AND state = 'page'"),
              ask(folder / "x.db", "SELECT count(*) FROM pages JOIN urls USING (id) WHERE round = 1"));
  }
}

TEST(Recrawl, StoppedByALimitRemovesWhatIsGoneAndNothingThatWasNotComeUpon) {
  FlatSite site(30);
  const TemporaryFolder folder;
  crawl(quiet_crawl(site.server(), "/0"), folder / "x.db");
  site.spoil(3, [](int page) {
    return page == 3 ? gone(page) : support::raw(support::html("other " + std::to_string(page)));
  });
  CrawlOptions options = quiet_crawl(site.server(), "/0");
  options.limits.max_pages = 5;
  crawl(options, folder / "x.db");
  EXPECT_EQ(ask(folder / "x.db", "SELECT count(*) FROM pages"), 29);
  EXPECT_EQ(ask(folder / "x.db", "SELECT count(*) FROM pages WHERE url GLOB '*/3'"), 0);
}

TEST(Recrawl, WhenAPageVanishesItsFirstAliasTakesItsPlace) {
  std::atomic<bool> is_gone = false;
  const WebServer server([&](const SeenRequest& request) {
    if (request.target == "/") return support::raw(support::html("<a href=/a>a</a><a href=/b>b</a><a href=/c>c</a>"));
    if (request.target == "/a" && is_gone) return gone(0);
    if (request.target.size() != 2) return support::raw(support::response(404, ""));
    return support::raw(support::html("the same for all"));
  });
  for (const std::uint64_t max_pages : {2U, 100U}) {
    is_gone = false;
    const TemporaryFolder folder;
    CrawlOptions options = quiet_crawl(server, "/");
    options.concurrency = 1;
    crawl(options, folder / "x.db");
    EXPECT_EQ(list(folder / "x.db", "SELECT url FROM pages ORDER BY id"),
              (std::vector<std::string>{server.url("/"), server.url("/a")}));
    EXPECT_EQ(ask(folder / "x.db", "SELECT count(*) FROM urls WHERE state = 'alias'"), 2);
    is_gone = true;
    options.limits.max_pages = max_pages;  // with 2, /c is not come upon
    crawl(options, folder / "x.db");
    EXPECT_EQ(list(folder / "x.db", "SELECT url FROM pages ORDER BY id"),
              (std::vector<std::string>{server.url("/"), server.url("/b")}));
    EXPECT_EQ(ask(folder / "x.db", "SELECT count(*) FROM page_index WHERE page_index MATCH 'same'"), 1);
    digest(folder / "x.db");
  }
}

TEST(Rules, ChangedOnesAreAppliedToWhatIsStored) {
  const WebGraph web(23, 120, kSteady);
  ChangingSite site(web);
  const TemporaryFolder folder;
  CrawlOptions plain = whatever_vanishes(quiet_crawl(site.server()));
  CrawlOptions excluding = plain;
  excluding.exclude = {*crawler::Pattern::parse("*3*")};
  crawl(plain, folder / "plain.db");
  crawl(excluding, folder / "excluding.db");
  crawl(plain, folder / "x.db");
  crawl(excluding, folder / "x.db");
  EXPECT_EQ(digest(folder / "x.db"), digest(folder / "excluding.db"));
  crawl(plain, folder / "x.db");
  EXPECT_EQ(digest(folder / "x.db"), digest(folder / "plain.db"));
}

// What an unfinished crawl has fetched is not fetched once more for that.
TEST(Rules, ChangedBeforeTheCrawlIsFinishedAskForNoPageTwice) {
  FlatSite site(60);
  const TemporaryFolder folder;
  CrawlOptions options = whatever_vanishes(quiet_crawl(site.server(), "/0"));
  options.limits.max_requests = 30;
  crawl(options, folder / "x.db");
  options.limits = {};
  options.exclude = {*crawler::Pattern::parse("*/1?")};
  crawl(options, folder / "x.db");
  std::map<std::string, int> times;
  for (const SeenRequest& request : site.server().requests()) ++times[request.target];
  for (const auto& [target, count] : times) EXPECT_LE(count, target == "/robots.txt" ? 2 : 1) << target;
  crawl(options, folder / "fresh.db");
  EXPECT_EQ(digest(folder / "x.db"), digest(folder / "fresh.db"));
}

TEST(Limits, RaisedOnesEndAsIfTheyHadBeenSoFromTheStart) {
  for (std::uint32_t seed = 0; seed < support::rounds(20U); ++seed) {
    const WebGraph web(seed, 60, {.sitemaps = true, .nofollow = true, .duplicates = true});
    ChangingSite site(web);
    const TemporaryFolder folder;
    CrawlOptions options = whatever_vanishes(quiet_crawl(site.server()));
    CrawlOptions low = options;
    low.max_depth = static_cast<int>(seed % 3);
    crawl(low, folder / "x.db");
    low.limits.max_pages = 10;
    low.max_depth = 5;
    crawl(low, folder / "x.db");
    crawl(options, folder / "x.db");
    crawl(options, folder / "fresh.db");
    EXPECT_EQ(digest(folder / "x.db"), digest(folder / "fresh.db")) << "seed " << seed;
  }
}

TEST(Recrawl, StoppedAnywhereAndGoneOnWithEndsAsAFreshCrawl) {
  int pairs = 0;
  for (std::uint32_t seed = 0; seed < 8; ++seed) {
    const WebGraph before(seed, 40, kSteady);
    const WebGraph after(seed + 1000, 40, kSteady);
    ChangingSite site(before);
    const TemporaryFolder folder;
    CrawlOptions options = whatever_vanishes(quiet_crawl(site.server()));
    crawl(options, folder / "x.db");
    site.become(after);
    options.limits.max_requests = 40;  // more than any one URL may need
    for (int run = 0; run < 20; ++run) crawl(options, folder / "x.db");
    options.limits = {};
    crawl(options, folder / "x.db");
    crawl(options, folder / "fresh.db");
    if (holds_pages(folder / "x.db")) continue;
    ++pairs;
    EXPECT_EQ(digest(folder / "x.db"), digest(folder / "fresh.db")) << "seed " << seed;
  }
  EXPECT_GT(pairs, 4);
}

}  // namespace
