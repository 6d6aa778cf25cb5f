// Each bound on time by itself, where no other would end the request.

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <string>

#include "tests/crawler/fetching.hpp"
#include "tests/support/web_server.hpp"

namespace crawler {
namespace {

using namespace std::chrono_literals;
using support::Answer;
using support::SeenRequest;
using support::Then;
using support::WebServer;

/// No bound that a test would come to.
CurlFetcherOptions patient() {
  constexpr std::chrono::milliseconds kPatience = 2 * support::kPatience;
  return {
      .connect_timeout = kPatience, .first_byte_timeout = kPatience, .slow_timeout = kPatience, .timeout = kPatience};
}

void expect_timed_out(CurlFetcherOptions options, const Answer& answer, const std::string& scheme = "http") {
  const WebServer server([&answer](const SeenRequest&) { return answer; });
  CurlFetcher fetcher(std::move(options));
  const Answered answered = get(fetcher, scheme + server.url("/").substr(4));
  ASSERT_FALSE(answered);
  EXPECT_EQ(answered.error(), (base::Error{base::ErrorKind::kRetryLater, "timed out"}));
}

/// A body that comes byte by byte, and never ends.
Answer drip() {
  return {.steps = {{.bytes = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"},
                    {.bytes = "x", .times = support::kForever, .pause = 10ms}}};
}

TEST(CurlFetcherTimeout, OfConnectingEndsAHandshakeThatHangs) {
  CurlFetcherOptions options = patient();
  options.connect_timeout = 200ms;
  expect_timed_out(options, {.steps = {}, .then = Then::kHang}, "https");
}

TEST(CurlFetcherTimeout, OfTheFirstByteEndsAnAnswerThatDoesNotBegin) {
  CurlFetcherOptions options = patient();
  options.first_byte_timeout = 200ms;
  expect_timed_out(options, {.steps = {}, .then = Then::kHang});
}

TEST(CurlFetcherTimeout, OfSlownessEndsAnAnswerThatDrips) {
  CurlFetcherOptions options = patient();
  options.slow_timeout = 200ms;
  expect_timed_out(options, drip());
}

TEST(CurlFetcherTimeout, OfTheWholeEndsAnAnswerThatIsFastEnoughAndHasNoEnd) {
  CurlFetcherOptions options = patient();
  options.slow_bytes = 0;
  options.timeout = 300ms;
  expect_timed_out(options, drip());
}

}  // namespace
}  // namespace crawler
