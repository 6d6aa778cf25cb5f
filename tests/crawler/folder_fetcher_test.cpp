#include "crawler/folder_fetcher.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/crawler/fetching.hpp"
#include "tests/support/temporary_folder.hpp"

namespace crawler {
namespace {

class FolderFetcherTest : public testing::Test {
 protected:
  FolderFetcherTest() {
    for (int i = 0; i < 20; ++i) support::write_bytes(folder_ / (std::to_string(i) + ".html"), std::to_string(i));
  }

  std::unique_ptr<FolderFetcher> fetcher() const {
    return std::make_unique<FolderFetcher>(
        FolderSite::open(folder_.path(), parsed("https://docs.example.org/")).value());
  }

  static Fetch page(int number) { return {.url = parsed("https://docs.example.org/" + std::to_string(number))}; }

  support::TemporaryFolder folder_;
};

/// Bodies, or "cancelled", in the order in which they came.
class Arrivals {
 public:
  Fetcher::Done done(std::promise<void>* last = nullptr) {
    return [this, last](Answered answered) {
      const std::lock_guard lock(mutex_);
      bodies_.push_back(answered ? answered->body : answered.error().what);
      if (last != nullptr) last->set_value();
    };
  }
  std::vector<std::string> bodies() {
    const std::lock_guard lock(mutex_);
    return bodies_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> bodies_;
};

/// Holds the fetcher's thread until `release` is there.
void hold(Fetcher& fetcher, std::future<void>& release) {
  std::promise<void> promise;
  const std::future<void> held = promise.get_future();
  fetcher.fetch({.url = parsed("https://docs.example.org/0")}, {},
                [&release, promise = std::move(promise)](const Answered&) mutable {
                  promise.set_value();
                  release.wait_for(support::kPatience);
                });
  held.wait();
}

TEST_F(FolderFetcherTest, AnswersFromTheFolder) {
  const auto files = fetcher();
  EXPECT_EQ(get(*files, "https://docs.example.org/7.html")->body, "7");
  EXPECT_EQ(get(*files, "https://docs.example.org/none.html")->status, 404);
  EXPECT_EQ(get(*files, "https://example.org/7.html").error().kind, base::ErrorKind::kSkip);
}

TEST_F(FolderFetcherTest, DoneIsCalledOnAThreadOfItsOwn) {
  std::promise<std::thread::id> thread;
  const auto files = fetcher();
  files->fetch(page(1), {}, [&thread](const Answered&) { thread.set_value(std::this_thread::get_id()); });
  EXPECT_NE(thread.get_future().get(), std::this_thread::get_id());
}

TEST_F(FolderFetcherTest, AnswersInTheOrderOfTheQueueUrgentOnesFirst) {
  Arrivals arrivals;
  std::promise<void> release;
  std::promise<void> last;
  std::future<void> released = release.get_future();
  const auto files = fetcher();
  hold(*files, released);
  files->fetch(page(1), {}, arrivals.done());
  files->fetch(page(2), {}, arrivals.done(&last));
  for (const int number : {4, 5}) {
    Fetch urgent = page(number);
    urgent.urgent = true;
    files->fetch(std::move(urgent), {}, arrivals.done());
  }
  release.set_value();
  ASSERT_EQ(last.get_future().wait_for(support::kPatience), std::future_status::ready);
  EXPECT_EQ(arrivals.bodies(), (std::vector<std::string>{"4", "5", "1", "2"}));
}

TEST_F(FolderFetcherTest, ARequestThatWaitsLetsOthersGoAhead) {
  std::promise<Answered> answered;
  std::stop_source stop;
  const auto files = fetcher();
  Fetch later = page(1);
  later.after = std::chrono::hours(1);
  files->fetch(std::move(later), stop.get_token(), [&](Answered answer) { answered.set_value(std::move(answer)); });
  EXPECT_EQ(get(*files, "https://docs.example.org/2")->body, "2");
  stop.request_stop();
  EXPECT_EQ(end(answered.get_future()).error().kind, base::ErrorKind::kCancelled);
}

TEST_F(FolderFetcherTest, AStopBeforeTheStartCancelsToo) {
  const auto files = fetcher();
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(end(begin(*files, "https://docs.example.org/1", false, stop.get_token())).error().kind,
            base::ErrorKind::kCancelled);
}

TEST_F(FolderFetcherTest, DestroyingItCancelsWhatIsLeft) {
  std::promise<Answered> answered;
  std::future<Answered> future = answered.get_future();
  {
    const auto files = fetcher();
    Fetch later = page(1);
    later.after = std::chrono::hours(1);
    files->fetch(std::move(later), {}, [&](Answered answer) { answered.set_value(std::move(answer)); });
  }
  EXPECT_EQ(end(std::move(future)).error().kind, base::ErrorKind::kCancelled);
}

TEST_F(FolderFetcherTest, ManyThreadsMayAskAndStop) {
  const auto files = fetcher();
  std::vector<std::jthread> askers;
  std::atomic<int> wrong = 0;
  for (int asker = 0; asker < 4; ++asker) {
    askers.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        std::stop_source stop;
        auto future = begin(*files, page(i % 20).url.href(), i % 7 == 0, stop.get_token());
        if (i % 3 == 0) stop.request_stop();
        const Answered answer = end(std::move(future));
        const bool right = answer ? answer->body == std::to_string(i % 20) : i % 3 == 0;
        if (!right) ++wrong;
      }
    });
  }
  askers.clear();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace crawler
