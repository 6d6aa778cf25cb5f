// What goes through a proxy, and what a proxy gets to know.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/crawler/fetching.hpp"
#include "tests/support/tls_server.hpp"
#include "tests/support/tunnel_proxy.hpp"
#include "tests/support/web_server.hpp"

namespace crawler {
namespace {

using support::html;
using support::raw;
using support::TlsServer;
using support::TunnelProxy;
using support::WebServer;

std::string url_of(std::uint16_t port, const std::string& credentials = "") {
  return "http://" + credentials + "127.0.0.1:" + std::to_string(port);
}

TEST(CurlFetcherProxy, IsAskedForHttpByTheWholeUrl) {
  const WebServer proxy({{"http://site.invalid/page", raw(html("by proxy"))}});
  CurlFetcher fetcher({.proxy = proxy.url("")});
  const Answered answered = get(fetcher, "http://site.invalid/page");
  ASSERT_TRUE(answered) << failure(answered);
  EXPECT_EQ(answered->body, "by proxy");
}

TEST(CurlFetcherProxy, GetsTheCredentialsOfItsUrl) {  // RFC 7617, 2: the example's
  const WebServer proxy({{"http://site.invalid/", raw(html(""))}});
  CurlFetcher fetcher({.proxy = url_of(proxy.port(), "Aladdin:open%20sesame@")});
  ASSERT_TRUE(get(fetcher, "http://site.invalid/"));
  EXPECT_EQ(proxy.requests().front().header("proxy-authorization"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
}

TEST(CurlFetcherProxy, TunnelsTls) {
  const TlsServer server;
  const TunnelProxy proxy("user:password");
  CurlFetcher fetcher({.headers = {"Authorization: for the site"},
                       .proxy = url_of(proxy.port(), "user:password@"),
                       .ca_file = server.ca_file().string()});
  const Answered answered = get(fetcher, server.url(TlsServer::kGood));
  ASSERT_TRUE(answered) << failure(answered);
  EXPECT_EQ(answered->body, "HTTP/2.0");
  ASSERT_EQ(proxy.heads().size(), 1U);
  const std::string head = proxy.heads().front();
  EXPECT_TRUE(head.starts_with("CONNECT good.test:" + std::to_string(server.port()) + " HTTP/1.1\r\n")) << head;
  EXPECT_FALSE(head.contains("for the site")) << head;
}

TEST(CurlFetcherProxy, ThatWantsCredentialsIsForTheUserToMend) {
  const TunnelProxy proxy("user:password");
  CurlFetcher fetcher({.proxy = url_of(proxy.port())});
  const Answered answered = get(fetcher, "https://site.invalid/");
  ASSERT_FALSE(answered);
  EXPECT_EQ(answered.error(), (base::Error{base::ErrorKind::kTellUser, "the proxy refused: status 407"}));
}

TEST(CurlFetcherProxy, IsAskedForNoTunnelToAForbiddenAddress) {
  const TunnelProxy proxy;
  CurlFetcher fetcher({.proxy = url_of(proxy.port())});
  for (const char* url : {"https://169.254.169.254/", "https://[fd00:ec2::254]/"}) {
    const Answered answered = get(fetcher, url);
    ASSERT_FALSE(answered);
    EXPECT_EQ(answered.error().kind, base::ErrorKind::kSkip);
  }
  EXPECT_TRUE(proxy.heads().empty());
}

TEST(CurlFetcherProxy, ThatIsNotThereIsARefusedConnection) {
  std::uint16_t port = 0;
  {
    const WebServer gone;
    port = gone.port();
  }
  CurlFetcher fetcher({.proxy = url_of(port)});
  EXPECT_EQ(failure(get(fetcher, "http://site.invalid/")), "connection refused");
}

}  // namespace
}  // namespace crawler
