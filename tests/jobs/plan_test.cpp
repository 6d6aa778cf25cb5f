// What a run does with a crawl, decided from what is stored of it and from the options.

#include "jobs/plan.hpp"

#include <gtest/gtest.h>

#include <string>

#include "storage/database.hpp"
#include "storage/sqlite.hpp"

namespace {

using storage::Reuse;
using Kind = jobs::Plan::Kind;

/// A crawl at some point of its life, put there by hand.
class Planning : public testing::Test {
 protected:
  Planning() { set("rules = '" + jobs::rules_text({}) + "', max_depth = 5"); }

  void set(const std::string& columns) { run("UPDATE crawls SET " + columns); }
  void run(const std::string& sql) {
    database_.change([&] { database_.connection().execute(sql); });
  }

  /// A good page of the present round, and one that waits, so deep.
  void add_page() {
    run("INSERT INTO urls(crawl, url, round, good_round, depth, state, reason)"
        " SELECT 1, 'http://a.test/' || (SELECT count(*) FROM urls), round, round, 0, 'page', '' FROM crawls");
  }
  void add_waiting(int depth) {
    run("INSERT INTO urls(crawl, url, round, depth, state, reason) SELECT 1, 'http://a.test/w', round, " +
        std::to_string(depth) + ", 'waiting', '' FROM crawls");
    run("INSERT INTO frontier(crawl, position, url) VALUES (1, 1, last_insert_rowid())");
  }

  jobs::Plan planned(const jobs::CrawlOptions& options = {}) { return plan(crawls_, crawls_.find(crawl_), options); }

  storage::Database database_ = storage::Database::temporary();
  storage::Crawls crawls_{database_};
  crawler::CrawlId crawl_ = crawls_.find_or_create({"http://a.test/"}, "host").id;
};

TEST_F(Planning, WhatHasNotBegunIsNew) {
  EXPECT_EQ(planned().kind, Kind::kNew);
}

TEST_F(Planning, WhatWasStoppedGoesOn) {
  add_waiting(0);
  const jobs::Plan plan = planned();
  EXPECT_EQ(plan.kind, Kind::kGoOn);
  EXPECT_EQ(plan.why, "it was stopped");
}

TEST_F(Planning, WhatWasFinishedIsCrawledAgain) {
  add_page();
  set("state = 'finished', finished_at = 1764115200");
  const jobs::Plan plan = planned();
  EXPECT_EQ(plan.kind, Kind::kAgain);
  EXPECT_EQ(plan.reuse, Reuse::kUnchanged);
  EXPECT_EQ(plan.why, "it was finished on 2025-11-26 00:00 UTC");
}

TEST_F(Planning, AHigherLimitOfPagesGoesOn) {
  add_page();
  add_waiting(1);
  set("state = 'finished'");
  EXPECT_EQ(planned({.limits = {.max_pages = 1}}).kind, Kind::kAgain) << "it has all its pages";
  const jobs::Plan plan = planned({.limits = {.max_pages = 2}});
  EXPECT_EQ(plan.kind, Kind::kGoOn);
  EXPECT_EQ(plan.why, "its limits are higher now");
}

TEST_F(Planning, AGreaterDepthGoesOnUnlessSitemapsHaveComeSince) {
  add_page();
  add_waiting(7);
  set("state = 'finished'");
  EXPECT_EQ(planned({.max_depth = 6}).kind, Kind::kAgain) << "nothing waits that is no deeper";
  EXPECT_EQ(planned({.max_depth = 7}).kind, Kind::kGoOn);
  set("refilled = 1");
  const jobs::Plan plan = planned({.max_depth = 7});
  EXPECT_EQ(plan.kind, Kind::kAgain);
  EXPECT_EQ(plan.reuse, Reuse::kPresent) << "what it has fetched stands";
}

TEST_F(Planning, OtherRulesBeginTheNextRound) {
  add_page();
  add_waiting(1);
  jobs::CrawlOptions options;
  options.exclude.push_back(crawler::Pattern::parse("*/archive/*").value());
  const jobs::Plan unfinished = planned(options);
  EXPECT_EQ(unfinished.kind, Kind::kAgain);
  EXPECT_EQ(unfinished.why, "its rules have changed");
  EXPECT_EQ(unfinished.reuse, Reuse::kPresent);
  set("state = 'finished'");
  EXPECT_EQ(planned(options).reuse, Reuse::kUnchanged) << "what was fetched then may have changed since";
}

TEST_F(Planning, OtherRulesOfReadingMakeWhatIsStoredOfNoUse) {
  add_page();
  add_waiting(1);
  jobs::CrawlOptions options;
  options.network.receive.max_body_bytes = 1'000;
  EXPECT_EQ(planned(options).reuse, Reuse::kNone);
  options = {};
  options.dropped_parameters = {"ref"};
  EXPECT_EQ(planned(options).reuse, Reuse::kNone);
  options = {};
  options.network.user_agent = "example/1.0";
  EXPECT_EQ(planned(options).reuse, Reuse::kNone);
}

TEST_F(Planning, LimitsAndPaceAreNoRules) {
  jobs::CrawlOptions options;
  options.limits.max_pages = 3;
  options.max_depth = 2;
  options.concurrency = 1;
  options.retry_delay = std::chrono::milliseconds(9);
  options.network.user_agent = "sitedex/9 (+https://example.org/)";
  EXPECT_EQ(jobs::rules_text(options), jobs::rules_text({}));
}

TEST_F(Planning, TheOrderOfRulesIsNoRule) {
  const auto of = [](const char* one, const char* other) {
    jobs::CrawlOptions options;
    options.include = {crawler::Pattern::parse(one).value(), crawler::Pattern::parse(other).value()};
    return jobs::rules_text(options);
  };
  EXPECT_EQ(of("*a", "*b"), of("*b", "*a"));
  EXPECT_NE(of("*a", "*b"), of("*a", "*c"));
}

}  // namespace
