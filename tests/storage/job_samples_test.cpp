#include "storage/job_samples.hpp"

#include <gtest/gtest.h>

#include "storage/jobs.hpp"

namespace {

using storage::JobCounts;
using storage::JobSample;

class JobSamples : public testing::Test {
 protected:
  std::vector<std::int64_t> places() {
    std::vector<std::int64_t> places;
    for (const JobSample& sample : samples_.list(job_)) places.push_back(sample.worked_ms);
    return places;
  }

  storage::Database database_ = storage::Database::temporary();
  storage::Jobs jobs_{database_};
  storage::JobSamples samples_{database_};
  const std::int64_t job_ = jobs_.create("docs", "it is due", 1, 1).id;
};

TEST_F(JobSamples, AreReadAsTheyWereWritten) {
  JobCounts counts{.statuses = {1, 2, 3, 4, 5}, .depths = {1}};
  counts.depths.back() = 1'000'000'000'000;
  samples_.put(job_, {.worked_ms = 250, .at = 1'700'000'000, .counts = counts});
  const auto last = samples_.last(job_);
  ASSERT_TRUE(last);
  EXPECT_EQ(last->worked_ms, 250);
  EXPECT_EQ(last->at, 1'700'000'000);
  EXPECT_EQ(last->counts, counts);
  EXPECT_FALSE(samples_.last(job_ + 1));
}

TEST_F(JobSamples, StandInOrderEachInAPlaceOfItsOwn) {
  for (const std::int64_t place : {500, 0, 250, 500}) samples_.put(job_, {.worked_ms = place, .at = 1, .counts = {}});
  EXPECT_EQ(places(), (std::vector<std::int64_t>{0, 250, 500}));
}

TEST_F(JobSamples, AreThinned) {
  for (std::int64_t place = 0; place <= 1'500; place += 250) samples_.put(job_, {.worked_ms = place});
  samples_.thin(job_, 500);
  EXPECT_EQ(places(), (std::vector<std::int64_t>{0, 500, 1'000, 1'500}));
}

TEST_F(JobSamples, AreForgottenWithTheirJobs) {
  samples_.put(job_, {.worked_ms = 250});
  storage::Job job = *jobs_.find(job_);
  job.state = storage::JobState::kDone;
  jobs_.save(job, 2);
  jobs_.forget_old("docs", 0);
  EXPECT_EQ(places(), std::vector<std::int64_t>());
}

TEST(JobCounts, AreAddedOneByOne) {
  JobCounts counts{.statuses = {1, 2}, .depths = {3}};
  counts += {.statuses = {10, 20, 30}, .depths = {40, 50}};
  EXPECT_EQ(counts, (JobCounts{.statuses = {11, 22, 30}, .depths = {43, 50}}));
}

}  // namespace
