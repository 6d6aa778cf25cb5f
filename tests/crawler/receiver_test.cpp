#include "crawler/receiver.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace crawler {
namespace {

const base::Error kLost{base::ErrorKind::kRetryLater, "lost"};

bool receive_headers(Receiver& receiver, const std::vector<std::string_view>& lines) {
  for (const std::string_view line : lines) {
    if (!receiver.receive_header(std::string(line) + "\r\n")) return false;
  }
  return true;
}

TEST(Receiver, HeadersKeepTheirOrderAndLoseTheirCaseAndSpace) {  // RFC 9110, 5.1 and 5.5
  const ReceiveLimits limits;
  Receiver receiver(limits);
  EXPECT_TRUE(
      receive_headers(receiver, {"HTTP/1.1 200 OK", "Set-Cookie:a", "X-B: \t b c\t ", "set-cookie: d", "e", ""}));
  const Response response = std::move(receiver).finish({}).value();
  const std::vector<std::pair<std::string, std::string>> expected{
      {"set-cookie", "a"}, {"x-b", "b c"}, {"set-cookie", "d"}, {"e", ""}};
  EXPECT_EQ(response.headers, expected);
  EXPECT_EQ(response.header("set-cookie"), "a");
}

TEST(Receiver, AFoldedLineGoesOnWithTheOneBefore) {  // RFC 9112, 5.2
  const ReceiveLimits limits;
  Receiver receiver(limits);
  EXPECT_TRUE(receive_headers(receiver, {"HTTP/1.1 200 OK", "A: one", "\t two", ""}));
  EXPECT_EQ(std::move(receiver).finish({})->header("a"), "one two");
}

TEST(Receiver, InterimAnswersAndTrailersSayNothing) {  // RFC 9110, 15.2 and 6.5
  const ReceiveLimits limits;
  Receiver receiver(limits);
  EXPECT_TRUE(receive_headers(receiver, {"HTTP/1.1 100 Continue", "A: interim", "", "HTTP/1.1 103 Early Hints",
                                         "Link: </x>", "", "HTTP/1.1 200 OK", "B: final", ""}));
  EXPECT_TRUE(receiver.receive_body("body"));
  EXPECT_TRUE(receive_headers(receiver, {"C: trailer", ""}));
  const Response response = std::move(receiver).finish({}).value();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers, (std::vector<std::pair<std::string, std::string>>{{"b", "final"}}));
  EXPECT_EQ(response.body, "body");
}

TEST(Receiver, CutsTheBodyAtExactlyTheLimit) {
  const ReceiveLimits limits{.max_body_bytes = 10};
  for (std::size_t size = 0; size < 20; ++size) {
    for (std::size_t piece = 1; piece < 20; ++piece) {
      Receiver receiver(limits);
      receive_headers(receiver, {"HTTP/1.1 200 OK", ""});
      const std::string body = std::string("0123456789abcdefghij").substr(0, size);
      bool goes_on = true;
      for (std::size_t at = 0; goes_on && at < size; at += piece)
        goes_on = receiver.receive_body(body.substr(at, piece));
      const Response response = std::move(receiver).finish({}).value();
      EXPECT_EQ(response.body, body.substr(0, 10));
      EXPECT_EQ(response.body_cut, size > 10);
      EXPECT_EQ(goes_on, size <= 10);
    }
  }
}

TEST(Receiver, AFailureAfterTheCutIsTheReceiversOwn) {
  const ReceiveLimits limits{.max_body_bytes = 3};
  Receiver receiver(limits);
  receive_headers(receiver, {"HTTP/1.1 200 OK", ""});
  EXPECT_FALSE(receiver.receive_body("body"));
  const base::Result<Response> response = std::move(receiver).finish(kLost);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "bod");
}

TEST(Receiver, APartOfABodyIsNoAnswer) {
  const ReceiveLimits limits;
  Receiver receiver(limits);
  receive_headers(receiver, {"HTTP/1.1 200 OK", ""});
  EXPECT_TRUE(receiver.receive_body("part"));
  EXPECT_EQ(std::move(receiver).finish(kLost).error(), kLost);
}

TEST(Receiver, HeadersWithoutAnEndAreNoAnswer) {
  for (const auto& lines : {std::vector<std::string_view>{},
                            {"HTTP/1.1 200 OK"},
                            {"HTTP/1.1 200 OK", "A: b"},
                            {"HTTP/1.1 100 Continue", ""},
                            {"hello", ""}}) {
    const ReceiveLimits limits;
    Receiver receiver(limits);
    EXPECT_TRUE(receive_headers(receiver, lines));
    EXPECT_FALSE(std::move(receiver).finish({}));
  }
}

TEST(Receiver, CountsHeadersOfAllPartsTogether) {
  const ReceiveLimits few{.max_headers = 6};
  Receiver interim(few);
  EXPECT_FALSE(
      receive_headers(interim, {"HTTP/1.1 100 C", "", "HTTP/1.1 100 C", "", "HTTP/1.1 100 C", "", "HTTP/1.1 "}));
  EXPECT_EQ(std::move(interim).finish(kLost).error().what, "too many headers");

  const ReceiveLimits short_ones{.max_header_bytes = 40};
  Receiver trailers(short_ones);
  EXPECT_TRUE(receive_headers(trailers, {"HTTP/1.1 200 OK", ""}));
  EXPECT_FALSE(receive_headers(trailers, {"A: 0123456789012345678901234567890123456789"}));
  EXPECT_EQ(std::move(trailers).finish(kLost).error().what, "too many headers");
}

TEST(Receiver, ReadsOnlyWantedBodies) {
  for (const auto& [type, wanted] : {std::pair("text/html", true), std::pair("TEXT/HTML ; charset=x", true),
                                     std::pair("application/xhtml+xml;a=b", true), std::pair("", true),
                                     std::pair("text/htmlx", false), std::pair("text/plain", false)}) {
    const ReceiveLimits limits;
    Receiver receiver(limits);
    const std::string header = std::string("Content-Type: ") + type;
    EXPECT_EQ(receive_headers(receiver, {"HTTP/1.1 200 OK", header, ""}), wanted) << type;
    EXPECT_EQ(std::move(receiver).finish({})->body_left, !wanted) << type;
  }
}

TEST(Receiver, ReadsBodiesOfOtherStatusesWhateverTheirType) {
  const ReceiveLimits limits;
  Receiver receiver(limits);
  EXPECT_TRUE(receive_headers(receiver, {"HTTP/1.1 404 Not Found", "Content-Type: text/plain", ""}));
  EXPECT_FALSE(std::move(receiver).finish({})->body_left);
}

}  // namespace
}  // namespace crawler
