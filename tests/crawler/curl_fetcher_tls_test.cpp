// TLS against a server with a certificate chain of our own making.

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "tests/crawler/fetching.hpp"
#include "tests/support/tls_server.hpp"

namespace crawler {
namespace {

using support::TlsServer;

class CurlFetcherTls : public testing::Test {
 protected:
  static void SetUpTestSuite() { server_.emplace(); }
  static void TearDownTestSuite() { server_.reset(); }

  static const TlsServer& server() { return *server_; }

  static CurlFetcherOptions trusting() {
    return {.resolve = server().resolve(), .ca_file = server().ca_file().string()};
  }

  static void expect_refused(const Answered& answered, std::string_view words) {
    ASSERT_FALSE(answered) << answered->body;
    EXPECT_EQ(answered.error(), (base::Error{base::ErrorKind::kGiveUpHost, std::string(words)}));
  }

 private:
  static inline std::optional<TlsServer> server_;
};

TEST_F(CurlFetcherTls, AGoodChainIsTakenAndSpeaksHttp2) {
  CurlFetcher fetcher(trusting());
  const Answered answered = get(fetcher, server().url(TlsServer::kGood));
  ASSERT_TRUE(answered) << failure(answered);
  EXPECT_EQ(answered->status, 200);
  EXPECT_EQ(answered->body, "HTTP/2.0");
}

TEST_F(CurlFetcherTls, AnAuthorityThatNobodyTrustsIsRefused) {
  CurlFetcher fetcher({.resolve = server().resolve()});
  expect_refused(get(fetcher, server().url(TlsServer::kGood)), "TLS: the certificate is of an unknown authority");
}

TEST_F(CurlFetcherTls, EachFaultOfACertificateIsToldAndGivesUpTheHost) {
  CurlFetcher fetcher(trusting());
  for (const auto& [host, words] :
       {std::pair(TlsServer::kExpired, "TLS: the certificate is expired"),
        std::pair(TlsServer::kWrongName, "TLS: the certificate is not valid for this host"),
        std::pair(TlsServer::kSelfSigned, "TLS: the certificate is self-signed"),
        std::pair(TlsServer::kNoIntermediate, "TLS: the certificate is of an unknown authority")}) {
    expect_refused(get(fetcher, server().url(host)), words);
  }
  EXPECT_TRUE(get(fetcher, server().url(TlsServer::kGood)));
}

TEST_F(CurlFetcherTls, InsecureTakesThemAll) {
  CurlFetcher fetcher({.resolve = server().resolve(), .insecure = true});
  for (const std::string_view host : {TlsServer::kGood, TlsServer::kExpired, TlsServer::kWrongName,
                                      TlsServer::kSelfSigned, TlsServer::kNoIntermediate}) {
    const Answered answered = get(fetcher, server().url(host));
    ASSERT_TRUE(answered) << host << ": " << failure(answered);
    EXPECT_EQ(answered->body, "HTTP/2.0");
  }
}

TEST_F(CurlFetcherTls, ACaFileThatCannotBeReadIsTheUsersToMend) {
  CurlFetcher fetcher({.resolve = server().resolve(), .ca_file = "/nowhere/root.pem"});
  const Answered answered = get(fetcher, server().url(TlsServer::kGood));
  ASSERT_FALSE(answered);
  EXPECT_EQ(answered.error(),
            (base::Error{base::ErrorKind::kTellUser, "TLS: cannot read the certificates of the authorities"}));
}

TEST_F(CurlFetcherTls, AKeptHttp2ConnectionOfANamedHostIsForNobodyElse) {
  CurlFetcher fetcher(trusting());
  const std::string url = server().url(TlsServer::kGood);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(get(fetcher, url));
    const Answered unnamed = get(fetcher, Fetch{.url = parsed(url)});
    ASSERT_FALSE(unnamed);
    EXPECT_EQ(unnamed.error().kind, base::ErrorKind::kSkip);
  }
}

TEST_F(CurlFetcherTls, ManyRequestsShareAnHttp2Connection) {
  CurlFetcher fetcher(trusting());
  std::vector<std::future<Answered>> futures;
  for (int i = 0; i < 100; ++i) futures.push_back(begin(fetcher, server().url(TlsServer::kGood)));
  for (auto& future : futures) EXPECT_EQ(end(std::move(future))->body, "HTTP/2.0");
}

TEST_F(CurlFetcherTls, AServerOnIpv6IsAsked) {
  if (server().ipv6_url().empty()) GTEST_SKIP() << "no IPv6 on this machine";
  CurlFetcher fetcher({});
  const Answered answered = get(fetcher, server().ipv6_url());
  ASSERT_TRUE(answered) << failure(answered);
  EXPECT_EQ(answered->body, "HTTP/1.1");
}

}  // namespace
}  // namespace crawler
