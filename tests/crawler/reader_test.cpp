#include "crawler/reader.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "tests/support/fake_fetcher.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/web_graph.hpp"

namespace {

using crawler::Answer;
using crawler::Outcome;
using crawler::Parsers;
using crawler::Reader;
using crawler::Response;
using crawler::Url;
using support::FakeFetcher;
using support::kPatience;
using support::WebGraph;

constexpr Parsers::Options kAtOnce{.threads = 0};
const Url kUrl = *Url::parse("http://site.test/");

Response html(std::string body) {
  return {.status = 200, .headers = {{"content-type", "text/html"}}, .body = std::move(body)};
}

FakeFetcher fetcher_of(base::Result<Response> response) {
  return {[response = std::move(response)](const Url&) { return response; }, 1};
}

/// What the reader makes of that answer.
Answer read(base::Result<Response> response, crawler::Validators validators = {}) {
  FakeFetcher fetcher = fetcher_of(std::move(response));
  Parsers parsers(kAtOnce);
  Reader reader(fetcher, parsers, {});
  Reader::Reading reading = reader.read({.url = kUrl, .validators = std::move(validators)});
  fetcher.finish_one();
  EXPECT_TRUE(reading.is_finished());
  return reading.take();
}

TEST(Reader, APageThatIsUnchangedIsGoodIfItWasAskedForWithConditions) {
  const Response not_modified{.status = 304, .headers = {}};
  const Answer answer = read(not_modified, {.etag = "\"one\"", .last_modified = {}});
  EXPECT_EQ(answer.page.outcome, Outcome::kPage);
  EXPECT_TRUE(answer.page.is_unchanged);
  EXPECT_EQ(read(not_modified).page.outcome, Outcome::kFailed);
}

TEST(Reader, TellsTheValidatorsThatCanBeSentBack) {
  Response page = html("hello");
  page.headers.emplace_back("etag", "W/\"one two\"");
  page.headers.emplace_back("last-modified", "yesterday\x01");
  EXPECT_EQ(read(page).page.validators, (crawler::Validators{.etag = "W/\"one two\"", .last_modified = {}}));
  page.headers[1].second = std::string(1'001, 'x');
  EXPECT_EQ(read(page).page.validators, crawler::Validators());
}

/// Answers at once, on threads of its own.
class ThreadedFetcher : public crawler::Fetcher {
 public:
  ThreadedFetcher(FakeFetcher::Server server, unsigned threads) : server_(std::move(server)) {
    for (unsigned i = 0; i < threads; ++i) {
      threads_.emplace_back([this](const std::stop_token& stop) { answer_all(stop); });
    }
  }

  void set_crawl_delay(std::string_view /*site*/, std::chrono::milliseconds /*delay*/) override {}

  void fetch(crawler::Fetch fetch, std::stop_token /*stop*/, Done done) override {
    {
      const std::scoped_lock lock(mutex_);
      waiting_.emplace_back(std::move(fetch.url), std::move(done));
    }
    has_waiting_.notify_one();
  }

 private:
  void answer_all(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (has_waiting_.wait(lock, stop, [&] { return !waiting_.empty(); })) {
      auto [url, done] = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      done(server_(url));
      lock.lock();
    }
  }

  FakeFetcher::Server server_;
  std::mutex mutex_;  ///< guards waiting_
  std::condition_variable_any has_waiting_;
  std::deque<std::pair<Url, Done>> waiting_;
  std::vector<std::jthread> threads_;  ///< last: they use the rest
};

void await(Parsers& parsers, const Reader::Reading& reading) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (!reading.is_finished()) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
    parsers.wait(kPatience);
  }
}

TEST(Reader, TheStatusDecidesWhatAnAnswerIs) {
  struct Case {
    int status;
    Outcome outcome;
    base::ErrorKind error = base::ErrorKind::kSkip;
  };
  const std::vector<Case> cases = {
      {200, Outcome::kPage},
      {203, Outcome::kPage},
      {300, Outcome::kFailed},
      {302, Outcome::kFailed},
      {304, Outcome::kFailed},
      {401, Outcome::kFailed},
      {404, Outcome::kFailed},
      {410, Outcome::kFailed},
      {408, Outcome::kFailed, base::ErrorKind::kRetryLater},
      {429, Outcome::kFailed, base::ErrorKind::kRetryLater},
      {500, Outcome::kFailed, base::ErrorKind::kRetryLater},
      {503, Outcome::kFailed, base::ErrorKind::kRetryLater},
  };
  for (const Case& expected : cases) {
    Response response = html("<p>hello");
    response.status = expected.status;
    const Answer answer = read(response);
    EXPECT_EQ(answer.page.outcome, expected.outcome) << expected.status;
    EXPECT_EQ(answer.page.error, expected.error) << expected.status;
    EXPECT_EQ(answer.page.status, expected.status);
    EXPECT_EQ(answer.page.reason.empty(), expected.outcome == Outcome::kPage);
    EXPECT_FALSE(answer.location);
  }
}

TEST(Reader, ARedirectSaysWhereTo) {
  for (const int status : {301, 302, 303, 307, 308}) {
    const Answer answer = read(Response{.status = status, .headers = {{"location", "../a"}}});
    EXPECT_EQ(answer.location, "../a") << status;
    EXPECT_EQ(answer.page.status, status);
  }
}

TEST(Reader, ALocationOfAnotherStatusIsNoRedirect) {
  for (const int status : {200, 201, 300, 304, 404}) {
    EXPECT_FALSE(read(Response{.status = status, .headers = {{"location", "/a"}}}).location) << status;
  }
}

TEST(Reader, WhatIsNotHtmlIsSkipped) {
  const Answer pdf = read(Response{.status = 200, .headers = {{"content-type", "application/pdf"}}, .body_left = true});
  EXPECT_EQ(pdf.page.outcome, Outcome::kSkipped);
  EXPECT_EQ(pdf.page.reason, "is not HTML but application/pdf");
}

TEST(Reader, AnAnswerWithoutATypeIsJudgedByWhatItBeginsWith) {
  EXPECT_EQ(read(Response{.status = 200, .body = "<!doctype html><p>hello"}).page.outcome, Outcome::kPage);
  EXPECT_EQ(read(Response{.status = 200, .body = "hello"}).page.outcome, Outcome::kSkipped);
}

TEST(Reader, TheReasonOfAnAnswerWithoutATypeIsAWholeSentence) {
  const Answer nothing = read(Response{.status = 204});
  EXPECT_EQ(nothing.page.outcome, Outcome::kSkipped);
  EXPECT_EQ(nothing.page.reason, "is not HTML, and names no type");
}

TEST(Reader, BytesOfAnotherFormatAreNoPageWhateverTheTypeSays) {
  const Answer pdf = read(html("%PDF-1.7\n1 0 obj"));
  EXPECT_EQ(pdf.page.outcome, Outcome::kSkipped);
  EXPECT_EQ(pdf.page.reason, "is not HTML but PDF, though sent as text/html");
  EXPECT_EQ(read(html(std::string(100, '\0'))).page.outcome, Outcome::kSkipped);
}

// HTML Standard, "shared declarative refresh steps"
TEST(Reader, ARefreshAtOnceIsARedirect) {
  Response response = html("<title>t</title><p>hello");
  response.headers.emplace_back("refresh", "0; url=a#b");
  const Answer by_header = read(response);
  EXPECT_EQ(by_header.location, "http://site.test/a");
  const Answer by_meta = read(html("<title>t</title><meta http-equiv=refresh content='0;url=/a'><a href=x>y</a>"));
  EXPECT_EQ(by_meta.location, "http://site.test/a");
  for (const Answer* answer : {&by_header, &by_meta}) {
    EXPECT_EQ(answer->page.outcome, Outcome::kFailed);
    EXPECT_EQ(answer->page.status, 200);
    EXPECT_TRUE(answer->page.content.links.empty());
    EXPECT_TRUE(answer->page.content.metadata.title.empty());
  }
}

TEST(Reader, ALaterRefreshOrOneToItselfIsAPage) {
  Response later = html("<p>hello");
  later.headers.emplace_back("refresh", "5; url=/a");
  Response itself = html("<meta http-equiv=refresh content='0;url=/#x'><p>hello");
  itself.headers.emplace_back("refresh", "0; url=http://site.test");
  for (const Response& response : {later, itself}) {
    const Answer answer = read(response);
    EXPECT_FALSE(answer.location);
    EXPECT_EQ(answer.page.outcome, Outcome::kPage);
  }
}

TEST(Reader, ARefreshOfAFailureIsNone) {
  Response response{.status = 404, .headers = {{"refresh", "0; url=/a"}}};
  EXPECT_FALSE(read(response).location);
}

TEST(Reader, WhatHeadersAndPageAskOfRobotsIsTakenTogether) {
  Response response = html("<meta name=robots content=noarchive>");
  response.headers.emplace_back("x-robots-tag", "otherbot: nofollow");
  response.headers.emplace_back("x-robots-tag", "SiteDex: noindex");
  const crawler::Directives asked = read(response).page.content.metadata.directives;
  EXPECT_TRUE(asked.noarchive);
  EXPECT_TRUE(asked.noindex);
  EXPECT_FALSE(asked.nofollow);
}

TEST(Reader, AsksForItselfUnderTheAgentsName) {
  Response response = html("<meta name=otherbot content=noarchive>");
  response.headers.emplace_back("x-robots-tag", "otherbot: nofollow");
  FakeFetcher fetcher = fetcher_of(response);
  Parsers parsers(kAtOnce);
  Reader reader(fetcher, parsers, {.reading = {.agent = "OtherBot"}});
  Reader::Reading reading = reader.read({.url = kUrl, .urgent = false});
  fetcher.finish_one();
  const crawler::Directives asked = reading.take().page.content.metadata.directives;
  EXPECT_TRUE(asked.noarchive && asked.nofollow);
}

// RFC 9110, 10.2.3
TEST(Reader, AFailureKeepsThePauseThatTheServerAsksFor) {
  const auto asked = [](int status, std::string value) {
    return read(Response{.status = status, .headers = {{"retry-after", std::move(value)}}}).retry_after;
  };
  EXPECT_EQ(asked(503, "7"), std::chrono::seconds(7));
  EXPECT_EQ(asked(429, "Thu, 01 Jan 1970 00:01:00 GMT"), std::chrono::seconds(60)) << "from the end of the answer";
  EXPECT_FALSE(asked(503, "soon"));
  EXPECT_FALSE(asked(200, "7"));
}

TEST(Reader, AFailureKeepsItsKindAndItsWords) {
  const Answer answer = read(base::fail(base::ErrorKind::kGiveUpHost, "no such host"));
  EXPECT_EQ(answer.page.outcome, Outcome::kFailed);
  EXPECT_EQ(answer.page.error, base::ErrorKind::kGiveUpHost);
  EXPECT_EQ(answer.page.reason, "no such host");
  EXPECT_EQ(answer.page.status, 0);
  EXPECT_EQ(answer.page.url, kUrl);
}

TEST(Reader, ACutBodyIsAPageWithAReason) {
  Response response = html("<p>hello");
  response.body_cut = true;
  const Answer answer = read(response);
  EXPECT_EQ(answer.page.outcome, Outcome::kPage);
  EXPECT_FALSE(answer.page.reason.empty());
}

TEST(Reader, EqualBodiesHaveEqualHashes) {
  EXPECT_EQ(read(html("<p>a")).page.body_hash, read(html("<p>a")).page.body_hash);
  EXPECT_NE(read(html("<p>a")).page.body_hash, read(html("<p>b")).page.body_hash);
}

std::string in_words(const Answer& answer) {
  const crawler::Page& page = answer.page;
  std::string words = page.url.href() + " " + std::to_string(page.status) + " " + page.reason + " " +
                      answer.location.value_or("-") + " " + page.content.metadata.title + "\n" +
                      page.content.outline.text;
  for (const crawler::Link& link : page.content.links) words += "\n" + link.url.href();
  words.append(page.body_hash.begin(), page.body_hash.end());
  return words;
}

TEST(Reader, AnyNumberOfParsersReadsTheSamePages) {
  const WebGraph web(5, 200);
  std::vector<std::string> norm;
  for (const unsigned threads : {0U, 1U, 4U}) {
    ThreadedFetcher fetcher([&](const Url& url) { return web.answer(url); }, 2);
    base::StageTimes times;
    Parsers parsers({.threads = threads});
    Reader reader(fetcher, parsers, {.reading = {.times = &times}});
    std::vector<Reader::Reading> readings;
    for (std::size_t node = 0; node < web.nodes().size(); ++node) {
      readings.push_back(reader.read({.url = *Url::parse(WebGraph::url(node))}));
    }
    std::vector<std::string> pages;
    for (Reader::Reading& reading : readings) {
      ASSERT_NO_FATAL_FAILURE(await(parsers, reading));
      pages.push_back(in_words(reading.take()));
    }
    if (norm.empty()) norm = pages;
    EXPECT_EQ(pages, norm) << threads << " parsers";
    EXPECT_GT(times.of(base::Stage::kParse), times.of(base::Stage::kLinks));
    EXPECT_GT(times.of(base::Stage::kLinks).count(), 0);
  }
}

// What is destroyed first, and when, is drawn; the sanitizers judge.
TEST(Reader, WhatIsToBeMadeOfAGoodPageIsMadeByTheParsers) {
  const auto length_of_title = [](crawler::Page& page) { page.content.extracted = page.content.metadata.title.size(); };
  for (const auto& [response, expected] :
       {std::pair(html("<title>four</title>"), true), {Response{.status = 404}, false}}) {
    FakeFetcher fetcher = fetcher_of(response);
    Parsers parsers(kAtOnce);
    Reader reader(fetcher, parsers, {.extract = length_of_title});
    Reader::Reading reading = reader.read({.url = kUrl});
    fetcher.finish_one();
    const Answer answer = reading.take();
    const auto* const extracted = std::any_cast<std::size_t>(&answer.page.content.extracted);
    EXPECT_EQ(extracted != nullptr && *extracted == 4, expected);
  }
}

TEST(Reader, MayBeDestroyedAtAnyMomentWhileAnswersCome) {
  const WebGraph web(6, 30);
  std::mt19937 random(6);
  for (int round = 0; round < 300; ++round) {
    ThreadedFetcher fetcher([&](const Url& url) { return web.answer(url); }, 2);
    std::optional<Parsers> parsers(std::in_place, Parsers::Options{.threads = round % 3 == 0 ? 0U : 2U});
    std::optional<Reader> reader(std::in_place, fetcher, *parsers, Reader::Options());
    std::vector<Reader::Reading> readings;
    for (std::size_t node = 0; node < web.nodes().size(); ++node) {
      readings.push_back(reader->read({.url = *Url::parse(WebGraph::url(node)), .urgent = node % 2 == 0}));
      if (random() % 4 == 0) readings.erase(readings.begin() + static_cast<std::ptrdiff_t>(random() % readings.size()));
    }
    for (auto waits = random() % 4; waits > 0; --waits) parsers->wait(std::chrono::milliseconds(1));
    if (random() % 2 == 0) readings.clear();
    reader.reset();
    if (random() % 2 == 0) parsers.reset();
  }
}

TEST(Reader, AnAnswerMayComeWhenTheReaderAndTheReadingAreGone) {
  for (const unsigned threads : {0U, 1U}) {
    FakeFetcher fetcher = fetcher_of(html("<p>hello"));
    {
      Parsers parsers({.threads = threads});
      Reader reader(fetcher, parsers, {});
      const Reader::Reading reading = reader.read({.url = kUrl});
    }
    EXPECT_TRUE(fetcher.finish_one());
  }
}

TEST(Reader, NothingIsReadForAReaderThatIsGone) {
  for (const unsigned threads : {0U, 1U}) {
    FakeFetcher fetcher = fetcher_of(html("<p>hello"));
    Parsers parsers({.threads = threads});
    std::optional<Reader> reader(std::in_place, fetcher, parsers, Reader::Options());
    const Reader::Reading reading = reader->read({.url = kUrl});
    reader.reset();
    fetcher.finish_one();
    EXPECT_FALSE(reading.is_finished());
  }
}

TEST(Reader, DestroyingAReadingCancelsItsRequest) {
  FakeFetcher fetcher = fetcher_of(html("<p>hello"));
  Parsers parsers(kAtOnce);
  Reader reader(fetcher, parsers, {});
  std::optional<Reader::Reading> first(reader.read({.url = kUrl}));
  Reader::Reading second = reader.read({.url = kUrl});
  EXPECT_EQ(fetcher.live(), 2U);
  first.reset();
  EXPECT_EQ(fetcher.live(), 1U);
  second = reader.read({.url = kUrl});
  EXPECT_EQ(fetcher.live(), 1U) << "the one that was replaced";
  const Reader::Reading moved = std::move(second);
  EXPECT_EQ(fetcher.live(), 1U);
}

TEST(Reader, BodiesTakeRoomUntilTheirReadingIsGone) {
  FakeFetcher fetcher = fetcher_of(html("<p>" + std::string(97, 'x')));
  Parsers parsers({.threads = 0, .window_bytes = 200});
  Reader reader(fetcher, parsers, {});
  std::vector<Reader::Reading> readings;
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(parsers.has_room());
    readings.push_back(reader.read({.url = kUrl}));
    fetcher.finish_one();
  }
  EXPECT_FALSE(parsers.has_room());
  const Answer answer = readings.back().take();
  EXPECT_EQ(answer.page.body_bytes, 100U);
  EXPECT_FALSE(parsers.has_room()) << "the page is still held";
  readings.pop_back();
  EXPECT_TRUE(parsers.has_room());
}

TEST(Reader, ACancelledAnswerTakesNoRoom) {
  FakeFetcher fetcher = fetcher_of(html("<p>hello"));
  Parsers parsers({.threads = 0, .window_bytes = 1});
  Reader reader(fetcher, parsers, {});
  {
    const Reader::Reading reading = reader.read({.url = kUrl});
  }
  fetcher.finish_one();
  EXPECT_TRUE(parsers.has_room());
}

TEST(Reader, WaitWakesUpAtAnAnswer) {
  ThreadedFetcher fetcher([](const Url&) { return html("<p>hello"); }, 1);
  Parsers parsers({.threads = 1});
  Reader reader(fetcher, parsers, {});
  for (int i = 0; i < 50; ++i) {
    const auto begun = std::chrono::steady_clock::now();
    const Reader::Reading reading = reader.read({.url = kUrl});
    parsers.wait(kPatience);
    EXPECT_TRUE(reading.is_finished());
    ASSERT_LT(std::chrono::steady_clock::now() - begun, kPatience);
  }
}

TEST(Reader, WaitHearsOfAnAnswerThatCameBeforeButOnce) {
  FakeFetcher fetcher = fetcher_of(html("<p>hello"));
  Parsers parsers(kAtOnce);
  Reader reader(fetcher, parsers, {});
  const Reader::Reading reading = reader.read({.url = kUrl});
  fetcher.finish_one();
  const auto begun = std::chrono::steady_clock::now();
  parsers.wait(kPatience);
  const auto woken = std::chrono::steady_clock::now();
  EXPECT_LT(woken - begun, kPatience);
  constexpr std::chrono::milliseconds kShort{1};
  parsers.wait(kShort);
  EXPECT_GE(std::chrono::steady_clock::now() - woken, kShort);
}

}  // namespace
