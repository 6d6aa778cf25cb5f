// Every way known here in which a server can be wrong, broken or hostile: each costs bounded time and memory, and ends
// in an error with the right words, or in a body that says that it was cut.

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "tests/crawler/fetching.hpp"
#include "tests/support/deflate.hpp"
#include "tests/support/test_data.hpp"
#include "tests/support/web_server.hpp"

namespace crawler {
namespace {

using namespace std::chrono_literals;
using support::Answer;
using support::html;
using support::kForever;
using support::raw;
using support::SeenRequest;
using support::Then;
using support::WebServer;

constexpr std::size_t kMaxBody = 1'000'000;
constexpr std::string_view kHead = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
const std::string kChunkedHead = std::string(kHead) + "Transfer-Encoding: chunked\r\n\r\n";

CurlFetcherOptions impatient() {
  return {.receive = {.max_body_bytes = kMaxBody},
          .connect_timeout = 300ms,
          .first_byte_timeout = 300ms,
          .slow_timeout = 300ms,
          .timeout = 300ms};
}

/// Time enough for a body that is long but comes.
CurlFetcherOptions patient() {
  CurlFetcherOptions options = impatient();
  options.first_byte_timeout = options.slow_timeout = options.timeout = support::kPatience;
  return options;
}

/// What comes of `answer`; and the same fetcher can still get an honest page of the same server after it. An impatient
/// one may have to ask more than once, on a machine that has other things to do.
Answered outcome(Answer answer, CurlFetcherOptions options = patient()) {
  const WebServer server(
      [&answer](const SeenRequest& request) { return request.target == "/honest" ? raw(html("honest")) : answer; });
  CurlFetcher fetcher(std::move(options));
  Answered answered = get(fetcher, server.url("/"));
  Answered honest = get(fetcher, server.url("/honest"));
  for (int again = 0; again < 20 && failure(honest) == "timed out"; ++again) {
    honest = get(fetcher, server.url("/honest"));
  }
  EXPECT_TRUE(honest && honest->body == "honest") << failure(honest);
  return answered;
}

std::string with_length(std::size_t length, std::string_view body, std::string_view headers = "") {
  return std::string(kHead) + std::string(headers) + "Content-Length: " + std::to_string(length) + "\r\n\r\n" +
         std::string(body);
}

Answer drip(std::string_view bytes) {
  Answer answer;
  for (const char byte : bytes) answer.steps.push_back({.bytes = std::string(1, byte), .pause = 20ms});
  return answer;
}

void expect_error(const Answered& answered, base::ErrorKind kind, std::string_view words) {
  ASSERT_FALSE(answered) << "a page of " << answered->body.size() << " bytes";
  EXPECT_EQ(answered.error().what, words);
  EXPECT_EQ(answered.error().kind, kind);
}

void expect_body(const Answered& answered, std::string_view body) {
  ASSERT_TRUE(answered) << failure(answered);
  EXPECT_EQ(answered->body, body);
  EXPECT_FALSE(answered->body_cut);
}

void expect_cut(const Answered& answered) {
  ASSERT_TRUE(answered) << failure(answered);
  EXPECT_TRUE(answered->body_cut);
  EXPECT_EQ(answered->body.size(), kMaxBody);
  EXPECT_LE(answered->body.capacity(), 2 * kMaxBody);
}

TEST(HostileServer, NeverAnswers) {
  CurlFetcherOptions first_byte = patient();
  first_byte.first_byte_timeout = 200ms;
  const Answer silent{.steps = {}, .then = Then::kHang};
  expect_error(outcome(silent, impatient()), base::ErrorKind::kRetryLater, "timed out");
  expect_error(outcome(silent, first_byte), base::ErrorKind::kRetryLater, "timed out");
}

TEST(HostileServer, SendsItsHeadersSlowly) {
  const std::string long_header = "X-Long: " + std::string(500, 'x') + "\r\n";
  const Answer answer = drip(std::string(kHead) + long_header);
  expect_error(outcome(answer, impatient()), base::ErrorKind::kRetryLater, "timed out");
  CurlFetcherOptions slow = patient();
  slow.slow_timeout = 200ms;
  expect_error(outcome(answer, slow), base::ErrorKind::kRetryLater, "timed out");
}

TEST(HostileServer, DripsItsBody) {
  Answer answer{.steps = {{.bytes = with_length(100'000, "")}, {.bytes = "x", .times = 100'000, .pause = 10ms}}};
  expect_error(outcome(answer, impatient()), base::ErrorKind::kRetryLater, "timed out");
  CurlFetcherOptions slow = patient();
  slow.slow_timeout = 200ms;
  expect_error(outcome(answer, slow), base::ErrorKind::kRetryLater, "timed out");
}

TEST(HostileServer, StopsInItsBodyAndStaysOpen) {
  expect_error(outcome(raw(with_length(100, "half"), Then::kHang), impatient()), base::ErrorKind::kRetryLater,
               "timed out");
}

TEST(HonestServer, IsSlowButFastEnough) {
  CurlFetcherOptions options = patient();
  options.slow_timeout = 400ms;
  options.slow_bytes = 1;
  Answer answer{.steps = {{.bytes = with_length(30, "")}, {.bytes = "x", .times = 30, .pause = 30ms}}};
  expect_body(outcome(answer, options), std::string(30, 'x'));
}

TEST(HostileServer, ClosesWithoutAnAnswer) {
  expect_error(outcome({.steps = {}, .then = Then::kClose}), base::ErrorKind::kRetryLater,
               "broken transfer: closed without an answer");
}

TEST(HostileServer, ResetsWithoutAnAnswer) {
  expect_error(outcome({.steps = {}, .then = Then::kReset}), base::ErrorKind::kRetryLater, "broken transfer");
}

TEST(HostileServer, ClosesInItsHeaders) {
  expect_error(outcome(raw(std::string(kHead), Then::kClose)), base::ErrorKind::kRetryLater,
               "broken transfer: headers without an end");
}

TEST(HostileServer, ClosesInItsBody) {
  expect_error(outcome(raw(with_length(100, "<p>half"), Then::kClose)), base::ErrorKind::kRetryLater,
               "broken transfer: closed before the end");
}

TEST(HostileServer, ClosesBetweenChunks) {
  expect_error(outcome(raw(kChunkedHead + "4\r\nhalf\r\n", Then::kClose)), base::ErrorKind::kRetryLater,
               "broken transfer: closed before the end");
}

TEST(HonestServer, EndsItsBodyByClosing) {  // RFC 9112, 6.3, rule 8
  expect_body(outcome(raw(std::string(kHead) + "\r\n<p>whole", Then::kClose)), "<p>whole");
}

TEST(HostileServer, SaysALengthTooLong) {
  expect_error(outcome(raw(with_length(9, "<p>eight"), Then::kClose)), base::ErrorKind::kRetryLater,
               "broken transfer: closed before the end");
}

TEST(HostileServer, SaysALengthTooShort) {
  expect_body(outcome(raw(with_length(4, "<p>a and more than it said"))), "<p>a");
}

TEST(HostileServer, SaysALengthThatIsNoNumber) {
  expect_error(outcome(raw(std::string(kHead) + "Content-Length: -5\r\n\r\nabcde", Then::kClose)),
               base::ErrorKind::kSkip, "malformed response");
}

TEST(HostileServer, SaysALengthBeyondAllMemory) {
  expect_error(outcome(raw(with_length(std::size_t{1} << 62, "x"), Then::kClose)), base::ErrorKind::kRetryLater,
               "broken transfer: closed before the end");
}

TEST(HostileServer, SendsBadChunks) {
  for (const char* chunks : {"zz\r\nhello\r\n0\r\n\r\n", "5\r\nhelloworld\r\n0\r\n\r\n", "-5\r\nhello\r\n0\r\n\r\n",
                             "fffffffffffffffffffff\r\nhello"}) {
    expect_error(outcome(raw(kChunkedHead + chunks, Then::kClose)), base::ErrorKind::kRetryLater, "broken transfer");
  }
}

TEST(HostileServer, SendsABodyWithoutEnd) {
  const support::Send endless{.bytes = std::string(60'000, 'x'), .times = kForever};
  expect_cut(outcome({.steps = {{.bytes = std::string(kHead) + "\r\n"}, endless}}));
}

TEST(HostileServer, SendsChunksWithoutEnd) {
  const support::Send endless{.bytes = "1000\r\n" + std::string(0x1000, 'x') + "\r\n", .times = kForever};
  expect_cut(outcome({.steps = {{.bytes = kChunkedHead}, endless}}));
}

TEST(HostileServer, SendsChunksOfOneByteWithoutEnd) {
  std::string chunks;
  for (int i = 0; i < 10'000; ++i) chunks += "1\r\nx\r\n";
  expect_cut(outcome({.steps = {{.bytes = kChunkedHead}, {.bytes = chunks, .times = kForever}}}));
}

TEST(HostileServer, SendsAnEndlessChunkExtension) {
  const support::Send endless{.bytes = std::string(60'000, 'x'), .times = kForever};
  expect_error(outcome({.steps = {{.bytes = kChunkedHead + "5;"}, endless}}, impatient()), base::ErrorKind::kRetryLater,
               "timed out");
}

TEST(HostileServer, SendsAHundredMegabytesInOneLine) {
  const support::Send line{.bytes = std::string(100'000, 'x'), .times = 1000};
  expect_cut(outcome({.steps = {{.bytes = with_length(100'000'000, "")}, line}}));
}

TEST(HostileServer, SendsAGzipBomb) {
  const std::string bomb = support::gzip_bomb(1024);
  const Answered answered = outcome(raw(with_length(bomb.size(), bomb, "Content-Encoding: gzip\r\n")));
  expect_cut(answered);
}

TEST(HostileServer, SendsATruncatedGzip) {
  const std::string gzip = support::deflated("<p>a page that was cut on its way into the server's cache");
  const std::string half = gzip.substr(0, gzip.size() / 2);
  expect_error(outcome(raw(with_length(half.size(), half, "Content-Encoding: gzip\r\n"))), base::ErrorKind::kRetryLater,
               "broken transfer: compressed body without an end");
  expect_error(outcome(raw(with_length(gzip.size(), half, "Content-Encoding: gzip\r\n"), Then::kClose)),
               base::ErrorKind::kRetryLater, "broken transfer: closed before the end");
}

TEST(HostileServer, SaysGzipAndSendsText) {
  expect_error(outcome(raw(with_length(4, "<p>a", "Content-Encoding: gzip\r\n"))), base::ErrorKind::kSkip,
               "malformed response: bad compressed body");
}

TEST(HostileServer, SaysACodingThatNobodyKnows) {
  expect_error(outcome(raw(with_length(4, "<p>a", "Content-Encoding: rot13\r\n"))), base::ErrorKind::kSkip,
               "unknown content encoding");
}

TEST(HonestServer, SendsCompressedPages) {
  const std::string page = "<p>" + std::string(100'000, 'a');
  const std::string brotli_hello("\x0b\x02\x80hello\x03", 9);
  const std::string zstd_hello("\x28\xb5\x2f\xfd\x20\x05\x29\0\0hello", 14);
  for (const auto& [coding, bytes, text] :
       {std::tuple("gzip", support::deflated(page), page),
        std::tuple("deflate", support::deflated(page, support::Deflate::kZlib), page),
        std::tuple("deflate", support::deflated(page, support::Deflate::kRaw), page),
        std::tuple("br", brotli_hello, std::string("hello")), std::tuple("zstd", zstd_hello, std::string("hello"))}) {
    const std::string header = std::string("Content-Encoding: ") + coding + "\r\n";
    expect_body(outcome(raw(with_length(bytes.size(), bytes, header))), text);
  }
}

TEST(HostileServer, SendsHeaderLinesWithoutEnd) {
  const support::Send endless{.bytes = "X-Flood: 0123456789\r\n", .times = kForever};
  expect_error(outcome({.steps = {{.bytes = std::string(kHead)}, endless}}), base::ErrorKind::kSkip,
               "too many headers");
}

TEST(HostileServer, SendsAHeaderOfTenMegabytes) {
  const support::Send value{.bytes = std::string(100'000, 'x'), .times = 100};
  expect_error(outcome({.steps = {{.bytes = std::string(kHead) + "X-Large: "}, value, {.bytes = "\r\n\r\n"}}}),
               base::ErrorKind::kSkip, "too many headers");
}

TEST(HostileServer, SendsInterimAnswersWithoutEnd) {
  const support::Send endless{.bytes = "HTTP/1.1 103 Early Hints\r\n\r\n", .times = kForever};
  expect_error(outcome({.steps = {endless}}), base::ErrorKind::kSkip, "too many headers");
}

TEST(HostileServer, SendsTrailersWithoutEnd) {
  const support::Send endless{.bytes = "X-Flood: 0123456789\r\n", .times = kForever};
  expect_error(outcome({.steps = {{.bytes = kChunkedHead + "2\r\nok\r\n0\r\n"}, endless}}), base::ErrorKind::kSkip,
               "too many headers");
}

TEST(HonestServer, SaysContinueFirst) {  // RFC 9110, 15.2.1
  expect_body(outcome(raw("HTTP/1.1 100 Continue\r\nX: y\r\n\r\n" + html("<p>then"))), "<p>then");
}

TEST(HostileServer, SendsABodyWhereThereIsNone) {  // RFC 9112, 6.3, rule 1
  for (const int status : {204, 304}) {
    const std::string bytes = "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: 4\r\n\r\nbody";
    const Answered answered = outcome(raw(bytes));
    expect_body(answered, "");
    EXPECT_EQ(answered->status, status);
  }
}

TEST(HostileServer, SpeaksHttp09) {
  expect_error(outcome(raw("<html><p>hello from 1991", Then::kClose)), base::ErrorKind::kSkip, "not HTTP");
}

TEST(HostileServer, SendsNulBytes) {
  const std::string body("<p>\0a\0", 6);
  expect_body(outcome(raw(html(body))), body);
  const std::string bytes = std::string(kHead) + std::string("X: a\0b\r\n", 8) + "Content-Length: 2\r\n\r\nok";
  const Answered answered = outcome(raw(bytes, Then::kClose));
  EXPECT_TRUE(answered ? answered->body == "ok" : !answered.error().what.empty());
}

TEST(HostileServer, LiesAboutItsCharset) {  // the bytes are the body; what they mean is for others to find out
  const std::string latin1 = "<p>caf\xe9 \xff\xfe";
  expect_body(outcome(raw(support::response(200, latin1, {{"Content-Type", "text/html; charset=utf-8"}}))), latin1);
}

TEST(HostileServer, RedirectsInCircles) {  // each hop is one request, for the caller to judge
  const WebServer server(
      [](const SeenRequest& request) { return raw(support::redirect(request.target == "/a" ? "/b" : "/a")); });
  CurlFetcher fetcher(patient());
  std::string target = "/a";
  for (int hop = 0; hop < 4; ++hop) {
    const Answered answered = get(fetcher, server.url(target));
    ASSERT_TRUE(answered) << failure(answered);
    EXPECT_EQ(answered->status, 302);
    target = answered->header("location");
  }
  EXPECT_EQ(target, "/a");
  EXPECT_EQ(server.requests().size(), 4U);
}

TEST(HostileServer, SendsARedirectWithABodyWithoutEnd) {
  const std::string head = "HTTP/1.1 302 Found\r\nLocation: /next\r\n\r\n";
  const Answered answered =
      outcome({.steps = {{.bytes = head}, {.bytes = std::string(60'000, 'x'), .times = kForever}}});
  expect_cut(answered);
  EXPECT_EQ(answered->header("location"), "/next");
}

TEST(HostileServer, DoesNotHoldUpOthers) {
  const WebServer hostile([](const SeenRequest&) { return Answer{.steps = {}, .then = Then::kHang}; });
  const WebServer honest([](const SeenRequest&) { return raw(html("honest")); });
  CurlFetcherOptions options = patient();
  options.politeness.in_flight_per_host = 4;
  CurlFetcher fetcher(options);
  std::vector<std::future<Answered>> hanging;
  for (int i = 0; i < 20; ++i) hanging.push_back(begin(fetcher, hostile.url("/")));
  for (int i = 0; i < 20; ++i) expect_body(get(fetcher, honest.url("/")), "honest");
}

std::string bytes_of(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

/// The published responses, by the rule of their README.
TEST(HostileServer, SendsTheResponsesOfTheSuite) {
  const auto file = support::test_data("http/responses.json");
  if (!file) GTEST_SKIP() << "no http/responses.json; set SITEDEX_TEST_DATA";
  int accepted = 0;
  int compared = 0;
  const auto cases = nlohmann::json::parse(std::ifstream(*file));
  for (const auto& a_case : cases) {
    SCOPED_TRACE(a_case["id"].get<std::string>());
    const std::string bytes = bytes_of(a_case["raw_hex"].get<std::string>());
    CurlFetcherOptions options = patient();
    options.receive.wanted = [](std::string_view) { return true; };
    const Answered answered = outcome(raw(bytes, Then::kClose), options);
    accepted += answered.has_value() ? 1 : 0;
    const bool headers_end = bytes.find("\r\n\r\n") != std::string::npos || bytes.find("\n\n") != std::string::npos;
    EXPECT_TRUE(headers_end || !answered);
    if (!answered || !a_case["error"].is_null() || a_case["messages"] != 1 || a_case["lenient"]) continue;
    const std::string body = a_case["body"].get<std::string>();
    const std::string_view length = answered->header("content-length");
    if (!length.empty() && length != std::to_string(body.size())) continue;  // a body that is not of this message
    ++compared;
    EXPECT_EQ(answered->body, body);
  }
  RecordProperty("accepted", accepted);
  RecordProperty("compared", compared);
}

}  // namespace
}  // namespace crawler
