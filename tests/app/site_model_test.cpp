// What repeats across the first 64 pages of a site, at whatever concurrency, with kills, and when the site has changed.

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "tests/jobs/crawls.hpp"
#include "tests/support/process.hpp"
#include "tests/support/served_web.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/web_graph.hpp"
#include "tests/support/web_server.hpp"

namespace {

using crawls::ask;
using crawls::crawl;
using crawls::digest;
using jobs::CrawlOptions;
using support::SeenRequest;
using support::TemporaryFolder;
using support::WebGraph;
using support::WebServer;

/// A site of /0 and the pages that it links to, /1 and so on. Each shows a text of its own, and what `repeated` says.
class Manual {
 public:
  using Repeated = std::string (*)(int page);

  Manual(int pages, Repeated repeated) : pages_(pages), repeated_(repeated) {}

  void become(int pages, Repeated repeated) {
    pages_ = pages;
    repeated_ = repeated;
  }

  CrawlOptions options(std::uint64_t max_pages = 1'000'000, unsigned concurrency = 8) const {
    CrawlOptions options = crawls::quiet_crawl(server_, "/0");
    options.limits.max_pages = max_pages;
    options.concurrency = concurrency;
    options.losses.are_off = true;
    return options;
  }
  std::string url() const { return server_.url("/0"); }

 private:
  support::Answer answer(const SeenRequest& request) const {
    const int page = std::atoi(request.target.c_str() + 1);
    if (request.target == "/robots.txt" || page >= pages_) return support::raw(support::response(404, ""));
    std::string html =
        fmt::format("<title>Page {0}</title><h1>Page {0}</h1><p>The text of page {0} is here.</p>", page);
    html += repeated_.load()(page);
    for (int i = 1; page == 0 && i < pages_; ++i) html += fmt::format("<a href=/{0}>{0}</a> ", i);
    const std::string etag = fmt::format("\"{:x}\"", std::hash<std::string>()(html));
    const bool is_known = request.header("if-none-match") == etag;
    return support::raw(
        support::response(is_known ? 304 : 200, is_known ? "" : html, {{"ETag", etag}, {"Content-Type", "text/html"}}));
  }

  std::atomic<int> pages_;
  std::atomic<Repeated> repeated_;
  const WebServer server_{[this](const SeenRequest& request) { return answer(request); }};
};

std::string two_blocks(int) {
  return "<h2>See also</h2><p>Was this page of any use?</p>";
}
/// What repeats on the first pages, and there alone, has changed; the others stand as they are.
std::string other_blocks(int page) {
  return page < 70 ? "<h2>Beware</h2><p>This is an old edition.</p>" : two_blocks(page);
}
std::string other_blocks_at_the_end(int page) {
  return page < 70 ? two_blocks(page) : "<h2>Beware</h2><p>This is an old edition.</p>";
}
std::string no_blocks(int) {
  return "";
}

std::int64_t pages_with(const std::filesystem::path& file, std::string_view column, std::string_view text) {
  return ask(file, fmt::format("SELECT count(*) FROM pages WHERE instr({}, '{}')", column, text));
}

TEST(SiteModel, HoldsFromThe64thPageOnForAllPages) {
  const Manual manual(80, two_blocks);
  for (const int limit : {63, 64, 65, 80}) {
    const TemporaryFolder folder;
    crawl(manual.options(static_cast<std::uint64_t>(limit), 1), folder / "one.db");
    crawl(manual.options(static_cast<std::uint64_t>(limit), 64), folder / "many.db");
    EXPECT_EQ(digest(folder / "one.db"), digest(folder / "many.db")) << limit;
    const bool has_model = limit >= 64;
    EXPECT_EQ(pages_with(folder / "one.db", "body", "of any use"), has_model ? 0 : limit);
    EXPECT_EQ(pages_with(folder / "one.db", "rest", "of any use"), has_model ? limit : 0);
    EXPECT_EQ(pages_with(folder / "one.db", "headings", "See also"), has_model ? 0 : limit);
    EXPECT_EQ(pages_with(folder / "one.db", "headings", "Page "), limit) << "its own heading stays";
    EXPECT_EQ(ask(folder / "one.db", "SELECT count(*) FROM repeats"), has_model ? 2 : 0);
  }
}

TEST(SiteModel, OfACrawlThatGoesOnIsThatOfOneRun) {
  const Manual manual(80, two_blocks);
  const TemporaryFolder folder;
  for (const std::uint64_t limit : {10U, 63U, 64U, 65U, 80U}) {
    crawl(manual.options(limit), folder / "on.db");
    crawl(manual.options(limit), folder / fmt::format("{}.db", limit));
    EXPECT_EQ(digest(folder / "on.db"), digest(folder / fmt::format("{}.db", limit))) << limit;
  }
}

// DESIGN, promise 1.
TEST(SiteModel, OfASiteThatHasChangedIsThatOfAFreshCrawl) {
  struct Edition {
    int pages;
    Manual::Repeated repeated;
  };
  const std::vector<Edition> editions{{63, two_blocks},   {64, two_blocks},  {120, other_blocks},
                                      {120, two_blocks},  {65, two_blocks},  {120, other_blocks_at_the_end},
                                      {10, two_blocks},   {120, no_blocks},  {63, other_blocks},
                                      {64, other_blocks}, {120, two_blocks}, {120, two_blocks}};
  Manual manual(5, two_blocks);
  for (const bool is_compressed : {false, true}) {
    const TemporaryFolder folder;
    const auto open = [&](const std::filesystem::path& file) {
      using enum storage::Database::Texts;
      storage::Database::open_writer(file, {}, is_compressed ? kCompressed : kAsTheyAre);
    };
    open(folder / "again.db");
    for (std::size_t i = 0; i < editions.size(); ++i) {
      manual.become(editions[i].pages, editions[i].repeated);
      crawl(manual.options(), folder / "again.db");
      const auto fresh = folder / fmt::format("fresh{}.db", i);
      crawl(manual.options(), fresh);
      ASSERT_EQ(digest(folder / "again.db"), digest(fresh)) << "edition " << i;
    }
  }
}

TEST(SiteModel, IsAppliedToTheOtherPagesThoughItsRoundWasNeverEnded) {
  Manual manual(120, two_blocks);
  const TemporaryFolder folder;
  crawl(manual.options(), folder / "again.db");
  manual.become(120, other_blocks);
  CrawlOptions stopped = manual.options();
  stopped.limits.max_requests = 90;
  stopped.concurrency = 1;
  crawl(stopped, folder / "again.db");
  EXPECT_EQ(ask(folder / "again.db", "SELECT model_is_ahead FROM crawls"), 1);
  CrawlOptions other_rules = manual.options();
  other_rules.exclude = {*crawler::Pattern::parse("*/none")};
  crawl(other_rules, folder / "again.db");
  EXPECT_EQ(ask(folder / "again.db", "SELECT max(round) FROM crawls"), 3);
  crawl(manual.options(), folder / "fresh.db");
  EXPECT_EQ(digest(folder / "again.db"), digest(folder / "fresh.db"));
}

TEST(SiteModel, HoldsForPagesThatARuinedSiteHasNoMore) {
  Manual manual(200, two_blocks);
  const TemporaryFolder folder;
  CrawlOptions options = manual.options();
  options.losses.are_off = false;
  crawl(options, folder / "x.db");
  const std::string before = digest(folder / "x.db");
  manual.become(10, two_blocks);
  EXPECT_EQ(crawl(options, folder / "x.db").warnings.size(), 1U);
  EXPECT_EQ(pages_with(folder / "x.db", "rest", "of any use"), 200);
  manual.become(200, two_blocks);
  crawl(options, folder / "x.db");
  EXPECT_EQ(digest(folder / "x.db"), before);
}

constexpr WebGraph::Features kAll = {.robots = true,
                                     .sitemaps = true,
                                     .nofollow = true,
                                     .duplicates = true,
                                     .is_steady = true,
                                     .is_wordy = true,
                                     .repeats = true};

bool holds_pages(const std::filesystem::path& file) {
  return ask(file,
             "SELECT EXISTS(SELECT * FROM urls JOIN crawls ON crawls.id = crawl WHERE held AND urls.round = "
             "crawls.round)") != 0;
}

/// Aliases that were pages at first, canonical URLs that come late: what counts is which pages are left at the moment.
TEST(SiteModel, OfAnyWebIsThatOfAFreshCrawl) {
  int pairs = 0, with_models = 0;
  for (std::uint32_t seed = 0; seed < 24; ++seed) {
    const std::size_t size = 140 + 5 * seed;
    const WebGraph before(seed, size, kAll);
    const WebGraph after(seed % 4 == 0 ? seed : seed + 1000, size, kAll);
    std::atomic<const WebGraph*> web = &before;
    const WebServer server{[&](const SeenRequest& request) { return support::answer(*web, request); }};
    const TemporaryFolder folder;
    CrawlOptions options = crawls::quiet_crawl(server);
    options.losses.are_off = true;
    crawl(options, folder / "again.db");
    web = &after;
    crawl(options, folder / "again.db");
    options.concurrency = 1;
    crawl(options, folder / "fresh.db");
    if (holds_pages(folder / "again.db")) continue;
    ++pairs;
    with_models += ask(folder / "fresh.db", "SELECT EXISTS(SELECT * FROM repeats)") != 0 ? 1 : 0;
    ASSERT_EQ(digest(folder / "again.db"), digest(folder / "fresh.db")) << "seed " << seed;
  }
  EXPECT_GT(pairs, 12);
  EXPECT_GT(with_models, 6);
}

// DESIGN, promise 3.
TEST(SiteModel, IsTheSameHoweverOftenTheCrawlIsKilled) {
  Manual manual(90, two_blocks);
  const TemporaryFolder folder;
  std::mt19937 random(4);
  const auto run = [&](const std::filesystem::path& file, std::chrono::microseconds life) {
    return support::Process(
               {SITEDEX_PROGRAM, "crawl", manual.url(), "-q", "--batch", "3", "--allow-mass-delete", "--db", file})
        .wait_or_kill(life);
  };
  const auto begun = std::chrono::steady_clock::now();
  ASSERT_EQ(run(folder / "timed.db", std::chrono::minutes(10)).exit_code, 0);
  const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begun;
  const auto killed = folder / "killed.db";
  for (const Manual::Repeated repeated : {two_blocks, other_blocks}) {
    manual.become(90, repeated);
    constexpr int kMostKills = 10;
    std::uniform_real_distribution<> part(0, 1);
    for (int i = 0; i < kMostKills; ++i) {
      const auto life = std::chrono::duration_cast<std::chrono::microseconds>(took * part(random));
      if (run(killed, life).signal != SIGKILL) break;
    }
    EXPECT_EQ(run(killed, std::chrono::minutes(10)).exit_code, 0);
    const auto whole = folder / (repeated == two_blocks ? "a.db" : "b.db");
    crawl(manual.options(), whole);
    ASSERT_EQ(digest(killed), digest(whole));
  }
}

}  // namespace
