#include "storage/jobs.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace {

using storage::Job;
using storage::JobState;

constexpr auto kAll = std::numeric_limits<std::int64_t>::max();

class Jobs : public testing::Test {
 protected:
  /// One that has ended as `state` at `now`.
  Job ended(std::string_view site, JobState state, std::int64_t now) {
    Job job = jobs_.create(site, "it is due", now, now);
    job.state = state;
    job.ended_at = now;
    jobs_.save(job, now);
    return job;
  }

  storage::Database database_ = storage::Database::temporary();
  storage::Jobs jobs_{database_};
};

TEST_F(Jobs, KeepWhatWasSaved) {
  Job job = jobs_.create("docs", "it is new", 100, 50);
  EXPECT_EQ(job.state, JobState::kWaiting);
  job.state = JobState::kRunning;
  job.reason = "it is due";
  job.started_at = 101;
  job.pages = 7;
  job.failures = 2;
  job.changed = 3;
  jobs_.save(job, 101);
  const auto found = jobs_.find(job.id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->site, "docs");
  EXPECT_EQ(found->state, JobState::kRunning);
  EXPECT_EQ(found->reason, "it is due");
  EXPECT_EQ(found->due_at, 100);
  EXPECT_EQ(found->created_at, 50);
  EXPECT_EQ(found->started_at, 101);
  EXPECT_EQ(found->ended_at, 0);
  EXPECT_EQ(found->pages, 7);
  EXPECT_EQ(found->failures, 2);
  EXPECT_EQ(found->changed, 3);
  EXPECT_FALSE(jobs_.find(job.id + 1));
}

TEST_F(Jobs, HaveAHistoryOfTheirStates) {
  Job job = jobs_.create("docs", "it is new", 100, 50);
  job.state = JobState::kRunning;
  job.reason = "it is due";
  jobs_.save(job, 100);
  job.pages = 5;  // no other state
  jobs_.save(job, 110);
  job.state = JobState::kDone;
  job.reason = "5 pages";
  jobs_.save(job, 120);
  std::string told;
  for (const auto& change : jobs_.history(job.id)) {
    told += std::to_string(change.at) + " " + change.state + ": " + change.reason + "\n";
  }
  EXPECT_EQ(told, "50 waiting: it is new\n100 running: it is due\n120 done: 5 pages\n");
}

TEST_F(Jobs, ASiteHasOneThatIsOpen) {
  const Job job = jobs_.create("docs", "", 0, 0);
  jobs_.create("wiki", "", 0, 0);
  EXPECT_EQ(jobs_.open().size(), 2U);
  EXPECT_EQ(jobs_.open().front().id, job.id);
  database_.commit();
  EXPECT_THROW(jobs_.create("docs", "", 0, 0), storage::StorageError);
}

TEST_F(Jobs, AreListedTheLatestFirst) {
  for (int i = 0; i < 5; ++i) {
    ended("docs", JobState::kDone, i);
    ended("wiki", JobState::kFailed, i);
  }
  const auto latest = jobs_.list("", kAll, 3);
  ASSERT_EQ(latest.size(), 3U);
  EXPECT_GT(latest[0].id, latest[1].id);
  const auto next = jobs_.list("", latest.back().id, 100);
  EXPECT_EQ(next.size(), 7U);
  EXPECT_EQ(jobs_.list("docs", kAll, 100).size(), 5U);
}

TEST_F(Jobs, TheLastOneThatIsDoneIsKnown) {
  EXPECT_FALSE(jobs_.last_done("docs"));
  const Job done = ended("docs", JobState::kDone, 1);
  ended("docs", JobState::kFailed, 2);
  ended("wiki", JobState::kDone, 3);
  EXPECT_EQ(jobs_.last_done("docs")->id, done.id);
}

TEST_F(Jobs, OldOnesAreForgotten) {
  for (int i = 0; i < 5; ++i) ended("docs", JobState::kDone, i);
  ended("wiki", JobState::kDone, 1);
  const Job open = jobs_.create("docs", "", 9, 9);
  jobs_.forget_old("docs", 2);
  const auto left = jobs_.list("docs", kAll, 100);
  ASSERT_EQ(left.size(), 3U);
  EXPECT_EQ(left[0].id, open.id);
  EXPECT_EQ(left[2].ended_at, 3);
  EXPECT_EQ(jobs_.list("wiki", kAll, 100).size(), 1U);
  EXPECT_EQ(database_.connection().integer("SELECT count(DISTINCT job) FROM job_states"), 4);
}

}  // namespace
