#include "crawler/warc_exchange.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/crawler/fetching.hpp"
#include "tests/support/deflate.hpp"

namespace crawler {
namespace {

using base::ErrorKind;
using support::deflated;

const Url kUrl = parsed("http://a.test/page");

/// What is read of the records that are kept of an answer.
Answered kept(const Response& response, const Fetch& fetch = {.url = kUrl}, const ReceiveLimits& limits = {}) {
  return response_of(records_of(kUrl, response, {}).front(), fetch, limits);
}

WarcRecord foreign(std::string block, WarcFields fields = {}) {
  return {.type = "response",
          .target_uri = kUrl.href(),
          .date = "2017-03-06T04:02:06Z",
          .id = {},
          .fields = std::move(fields),
          .block = std::move(block)};
}

Answered received(const WarcRecord& record) {
  return response_of(record, {.url = kUrl}, {});
}

std::string http(const std::string& headers, const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + headers + "\r\n" + body;
}

TEST(WarcExchange, AnAnswerIsReadAsItWasKept) {
  std::mt19937 random(1);
  const auto bytes = [&](std::size_t most, std::string_view from) {
    std::string text;
    for (std::size_t size = random() % (most + 1); text.size() < size;) text += from[random() % from.size()];
    return text;
  };
  for (int i = 0; i < 500; ++i) {
    Response response;
    response.status = static_cast<int>(200 + random() % 400);
    response.headers = {{"content-type", "text/html"}};
    for (int header = 0; header < 5; ++header) {
      response.headers.emplace_back("x-" + bytes(5, "abc"), "v" + bytes(9, "a: ;\r\t=b\x80") + "v");
    }
    response.body = bytes(300, "ab<>\r\n \x1f\x8b\0WARC/1.1");
    response.started = std::chrono::sys_seconds(std::chrono::seconds(i)) + std::chrono::microseconds(i);
    const auto again = kept(response);
    ASSERT_TRUE(again) << again.error().what;
    EXPECT_EQ(again->status, response.status);
    EXPECT_EQ(again->body, response.body);
    EXPECT_EQ(again->started, response.started);
    auto headers = again->headers;
    EXPECT_EQ(headers.back().first, "content-length");
    headers.pop_back();
    EXPECT_EQ(headers, response.headers);
  }
}

TEST(WarcExchange, HeadersOfWhatWasUndoneAreKeptUnderOtherNames) {
  Response response;
  response.status = 200;
  response.headers = {{"content-encoding", "gzip"}, {"transfer-encoding", "chunked"}, {"content-length", "7"}};
  response.body = "unpacked";
  const std::string block = records_of(kUrl, response, {}).front().block;
  EXPECT_EQ(block,
            "HTTP/1.1 200 \r\nX-Archive-Orig-content-encoding: gzip\r\nX-Archive-Orig-transfer-encoding: chunked\r\n"
            "X-Archive-Orig-content-length: 7\r\nContent-Length: 8\r\n\r\nunpacked");
  EXPECT_EQ(kept(response)->body, "unpacked");
}

TEST(WarcExchange, ACutBodyIsMarkedAndStaysCut) {  // WARC 1.1, 5.13
  Response response;
  response.status = 200;
  response.headers = {{"content-type", "text/html"}};
  response.body = "0123456789";
  response.body_cut = true;
  EXPECT_EQ(records_of(kUrl, response, {}).front().field("WARC-Truncated"), "length");
  EXPECT_TRUE(kept(response)->body_cut);
  response.body_cut = false;
  const auto shorter = kept(response, {.url = kUrl, .max_body_bytes = 4});
  EXPECT_EQ(shorter->body, "0123");
  EXPECT_TRUE(shorter->body_cut);
}

TEST(WarcExchange, ABodyThatWasLeftIsMarkedAndStaysLeft) {
  Response response;
  response.status = 200;
  response.headers = {{"content-type", "image/png"}, {"content-length", "70000"}};
  response.body_left = true;
  EXPECT_EQ(records_of(kUrl, response, {}).front().field("WARC-Truncated"), "unspecified");
  for (const bool any_type : {false, true}) {
    const auto again = kept(response, {.url = kUrl, .any_type = any_type});
    EXPECT_TRUE(again->body_left);
    EXPECT_FALSE(again->body_cut);
  }
}

TEST(WarcExchange, ARequestIsKeptWithoutItsSecrets) {
  Response response;
  response.status = 200;
  response.request =
      "GET /page HTTP/1.1\r\nHost: a.test\r\nAUTHORIZATION: Basic a\r\n b\r\nX: y\r\ncookie: c\r\n"
      "Proxy-Authorization:d\r\nAccept: */*\r\n\r\n";
  response.address = "192.0.2.1";
  const auto records = records_of(kUrl, response, {});
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0].field("WARC-IP-Address"), "192.0.2.1");
  EXPECT_EQ(records[1].type, "request");
  EXPECT_EQ(records[1].block, "GET /page HTTP/1.1\r\nHost: a.test\r\nX: y\r\nAccept: */*\r\n\r\n");
  EXPECT_EQ(records[1].field("WARC-Concurrent-To"), records[0].id);
  EXPECT_EQ(records[2].field("WARC-Concurrent-To"), records[0].id);
}

TEST(WarcExchange, OfCookiesOnlyTheNameIsKept) {
  Response response;
  response.status = 302;
  response.headers = {{"set-cookie", "id=secret; Path=/"}, {"set-cookie", "odd"}};
  EXPECT_EQ(kept(response)->headers[0].second, "id=");
  EXPECT_EQ(kept(response)->headers[1].second, "odd=");
}

TEST(WarcExchange, AnErrorIsReadAsItWas) {
  for (const ErrorKind kind :
       {ErrorKind::kRetryLater, ErrorKind::kSkip, ErrorKind::kGiveUpHost, ErrorKind::kTellUser}) {
    const base::Error error{kind, "connection refused: why"};
    const auto records = records_of(kUrl, std::unexpected(error), {});
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].type, "metadata");
    EXPECT_EQ(error_of(records[0]), error);
  }
  Response response;
  response.status = 200;
  response.took = std::chrono::milliseconds(12);
  const auto records = records_of(kUrl, response, {});
  EXPECT_EQ(error_of(records.back()), std::nullopt);
  EXPECT_EQ(fetch_time_of(records.back()), response.took);
}

TEST(WarcExchange, CodingsOfOtherToolsAreUndone) {
  EXPECT_EQ(received(foreign(http("Content-Encoding: gzip\r\n", deflated("hello"))))->body, "hello");
  const std::string chunks = "3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n";
  EXPECT_EQ(received(foreign(http("Transfer-Encoding: chunked\r\n", chunks)))->body, "hello");
  const std::string both = deflated("hello");
  EXPECT_EQ(received(foreign(http("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
                                  "1\r\n" + both.substr(0, 1) + "\r\nfff\r\n" + both.substr(1))))
                ->body,
            "hello");
}

TEST(WarcExchange, ChunksThatAreNoneAreTheBody) {
  for (const std::string body : {"<p>no chunks</p>", "5\r\nhel\r\n0\r\n\r\n", "zz\r\nhello"}) {
    EXPECT_EQ(received(foreign(http("Transfer-Encoding: chunked\r\n", body)))->body, body);
  }
}

TEST(WarcExchange, ChunksAreJoined) {  // RFC 9112, 7.1
  EXPECT_EQ(without_chunks("A\r\n0123456789\r\n00\r\nTrailer: x\r\n\r\n"), "0123456789");
  EXPECT_EQ(without_chunks("5\r\nhel"), "hel") << "it ends too soon";
  EXPECT_EQ(without_chunks("5\nhello\n0\n"), "hello") << "some servers end lines so";
  EXPECT_EQ(without_chunks("-1\r\nhello"), std::nullopt);
  EXPECT_EQ(without_chunks("fffffffffffffffffffff\r\nhello"), std::nullopt);
  EXPECT_EQ(without_chunks("5\r\nhello!\r\n"), std::nullopt);
}

TEST(WarcExchange, AResourceIsAGoodAnswer) {
  WarcRecord record = foreign("<p>hello", {{"Content-Type", "text/html; charset=utf-8"}});
  record.type = "resource";
  const auto response = received(record);
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->header("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(response->body, "<p>hello");
}

TEST(WarcExchange, WhatIsNoHttpOrBreaksIsSkipped) {
  EXPECT_EQ(received(foreign("20140216050221\nexample.com A 192.0.2.1")).error().kind, ErrorKind::kSkip);
  EXPECT_EQ(received(foreign("HTTP/1.1 200 OK\r\nContent-Type: text/html")).error().kind, ErrorKind::kSkip);
  const std::string half = deflated(std::string(10'000, 'x')).substr(0, 20);
  EXPECT_EQ(received(foreign(http("Content-Encoding: gzip\r\n", half))).error().kind, ErrorKind::kSkip);
}

TEST(WarcExchange, WhatOthersCutOffIsCut) {
  EXPECT_TRUE(received(foreign(http("", "hel"), {{"WARC-Truncated", "disconnect"}}))->body_cut);
  WarcRecord record = foreign(http("", "hel"));
  record.is_block_cut = true;
  EXPECT_TRUE(received(record)->body_cut);
}

}  // namespace
}  // namespace crawler
