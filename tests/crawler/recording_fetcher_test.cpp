#include "crawler/recording_fetcher.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "crawler/archive.hpp"
#include "crawler/local_fetcher.hpp"
#include "crawler/replay_fetcher.hpp"
#include "tests/crawler/fetching.hpp"
#include "tests/support/temporary_folder.hpp"

namespace crawler {
namespace {

using base::ErrorKind;
using support::TemporaryFolder;

Response page(std::string body) {
  Response response;
  response.status = 200;
  response.headers = {{"content-type", "text/html"}};
  response.body = std::move(body);
  return response;
}

std::unique_ptr<RecordingFetcher> recording(const TemporaryFolder& folder, LocalFetcher::Answer answer) {
  return std::make_unique<RecordingFetcher>(std::make_unique<LocalFetcher>(std::move(answer)),
                                            WarcWriter({.file = folder / "x.warc.gz"}));
}

std::unique_ptr<ReplayFetcher> replaying(const TemporaryFolder& folder) {
  const std::vector<std::filesystem::path> files{folder / "x.warc.gz"};
  auto archive = Archive::open(files, [](const std::string& what) { ADD_FAILURE() << what; });
  return std::make_unique<ReplayFetcher>(std::make_shared<Archive>(*std::move(archive)), ReceiveLimits());
}

TEST(RecordingFetcher, WhatWasAnsweredIsAnsweredAgain) {
  const TemporaryFolder folder;
  {
    int asked = 0;
    const auto fetcher = recording(folder, [&](const Fetch& fetch) -> Answered {
      if (fetch.url.path() == "/lost") return base::fail(ErrorKind::kRetryLater, "connection refused");
      return page("answer " + std::to_string(++asked));
    });
    EXPECT_EQ(get(*fetcher, "http://a.test/")->body, "answer 1");
    EXPECT_EQ(get(*fetcher, "http://a.test/other")->body, "answer 2");
    EXPECT_EQ(get(*fetcher, "http://a.test/")->body, "answer 3");
    EXPECT_EQ(failure(get(*fetcher, "http://a.test/lost")), "connection refused");
  }
  const auto fetcher = replaying(folder);
  EXPECT_EQ(get(*fetcher, "http://a.test/")->body, "answer 1");
  EXPECT_EQ(get(*fetcher, "http://a.test/")->body, "answer 3");
  EXPECT_EQ(get(*fetcher, "http://a.test/")->body, "answer 3") << "the last one, from then on";
  EXPECT_EQ(get(*fetcher, "http://a.test/other#part")->body, "answer 2");
  const Answered lost = get(*fetcher, "http://a.test/lost");
  EXPECT_EQ(lost.error(), (base::Error{ErrorKind::kRetryLater, "connection refused"}));
  EXPECT_EQ(get(*fetcher, "http://a.test/none").error(), (base::Error{ErrorKind::kSkip, "not in the archive"}));
  EXPECT_EQ(get(*fetcher, "http://a.test/robots.txt")->status, 404);
}

TEST(RecordingFetcher, IsWrittenBeforeAnybodyLearnsOfIt) {
  const TemporaryFolder folder;
  const auto fetcher = recording(folder, [](const Fetch&) { return page("hello"); });
  for (int i = 0; i < 50; ++i) {
    const std::string url = "http://a.test/" + std::to_string(i);
    ASSERT_TRUE(get(*fetcher, url));
    EXPECT_EQ(get(*replaying(folder), url)->body, "hello");
  }
}

TEST(RecordingFetcher, WhatIsCancelledIsNotRecorded) {
  const TemporaryFolder folder;
  {
    const auto fetcher = recording(folder, [](const Fetch&) { return page("hello"); });
    std::stop_source stop;
    stop.request_stop();
    const Answered answer = end(begin(*fetcher, "http://a.test/", false, stop.get_token()));
    EXPECT_EQ(answer.error().kind, ErrorKind::kCancelled);
    EXPECT_TRUE(get(*fetcher, "http://a.test/other"));
  }
  EXPECT_EQ(get(*replaying(folder), "http://a.test/").error().what, "not in the archive");
}

TEST(RecordingFetcher, DestroyingItEndsEveryRequest) {
  const TemporaryFolder folder;
  std::vector<std::future<Answered>> answers;
  {
    const auto fetcher = recording(folder, [](const Fetch&) { return page(std::string(100'000, 'x')); });
    for (int i = 0; i < 100; ++i) answers.push_back(begin(*fetcher, "http://a.test/" + std::to_string(i)));
  }
  for (auto& answer : answers) {
    const Answered ended = end(std::move(answer));
    EXPECT_TRUE(ended || ended.error().kind == ErrorKind::kCancelled);
  }
}

/// Files may not grow beyond that while it lives.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

TEST(RecordingFetcher, WhenItCannotWriteNobodyGetsAnAnswer) {
  const TemporaryFolder folder;
  std::vector<std::future<Answered>> answers;
  {
    auto fetcher = recording(folder, [](const Fetch&) { return page("hello"); });
    ASSERT_TRUE(get(*fetcher, "http://a.test/good"));
    EXPECT_NO_THROW(fetcher->check());
    const FileSizeLimit limit(std::filesystem::file_size(folder / "x.warc.gz") + 10);
    for (int i = 0; i < 3; ++i) answers.push_back(begin(*fetcher, "http://a.test/" + std::to_string(i)));
    const auto failed = [&] {
      try {
        fetcher->check();
        return false;
      } catch (const WarcError&) {
        return true;
      }
    };
    while (!failed()) std::this_thread::yield();
    EXPECT_EQ(answers[0].wait_for(std::chrono::seconds(0)), std::future_status::timeout);
    fetcher.reset();
  }
  for (auto& answer : answers) EXPECT_EQ(end(std::move(answer)).error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(get(*replaying(folder), "http://a.test/good")->body, "hello") << "the file ends with a whole record";
}

}  // namespace
}  // namespace crawler
