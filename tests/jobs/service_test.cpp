#include "jobs/service.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "storage/job_samples.hpp"
#include "tests/jobs/crawls.hpp"
#include "tests/jobs/daemon.hpp"
#include "tests/support/served_web.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using namespace std::chrono_literals;
using daemon_tests::Clock;
using daemon_tests::Daemon;
using jobs::Schedule;
using storage::Job;
using storage::JobState;
using support::WebGraph;
using support::WebServer;
using Kind = jobs::JobOrder::Kind;

jobs::SiteOptions site(std::string name, jobs::CrawlOptions crawl, Schedule schedule = Schedule::on_demand()) {
  return {.name = std::move(name), .crawl = std::move(crawl), .schedule = std::move(schedule), .fetching = {}};
}

Schedule daily() {
  return Schedule::every("24h").value();
}

class ServiceTest : public testing::Test {
 protected:
  jobs::DaemonOptions options(std::vector<jobs::SiteOptions> sites) const {
    return {.database = file(), .batch = 10, .sites = std::move(sites)};
  }
  std::string file() const { return folder_ / "index.db"; }

  /// What a plain crawl of the same site comes to.
  std::string plain_digest(const jobs::CrawlOptions& crawl) const {
    const std::string plain = folder_ / "plain.db";
    crawls::crawl(crawl, plain);
    return crawls::digest(plain);
  }

  const support::TemporaryFolder folder_;
  Clock clock_;
};

TEST_F(ServiceTest, CrawlsASiteAsAPlainCrawlDoes) {
  const WebGraph web(1, 60);
  const WebServer server([&](const auto& request) { return answer(web, request); });
  const auto crawl = crawls::quiet_crawl(server);
  Daemon daemon(options({site("docs", crawl, daily())}), clock_);
  const Job job = daemon.await_end("docs");
  EXPECT_EQ(job.state, JobState::kDone) << job.reason;
  EXPECT_GT(job.pages, 10);
  EXPECT_EQ(job.changed, crawls::ask(file(), "SELECT count(*) FROM pages"));
  daemon.await_state("docs", JobState::kWaiting);
  EXPECT_EQ(daemon.status("docs").job->due_at, job.started_at + 86'400);
  daemon.stop_when_calm();
  EXPECT_EQ(crawls::digest(file()), plain_digest(crawl));
}

TEST_F(ServiceTest, CountsWhatComesForAsLongAsItRuns) {
  const WebServer server = WebServer::of_pages({{"/", "<p>hello<a href=lost>l"}});
  Daemon daemon(options({site("docs", crawls::quiet_crawl(server, "/"))}), clock_);
  for (std::uint64_t crawls = 1; crawls <= 2; ++crawls) {
    ASSERT_TRUE(daemon.order(Kind::kStart, "docs"));
    daemon.await([&] { return daemon.board().counts().ended[JobState::kDone] == crawls; });
    const jobs::CrawlCounts counts = daemon.board().counts();
    EXPECT_EQ(counts.outcomes.at(crawler::Outcome::kPage), crawls);
    EXPECT_EQ(counts.outcomes.at(crawler::Outcome::kFailed), crawls);
    EXPECT_EQ(counts.statuses.at(crawler::StatusClass::kClientError), crawls);
  }
}

TEST_F(ServiceTest, CrawlsAgainWhenItIsDue) {
  const WebServer server = WebServer::of_pages({{"/", "<p>hello"}});
  Daemon daemon(options({site("docs", crawls::quiet_crawl(server, "/"), daily())}), clock_);
  const Job first = daemon.await_end("docs");
  daemon.await_state("docs", JobState::kWaiting);
  clock_.jump(24h);
  daemon.await([&] { return daemon.status("docs").last->id > first.id; });
  EXPECT_EQ(daemon.status("docs").last->state, JobState::kDone);
  EXPECT_EQ(daemon.status("docs").last->changed, 0);
}

TEST_F(ServiceTest, OnDemandItWaitsUntilSomebodyAsks) {
  const WebServer server = WebServer::of_pages({{"/", "<p>hello"}});
  Daemon daemon(options({site("docs", crawls::quiet_crawl(server, "/"))}), clock_);
  const auto started = daemon.order(Kind::kStart, "docs");
  ASSERT_TRUE(started) << started.error().what;
  EXPECT_EQ(daemon.await_end("docs").id, started->id);
  EXPECT_FALSE(daemon.status("docs").job);
}

TEST_F(ServiceTest, RemembersAsManyJobsAsItIsTold) {
  const WebServer server = WebServer::of_pages({{"/", "<p>hello"}});
  auto options = this->options({site("docs", crawls::quiet_crawl(server, "/"))});
  options.kept_jobs = 2;
  Daemon daemon(options, clock_);
  for (std::uint64_t crawls = 1; crawls <= 4; ++crawls) {
    ASSERT_TRUE(daemon.order(Kind::kStart, "docs"));
    daemon.await([&] { return daemon.board().counts().ended[JobState::kDone] == crawls; });
  }
  EXPECT_EQ(crawls::ask(file(), "SELECT count(*) FROM jobs"), 3) << "two that were over when the last one began";
  EXPECT_EQ(crawls::ask(file(), "SELECT count(DISTINCT job) FROM job_samples"), 3);
}

/// A site without end, which takes its time for each page.
class Endless {
 public:
  Endless()
      : server_([](const support::SeenRequest& request) {
          if (request.target == "/robots.txt") return support::raw(support::response(404, ""));
          const int number = std::atoi(request.target.c_str() + 1);
          return support::Answer{.steps = {{.bytes = support::html("<a href=/" + std::to_string(number + 1) +
                                                                   ">on</a> page " + std::to_string(number)),
                                            .times = 1,
                                            .pause = 2ms}}};
        }) {}
  jobs::CrawlOptions crawl(std::uint64_t pages) const {
    auto options = crawls::quiet_crawl(server_, "/0");
    options.limits.max_pages = pages;
    return options;
  }
  std::size_t asked() const { return server_.requests().size(); }

 private:
  WebServer server_;
};

TEST_F(ServiceTest, APausedJobGoesOnWhereItWas) {
  const Endless endless;
  Daemon daemon(options({site("docs", endless.crawl(300), daily())}), clock_);
  daemon.await([&] { return endless.asked() > 30; });
  const std::int64_t id = daemon.status("docs").job->id;
  const auto paused = daemon.order(Kind::kPause, id);
  ASSERT_TRUE(paused) << paused.error().what;
  EXPECT_EQ(paused->state, JobState::kPaused);
  EXPECT_LT(paused->pages, 300);
  EXPECT_EQ(crawls::ask(file(), "SELECT count(*) FROM pages"), paused->pages) << "all that was read is stored";
  EXPECT_FALSE(daemon.order(Kind::kPause, id));
  EXPECT_FALSE(daemon.order(Kind::kStart, "docs"));
  const auto resumed = daemon.order(Kind::kResume, id);
  ASSERT_TRUE(resumed) << resumed.error().what;
  const Job job = daemon.await_end("docs");
  EXPECT_EQ(job.id, id);
  EXPECT_EQ(job.state, JobState::kDone);
  EXPECT_EQ(job.pages, 300);
  daemon.stop_when_calm();
  EXPECT_EQ(crawls::digest(file()), plain_digest(endless.crawl(300)));
}

TEST_F(ServiceTest, ACancelledJobIsOverAndTheNextOneIsPlanned) {
  const Endless endless;
  Daemon daemon(options({site("docs", endless.crawl(100'000), daily())}), clock_);
  daemon.await([&] { return endless.asked() > 10; });
  const std::int64_t id = daemon.status("docs").job->id;
  const auto cancelled = daemon.order(Kind::kCancel, id);
  ASSERT_TRUE(cancelled) << cancelled.error().what;
  EXPECT_EQ(cancelled->state, JobState::kCancelled);
  daemon.await_state("docs", JobState::kWaiting);
  EXPECT_NE(daemon.status("docs").job->id, id);
  EXPECT_FALSE(daemon.order(Kind::kResume, id)) << "it is over";
}

TEST_F(ServiceTest, WhatNobodyKnowsIsAnError) {
  const WebServer server = WebServer::of_pages({{"/", "<p>hello"}});
  Daemon daemon(options({site("docs", crawls::quiet_crawl(server, "/"))}), clock_);
  EXPECT_EQ(daemon.order(Kind::kStart, "wiki").error().kind, base::ErrorKind::kSkip);
  EXPECT_EQ(daemon.order(Kind::kPause, std::int64_t{7}).error().kind, base::ErrorKind::kSkip);
}

TEST_F(ServiceTest, StoppedAtAnyMomentItGoesOnWithTheSameJob) {
  const Endless endless;
  std::optional<std::int64_t> id;
  for (std::size_t asked = 20; asked < 150; asked += 40) {
    Daemon daemon(options({site("docs", endless.crawl(200), daily())}), clock_);
    daemon.await([&] { return endless.asked() > asked; });
    const auto job = daemon.status("docs").job;
    ASSERT_TRUE(job);
    if (!id) id = job->id;
    EXPECT_EQ(job->id, *id);
  }
  Daemon daemon(options({site("docs", endless.crawl(200), daily())}), clock_);
  const Job job = daemon.await_end("docs");
  EXPECT_EQ(job.id, *id);
  EXPECT_EQ(job.pages, 200);
  daemon.stop_when_calm();
  EXPECT_EQ(crawls::digest(file()), plain_digest(endless.crawl(200)));
}

/// The last sample of a job, and what its ledger has come to.
void expect_samples_to_end_as(const std::string& file, std::int64_t job) {
  auto database = storage::Database::open_reader(file);
  const auto last = storage::JobSamples(database).last(job);
  ASSERT_TRUE(last);
  for (std::size_t depth = 0; depth < storage::JobCounts::kDepths; ++depth) {
    const char* const holds = depth + 1 < storage::JobCounts::kDepths ? "=" : ">=";
    const auto select = fmt::format("SELECT count(*) FROM urls WHERE state = 'page' AND depth {} {}", holds, depth);
    EXPECT_EQ(last->counts.depths[depth], crawls::ask(file, select)) << depth;
  }
  EXPECT_EQ(last->counts.statuses[1], crawls::ask(file, "SELECT count(*) FROM urls WHERE state = 'page'"));
}

TEST_F(ServiceTest, KeepsTheCourseOfAJobThroughPausesAndRestarts) {
  const Endless endless;
  const auto options = this->options({site("docs", endless.crawl(150), daily())});
  std::int64_t id = 0;
  {
    Daemon daemon(options, clock_);
    daemon.await([&] { return endless.asked() > 30; });
    id = daemon.status("docs").job->id;
    ASSERT_TRUE(daemon.order(Kind::kPause, id));
    expect_samples_to_end_as(file(), id);
    const std::size_t before = endless.asked();
    ASSERT_TRUE(daemon.order(Kind::kResume, id));
    daemon.await([&] { return endless.asked() > before + 30; });
  }
  expect_samples_to_end_as(file(), id);
  Daemon daemon(options, clock_);
  EXPECT_EQ(daemon.await_end("docs").pages, 150);
  expect_samples_to_end_as(file(), id);
  auto database = storage::Database::open_reader(file());
  const auto samples = storage::JobSamples(database).list(id);
  EXPECT_EQ(samples.front().counts, storage::JobCounts());
  EXPECT_EQ(samples.back().counts.statuses[1], 150);
}

TEST_F(ServiceTest, OneThatIsPausedStaysSoWhenItIsStartedAgain) {
  const Endless endless;
  std::int64_t id = 0;
  {
    Daemon daemon(options({site("docs", endless.crawl(100'000), daily())}), clock_);
    daemon.await([&] { return endless.asked() > 10; });
    id = daemon.status("docs").job->id;
    ASSERT_TRUE(daemon.order(Kind::kPause, id));
  }
  Daemon daemon(options({site("docs", endless.crawl(100'000), daily())}), clock_);
  daemon.await_state("docs", JobState::kPaused);
  ASSERT_TRUE(daemon.order(Kind::kCancel, id));
}

TEST_F(ServiceTest, ASlowSiteDelaysNoOther) {
  const Endless endless;
  const WebServer slow([](const support::SeenRequest& request) {
    if (request.target == "/robots.txt") return support::raw(support::response(404, ""));
    return support::Answer{.steps = {}, .then = support::Then::kHang};
  });
  Daemon daemon(
      options({site("slow", crawls::quiet_crawl(slow, "/"), daily()), site("docs", endless.crawl(100), daily())}),
      clock_);
  EXPECT_EQ(daemon.await_end("docs").pages, 100);
  EXPECT_EQ(daemon.status("slow").job->state, JobState::kRunning);
}

TEST_F(ServiceTest, ASiteThatFailsIsTriedAgainSoonerThanItIsDue) {
  const WebServer server([](const support::SeenRequest&) { return support::raw(support::response(404, "")); });
  const WebServer good = WebServer::of_pages({{"/", "<p>hello"}});
  Daemon daemon(options({site("bad", crawls::quiet_crawl(server, "/"), daily()),
                         site("good", crawls::quiet_crawl(good, "/"), daily())}),
                clock_);
  const Job job = daemon.await_end("bad");
  EXPECT_EQ(job.state, JobState::kFailed);
  EXPECT_NE(job.reason.find("404"), std::string::npos) << job.reason;
  EXPECT_EQ(daemon.await_end("good").state, JobState::kDone);
  daemon.await_state("bad", JobState::kWaiting);
  const auto wait = daemon.status("bad").job->due_at - job.ended_at;
  EXPECT_GE(wait, 599);
  EXPECT_LE(wait, 660);
}

TEST_F(ServiceTest, OtherSettingsHoldFromTheNextTurnOn) {
  const Endless endless;
  const WebServer server = WebServer::of_pages({{"/", "<p>hello"}});
  Daemon daemon(options({site("docs", endless.crawl(100'000), daily())}), clock_);
  daemon.await([&] { return endless.asked() > 10; });
  daemon.service().reload(options({site("wiki", crawls::quiet_crawl(server, "/"), daily())}));
  EXPECT_EQ(daemon.await_end("wiki").state, JobState::kDone);
  daemon.stop();
  EXPECT_EQ(crawls::ask(file(), "SELECT count(*) FROM jobs WHERE site = 'docs' AND state = 'cancelled'"), 1);
}

TEST_F(ServiceTest, WaitsForADatabaseThatAnotherHolds) {
  const WebServer server = WebServer::of_pages({{"/", "<p>hello"}});
  struct Holder {
    storage::Database database;
  };
  std::unique_ptr<Holder> holder(new Holder{storage::Database::open_writer(file())});
  Daemon daemon(options({site("docs", crawls::quiet_crawl(server, "/"), daily())}), clock_);
  daemon.await([&] { return !daemon.board().health().trouble.empty(); });
  EXPECT_FALSE(daemon.board().health().has_database);
  EXPECT_NE(daemon.log().find("index.db"), std::string::npos) << daemon.log();
  holder.reset();
  EXPECT_EQ(daemon.await_end("docs").state, JobState::kDone);
  EXPECT_TRUE(daemon.board().health().has_database);
}

TEST_F(ServiceTest, AClockThatIsSetBackDelaysNothingForLong) {
  const WebServer server = WebServer::of_pages({{"/", "<p>hello"}});
  const auto settings = [&] { return options({site("docs", crawls::quiet_crawl(server, "/"), daily())}); };
  std::int64_t due = 0;
  {
    clock_.jump(1000h);
    Daemon daemon(settings(), clock_);
    daemon.await_end("docs");
    daemon.await_state("docs", JobState::kWaiting);
    clock_.jump(-1000h);
    daemon.await([&] { return daemon.status("docs").job->due_at < std::time(nullptr) + 86'401; });
    due = daemon.status("docs").job->due_at;
  }
  Daemon daemon(settings(), clock_);
  daemon.await_state("docs", JobState::kWaiting);
  EXPECT_LE(daemon.status("docs").job->due_at, due);
}

TEST_F(ServiceTest, TellsHowJobsGetOn) {
  const Endless endless;
  Daemon daemon(options({site("docs", endless.crawl(100'000), daily())}), clock_);
  daemon.await([&] { return daemon.status("docs").progress && daemon.status("docs").progress->pages > 5; });
  const auto events = daemon.board().events_after(0);
  ASSERT_GT(events.size(), 2U);
  for (std::size_t i = 1; i < events.size(); ++i) EXPECT_EQ(events[i].id, events[i - 1].id + 1);
  EXPECT_EQ(events.front().job.state, JobState::kWaiting);
  EXPECT_TRUE(daemon.board().events_after(daemon.board().last_event() + 1).empty());
}

}  // namespace
