#include "jobs/job_sampler.hpp"

#include <gtest/gtest.h>

#include "storage/jobs.hpp"

namespace {

using namespace std::chrono_literals;
using jobs::JobSampler;
using storage::JobCounts;
using storage::JobSample;

JobCounts pages(std::int64_t count) {
  return {.statuses = {0, count}, .depths = {count}};
}

class JobSamplerTest : public testing::Test {
 protected:
  JobSampler sampler() {
    return {samples_, job_, now_, [] { return std::int64_t{1'700'000'000}; }};
  }
  std::vector<JobSample> samples() { return samples_.list(job_); }

  storage::Database database_ = storage::Database::temporary();
  storage::Jobs jobs_{database_};
  storage::JobSamples samples_{database_};
  const std::int64_t job_ = jobs_.create("docs", "it is due", 1, 1).id;
  JobSampler::Time now_{1h};
};

TEST_F(JobSamplerTest, BeginsWithNothing) {
  sampler();
  ASSERT_EQ(samples().size(), 1U);
  EXPECT_EQ(samples().front().worked_ms, 0);
  EXPECT_EQ(samples().front().counts, JobCounts());
}

TEST_F(JobSamplerTest, StoresNothingWithoutNews) {
  JobSampler sampler = this->sampler();
  for (int turn = 0; turn < 100; ++turn) sampler.look(turn < 50 ? JobCounts() : pages(1), now_ += 50ms);
  EXPECT_EQ(samples().size(), 2U);
}

TEST_F(JobSamplerTest, NeverHasMoreThanItMayAndNeverGoesBack) {
  JobSampler sampler = this->sampler();
  std::int64_t count = 0;
  for (int turn = 0; turn < 20'000; ++turn) {
    sampler.look(pages(++count), now_ += 37ms);
    if (turn % 100 == 0) sampler.keep(pages(count), now_);
    if (turn % 777 == 0) {
      const auto stored = samples();
      ASSERT_LE(stored.size(), static_cast<std::size_t>(JobSampler::kMostSamples)) << turn;
      for (std::size_t i = 1; i < stored.size(); ++i) {
        ASSERT_LT(stored[i - 1].worked_ms, stored[i].worked_ms);
        ASSERT_LE(stored[i - 1].counts.depths[0], stored[i].counts.depths[0]);
      }
    }
  }
  sampler.end(pages(count), now_);
  const auto stored = samples();
  EXPECT_GT(stored.size(), static_cast<std::size_t>(JobSampler::kMostSamples) / 2) << "half of them go at a time";
  EXPECT_EQ(stored.back().counts, pages(count));
  EXPECT_NEAR(static_cast<double>(stored.back().worked_ms), 20'000 * 37.0, 740'000.0 / 60);
}

TEST_F(JobSamplerTest, ASampleIsOfItsTime) {
  JobSampler sampler = this->sampler();
  for (std::int64_t turn = 1; turn <= 7'000; ++turn) sampler.look(pages(turn), now_ += 10ms);
  for (const JobSample& sample : samples()) {
    EXPECT_NEAR(static_cast<double>(sample.counts.depths[0]), static_cast<double>(sample.worked_ms) / 10, 1.0);
  }
}

TEST_F(JobSamplerTest, GoesOnWhereTheLastRunHasStopped) {
  {
    JobSampler sampler = this->sampler();
    sampler.look(pages(10), now_ += 1s);
    sampler.keep(pages(12), now_ += 10ms);
  }
  now_ += 24h;  // the daemon was not there
  JobSampler again = sampler();
  again.look(pages(5), now_ += 100ms);
  EXPECT_EQ(samples().back().counts, pages(12)) << "it is not time yet";
  again.end(pages(6), now_ += 400ms);
  EXPECT_EQ(samples().back().counts, pages(18));
  EXPECT_EQ(samples().back().worked_ms, 1'750) << "the pause is not in it";
}

}  // namespace
