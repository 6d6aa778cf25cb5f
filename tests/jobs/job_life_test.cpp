#include "jobs/job_life.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using jobs::JobCommand;
using jobs::listens;
using storage::Job;
using storage::JobState;
using Kind = JobCommand::Kind;

constexpr auto kStates = {JobState::kWaiting, JobState::kRunning, JobState::kPaused,
                          JobState::kDone,    JobState::kFailed,  JobState::kCancelled};
constexpr auto kCommands = {Kind::kHurry, Kind::kStart, Kind::kPause, Kind::kResume, Kind::kCancel, Kind::kEnd};

/// A job in the database, and its life.
class Life : public testing::Test {
 protected:
  jobs::JobLife live(Job job) {
    auto life = jobs::live(world_, std::move(job));
    life.start();
    return life;
  }

  Job created() { return jobs_.create("docs", "it is new", 100, 50); }

  storage::Database database_ = storage::Database::temporary();
  storage::Jobs jobs_{database_};
  std::int64_t now_ = 100;
  int commits_ = 0;
  const jobs::JobWorld world_{.jobs = jobs_,
                              .commit =
                                  [this] {
                                    database_.commit();
                                    ++commits_;
                                  },
                              .now = [this] { return now_; }};
};

TEST_F(Life, YieldsEachStateWhenItIsStored) {
  auto life = live(created());
  const auto expect = [&](JobState state, int commits) {
    EXPECT_EQ(life.state()->state, state);
    EXPECT_EQ(jobs_.find(life.state()->id)->state, state);
    EXPECT_EQ(commits_, commits);
    EXPECT_EQ(database_.connection().in_transaction(), commits == 0);
  };
  expect(JobState::kWaiting, 0);
  life.send({.kind = Kind::kStart, .reason = "it is due"});
  expect(JobState::kRunning, 1);
  EXPECT_EQ(life.state()->started_at, 100);
  now_ = 110;
  life.send({.kind = Kind::kPause, .reason = "somebody asked", .pages = 7, .failures = 2, .changed = 3});
  expect(JobState::kPaused, 2);
  life.send({.kind = Kind::kResume, .reason = "somebody asked"});
  expect(JobState::kWaiting, 3);
  EXPECT_EQ(life.state()->due_at, 110);
  EXPECT_EQ(life.state()->pages, 7);
  now_ = 120;
  life.send({.kind = Kind::kStart, .reason = "it is due"});
  EXPECT_EQ(life.state()->started_at, 100) << "when it was started first";
  life.send({.kind = Kind::kEnd, .reason = "9 pages", .pages = 9, .failures = 1, .changed = 4});
  expect(JobState::kDone, 5);
  const Job job = *life.state();
  EXPECT_EQ(job.ended_at, 120);
  EXPECT_EQ(job.pages, 9);
  EXPECT_EQ(job.failures, 3) << "of all its runs";
  EXPECT_EQ(job.changed, 4);
  EXPECT_EQ(job.reason, "9 pages");
}

TEST_F(Life, AFailureIsItsEnd) {
  auto life = live(created());
  life.send({.kind = Kind::kStart, .reason = "it is due"});
  life.throw_(std::make_exception_ptr(std::runtime_error("no seed can be had")));
  EXPECT_EQ(life.state()->state, JobState::kFailed);
  EXPECT_EQ(life.state()->reason, "no seed can be had");
  EXPECT_EQ(life.state()->ended_at, 100);
  EXPECT_EQ(jobs_.find(life.state()->id)->state, JobState::kFailed);
}

TEST_F(Life, ClosedAtAnyMomentItIsAsItWasStored) {
  Job job = created();
  {
    auto life = live(job);
    life.send({.kind = Kind::kStart, .reason = "it is due"});
  }
  job = *jobs_.find(job.id);
  EXPECT_EQ(job.state, JobState::kRunning);
  auto again = live(job);
  again.send({.kind = Kind::kEnd, .reason = "1 page", .pages = 1});
  EXPECT_EQ(jobs_.find(job.id)->state, JobState::kDone);
}

TEST(JobLife, ListensToWhatHasASense) {
  std::string told;
  for (const JobState state : kStates) {
    told += std::string(word(state)) + ":";
    for (const Kind command : kCommands) told += listens(state, command) ? " yes" : " no";
    told += "\n";
  }
  EXPECT_EQ(told,  // to hurry, start, pause, resume, cancel, end
            "waiting: yes yes yes no yes no\n"
            "running: no no yes no yes yes\n"
            "paused: no no no yes yes no\n"
            "done: no no no no no no\n"
            "failed: no no no no no no\n"
            "cancelled: no no no no no no\n");
}

}  // namespace
