// Where the fetcher may connect to: looked at on the socket, whatever a name, a redirect or a kept connection says.

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>

#include <cerrno>
#include <cstring>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "tests/crawler/fetching.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/web_server.hpp"

namespace crawler {
namespace {

using support::html;
using support::raw;
using support::SeenRequest;
using support::WebServer;

const std::string kLinkLocal = "address 169.254.1.1 is link-local: never asked";
const std::string kMetadata = "address 169.254.169.254 is for a cloud's metadata: never asked";
const std::string kPrivate = "address 10.1.2.3 is private: asked only as a seed's host";
const std::string kLoopback = "address 127.0.0.1 is this machine: asked only as a seed's host";

Fetch fetch_of(const std::string& url, bool is_named) {
  return {.url = parsed(url), .is_named = is_named};
}

/// Options with which `name` has these addresses, at that server's port.
CurlFetcherOptions resolving(const WebServer& server, const std::string& name, const std::string& addresses) {
  return {.resolve = {name + ":" + std::to_string(server.port()) + ":" + addresses}};
}

std::string url_of(const WebServer& server, const std::string& name) {
  return "http://" + name + ":" + std::to_string(server.port()) + "/";
}

/// What comes of a fetch of a name that has these addresses.
Answered outcome(const WebServer& server, const std::string& addresses, bool is_named) {
  CurlFetcher fetcher(resolving(server, "site.test", addresses));
  return get(fetcher, fetch_of(url_of(server, "site.test"), is_named));
}

void expect_refused(const Answered& answered, const std::string& words) {
  ASSERT_FALSE(answered);
  EXPECT_EQ(answered.error(), (base::Error{base::ErrorKind::kSkip, words}));
}

WebServer hello() {
  return WebServer([](const SeenRequest&) { return raw(html("hello")); });
}

TEST(CurlFetcherAddress, ANameLeadsToNoLinkLocalAddressNorToMetadata) {
  const WebServer server = hello();
  for (const bool is_named : {false, true}) {
    expect_refused(outcome(server, "169.254.1.1", is_named), kLinkLocal);
    expect_refused(outcome(server, "169.254.169.254", is_named), kMetadata);
    expect_refused(outcome(server, "[fe80::1]", is_named), "address fe80::1 is link-local: never asked");
    expect_refused(outcome(server, "0.0.0.0", is_named), "address 0.0.0.0 is reserved: never asked");
  }
  EXPECT_EQ(server.connections(), 0U);
}

TEST(CurlFetcherAddress, OnlyANamedHostIsThisMachineOrAPrivateOne) {
  const WebServer server = hello();
  expect_refused(outcome(server, "10.1.2.3", false), kPrivate);
  expect_refused(outcome(server, "127.0.0.1", false), kLoopback);
  EXPECT_EQ(server.connections(), 0U);
  const Answered named = outcome(server, "127.0.0.1", true);
  EXPECT_TRUE(named) << failure(named);
}

TEST(CurlFetcherAddress, AnAddressInDisguiseIsWhatItStandsFor) {
  const WebServer server = hello();
  expect_refused(outcome(server, "[::ffff:127.0.0.1]", false),
                 "address ::ffff:7f00:1 is this machine: asked only as a seed's host");
  expect_refused(outcome(server, "[64:ff9b::169.254.169.254]", true),
                 "address 64:ff9b::a9fe:a9fe is for a cloud's metadata: never asked");
  EXPECT_EQ(server.connections(), 0U);
}

TEST(CurlFetcherAddress, AUrlThatIsAForbiddenAddressIsNotAsked) {
  CurlFetcher fetcher({});
  expect_refused(get(fetcher, fetch_of("http://169.254.169.254/latest/meta-data/", true)), kMetadata);
  expect_refused(get(fetcher, fetch_of("http://0xa9fe0101/", true)), kLinkLocal);
  expect_refused(get(fetcher, fetch_of("http://10.1.2.3/", false)), kPrivate);
  expect_refused(get(fetcher, fetch_of("https://[::1]/", false)),
                 "address ::1 is this machine: asked only as a seed's host");
  expect_refused(get(fetcher, fetch_of("http://localhost/", false)),
                 "address localhost is this machine: asked only as a seed's host");
}

TEST(CurlFetcherAddress, OfManyAddressesThoseAllowedAreUsed) {
  const WebServer server = hello();
  for (const char* addresses : {"169.254.169.254,127.0.0.1", "127.0.0.1,169.254.169.254", "[fe80::1],127.0.0.1"}) {
    const Answered answered = outcome(server, addresses, true);
    EXPECT_TRUE(answered) << addresses << ": " << failure(answered);
  }
}

TEST(CurlFetcherAddress, OfManyForbiddenAddressesTheSameIsToldWhateverTheirOrder) {
  const WebServer server = hello();
  expect_refused(outcome(server, "169.254.1.1,10.1.2.3,127.0.0.1", false), kPrivate);
  expect_refused(outcome(server, "127.0.0.1,169.254.1.1,10.1.2.3", false), kPrivate);
}

TEST(CurlFetcherAddress, ARefusedConnectionIsNoForbiddenOne) {
  std::uint16_t port = 0;
  {
    const WebServer gone;
    port = gone.port();
  }
  CurlFetcher fetcher({.resolve = {"site.test:" + std::to_string(port) + ":169.254.1.1,127.0.0.1"}});
  const Answered answered = get(fetcher, fetch_of("http://site.test:" + std::to_string(port) + "/", true));
  ASSERT_FALSE(answered);
  EXPECT_EQ(answered.error().kind, base::ErrorKind::kRetryLater) << answered.error().what;
}

TEST(CurlFetcherAddress, ARedirectLeadsToNoForbiddenAddress) {
  const WebServer inner = hello();
  const WebServer outer([&inner](const SeenRequest&) { return raw(support::redirect(inner.url("/"))); });
  CurlFetcher fetcher({});
  const Answered answered = get(fetcher, fetch_of(outer.url("/"), true));
  ASSERT_TRUE(answered) << failure(answered);
  expect_refused(get(fetcher, fetch_of(std::string(answered->header("location")), false)), kLoopback);
  EXPECT_TRUE(inner.requests().empty());
}

TEST(CurlFetcherAddress, AKeptConnectionOfANamedHostIsForNobodyElse) {
  const WebServer server = hello();
  CurlFetcher fetcher(resolving(server, "site.test", "127.0.0.1"));
  const std::string url = url_of(server, "site.test");
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(get(fetcher, fetch_of(url, true)));
    expect_refused(get(fetcher, fetch_of(url, false)), kLoopback);
  }
  EXPECT_EQ(server.requests().size(), 3U);
}

TEST(CurlFetcherAddress, AProxyMayBeAnywhereButTheUrlMayNot) {
  const WebServer proxy = hello();
  CurlFetcher fetcher({.proxy = proxy.url("")});
  const Answered answered = get(fetcher, fetch_of("http://site.invalid/", false));
  EXPECT_TRUE(answered) << failure(answered);
  expect_refused(get(fetcher, fetch_of("http://169.254.169.254/", true)), kMetadata);
  expect_refused(get(fetcher, fetch_of("https://10.1.2.3/", false)), kPrivate);
  expect_refused(get(fetcher, fetch_of("http://localhost/", false)),
                 "address localhost is this machine: asked only as a seed's host");
  EXPECT_EQ(proxy.requests().size(), 1U);
}

/// Runs `body` in a thread whose /etc/hosts is `hosts`, alone in the process; false if the system does not let it.
bool with_hosts(const std::filesystem::path& hosts, const std::function<void()>& body) {
  bool mounted = false;
  std::jthread([&] {
    mounted = unshare(CLONE_NEWNS) == 0 && mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
              mount(hosts.c_str(), "/etc/hosts", nullptr, MS_BIND, nullptr) == 0;
    if (mounted) body();
  }).join();
  return mounted;
}

TEST(CurlFetcherAddress, ANameThatChangesItsAnswerLeadsNowhereElse) {
  const support::TemporaryFolder folder;
  const std::filesystem::path hosts = folder / "hosts";
  support::write_bytes(hosts, "127.0.0.1 changing.test\n");
  const WebServer server = hello();
  const std::string url = url_of(server, "changing.test");
  const bool ran = with_hosts(hosts, [&] {
    CurlFetcher before({});  // an answer is remembered for a minute: each fetcher asks anew
    EXPECT_TRUE(get(before, fetch_of(url, true)));
    expect_refused(get(before, fetch_of(url, false)), kLoopback);
    support::write_bytes(hosts, "169.254.169.254 changing.test\n");
    CurlFetcher after({});
    expect_refused(get(after, fetch_of(url, true)), kMetadata);
    support::write_bytes(hosts, "10.1.2.3 changing.test\n");
    CurlFetcher later({});
    expect_refused(get(later, fetch_of(url, false)), kPrivate);
  });
  if (!ran) GTEST_SKIP() << "cannot have an /etc/hosts of its own: " << std::strerror(errno);
}

}  // namespace
}  // namespace crawler
