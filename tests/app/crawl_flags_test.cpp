#include "app/crawl_flags.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <initializer_list>
#include <string>
#include <vector>

#include "app/command_line.hpp"
#include "tests/support/environment.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using support::Environment;

using namespace std::chrono_literals;
using app::CrawlOptions;
using Words = std::vector<std::string>;

app::Invocation parse(const Words& words) {
  std::vector<const char*> arguments = {"sitedex", "crawl"};
  for (const std::string& word : words) arguments.push_back(word.c_str());
  return app::parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

CrawlOptions read(const Words& words) {
  return std::get<CrawlOptions>(parse(words));
}

/// The first line of what is said of a wrong command line.
std::string complaint(const Words& words) {
  testing::internal::CaptureStderr();
  const bool is_wrong = std::get<app::Exit>(parse(words)) == app::Exit::kUsage;
  const std::string told = testing::internal::GetCapturedStderr();
  return is_wrong ? told.substr(0, told.find('\n')) : "";
}

TEST(CrawlFlags, SayTheScope) {
  const auto options = read({"a.test", "--scope", "domain", "--allow-host", "b.test", "--allow-host", "C.test:8080",
                             "--drop-param", "ref", "--drop-param", "x_*", "--traps", "off"});
  EXPECT_EQ(options.scope, jobs::ScopeKind::kDomain);
  EXPECT_EQ(options.allowed, (Words{"b.test", "c.test:8080"}));
  EXPECT_EQ(options.dropped_parameters, (Words{"ref", "x_*"}));
  EXPECT_FALSE(options.traps);
  EXPECT_GT(read({"a.test"}).dropped_parameters.size(), 10U);
  EXPECT_TRUE(read({"a.test", "--drop-param", ""}).dropped_parameters.empty());
  EXPECT_NE(complaint({"a.test", "--allow-host", "http://b.test/"}), "");
  EXPECT_NE(complaint({"a.test", "--drop-param", "a*b"}), "");
  EXPECT_NE(complaint({"a.test", "--drop-param", "", "--drop-param", "a"}), "");
  EXPECT_EQ(complaint({"a.test", "--traps", "no"}), "sitedex: --traps: 'no' is not one of on|off");
}

TEST(CrawlFlags, SayWhereSitemapsAre) {
  using Source = crawler::Sitemaps::Source;
  EXPECT_EQ(read({"a.test"}).sitemaps.source, Source::kRobots);
  EXPECT_EQ(read({"a.test", "--sitemap", "off"}).sitemaps.source, Source::kNone);
  const auto named = read({"a.test", "--sitemap", "https://a.test/map.xml"}).sitemaps;
  EXPECT_EQ(named.source, Source::kUrl);
  EXPECT_EQ(named.url->href(), "https://a.test/map.xml");
  EXPECT_EQ(complaint({"a.test", "--sitemap", "map.xml"}),
            "sitedex: --sitemap: 'map.xml' is neither auto nor off nor a URL");
}

TEST(CrawlFlags, SayThePace) {
  const auto plain = read({"a.test"}).network.politeness;
  EXPECT_FALSE(plain.delay || plain.interval || plain.per_host);
  const auto options = read(
      {"a.test", "--delay", "0", "--rate", "30/m", "--per-host", "4", "--max-crawl-delay", "5s", "--ignore-robots"});
  const auto& limits = options.network.politeness;
  EXPECT_EQ(limits.delay, 0ms);
  EXPECT_EQ(limits.interval, 2s);
  EXPECT_EQ(limits.per_host, 4U);
  EXPECT_EQ(limits.longest_crawl_delay, 5s);
  EXPECT_TRUE(options.ignore_robots);
  EXPECT_EQ(complaint({"a.test", "--rate", "2"}), "sitedex: --rate: '2' is not a rate like 2/s or 30/m");
  EXPECT_NE(complaint({"a.test", "--rate", "0/s"}), "");
  EXPECT_NE(complaint({"a.test", "--per-host", "0"}), "");
  EXPECT_NE(complaint({"a.test", "--max-crawl-delay", "-1s"}), "");
}

TEST(CrawlFlags, SayWhoAsks) {
  const std::string plain = "sitedex/" SITEDEX_VERSION;
  EXPECT_EQ(read({"a.test"}).network.user_agent, plain);
  EXPECT_EQ(read({"a.test", "--contact", "me@a.test"}).network.user_agent, plain + " (+me@a.test)");
  EXPECT_EQ(read({"a.test", "--contact", "https://a.test/bot"}).network.user_agent, plain + " (+https://a.test/bot)");
  EXPECT_EQ(read({"a.test", "--contact", "me@a.test", "-A", "other/1"}).network.user_agent, "other/1");
  for (const char* wrong : {"", "me", "me@", "a b@c", "me@a.test)", "ftp://a.test/"}) {
    EXPECT_NE(complaint({"a.test", "--contact", wrong}), "") << wrong;
  }
}

TEST(CrawlFlags, SayHowLongToWait) {
  const auto network = read({"a.test", "--connect-timeout", "1s", "--first-byte-timeout", "2s", "--slow-timeout", "3s",
                             "--timeout", "4s"})
                           .network;
  EXPECT_EQ(network.connect_timeout, 1s);
  EXPECT_EQ(network.first_byte_timeout, 2s);
  EXPECT_EQ(network.slow_timeout, 3s);
  EXPECT_EQ(network.timeout, 4s);
}

TEST(CrawlFlags, SayTheWayToTheServer) {
  const support::TemporaryFolder folder;
  support::write_bytes(folder / "ca.pem", "");
  const auto network = read({"a.test", "--proxy", "socks5h://proxy.test:1080", "--ca-file", folder / "ca.pem",
                             "--insecure", "--resolve", "a.test:443:127.0.0.1,::1", "--resolve", "b.test:80:[::1]"})
                           .network;
  EXPECT_EQ(network.proxy, "socks5h://proxy.test:1080");
  EXPECT_EQ(network.ca_file, folder / "ca.pem");
  EXPECT_TRUE(network.insecure);
  EXPECT_EQ(network.resolve, (Words{"a.test:443:127.0.0.1,::1", "b.test:80:[::1]"}));
  EXPECT_NE(complaint({"a.test", "--proxy", "ftp://proxy.test"}), "");
  EXPECT_NE(complaint({"a.test", "--ca-file", folder / "none.pem"}), "");
  for (const char* wrong : {"a.test:443", "a.test:443:", "a.test:0:127.0.0.1", ":443:127.0.0.1", "a.test:443:b.test",
                            "a.test:443:127.0.0.1,", "-a.test:443:127.0.0.1", "*:443:127.0.0.1"}) {
    EXPECT_NE(complaint({"a.test", "--resolve", wrong}), "") << wrong;
  }
}

// RFC 7617, 2: the example there.
TEST(CrawlFlags, BindCredentialsToTheOriginsOfTheSeeds) {
  const std::map<std::string, std::string> both = {{"https://a.test", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
                                                   {"http://b.test:8080", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="}};
  EXPECT_EQ(read({"https://a.test/x", "http://b.test:8080/", "--user", "Aladdin:open sesame"}).network.authorization,
            both);
  const Environment password("SITEDEX_USER", "Aladdin:open sesame");
  EXPECT_EQ(read({"https://a.test/x", "http://b.test:8080/"}).network.authorization, both);
}

TEST(CrawlFlags, TakeATokenToo) {
  const Environment token("SITEDEX_BEARER", "abc.def-1==");
  const auto authorization = read({"https://a.test/"}).network.authorization;
  EXPECT_EQ(authorization.at("https://a.test"), "Bearer abc.def-1==");
  EXPECT_EQ(complaint({"https://a.test/", "--user", "a:b"}), "sitedex: --user and --bearer: one of them");
}

TEST(CrawlFlags, TakeCredentialsOutOfASeed) {
  const auto options = read({"https://me:p%40ss@a.test/x", "https://b.test/", "--user", "other:one"});
  EXPECT_EQ(options.seeds[0].url.href(), "https://a.test/x");
  EXPECT_EQ(options.network.authorization.at("https://a.test"), "Basic bWU6cEBzcw==");
  EXPECT_EQ(options.network.authorization.at("https://b.test"), "Basic b3RoZXI6b25l");
}

TEST(CrawlFlags, NoComplaintTellsAPassword) {
  for (const Words& words : {Words{"https://me:secret@a test/"}, Words{"ftp://me:secret@a.test/"},
                             Words{"me:secret@a b"}, Words{"a.test", "--proxy", "ftp://me:secret@a.test/"},
                             Words{"a.test", "--user", "secret"}, Words{"a.test", "--bearer", "secret word"}}) {
    const std::string told = complaint(words);
    EXPECT_NE(told, "");
    EXPECT_EQ(told.find("secret"), std::string::npos) << told;
  }
}

TEST(CrawlFlags, SayWhereTheSeedsAre) {
  const support::TemporaryFolder folder;
  support::write_bytes(folder / "seeds.txt", "a.test");
  EXPECT_EQ(read({"--seeds", folder / "seeds.txt"}).seeds_file, folder / "seeds.txt");
  EXPECT_EQ(read({"--seeds", "-"}).seeds_file, "-");
  EXPECT_EQ(read({"-"}).seeds_file, "-");
  EXPECT_EQ(read({"a.test", "-"}).seeds.size(), 1U);
  EXPECT_NE(complaint({"--seeds", folder / "none.txt"}), "");
  EXPECT_NE(complaint({"--seeds", folder.path()}), "");
  EXPECT_EQ(complaint({}), "sitedex: crawl wants a URL to start from");
}

TEST(CrawlFlags, AFolderIsCrawledAsWhatItWillBe) {
  const support::TemporaryFolder folder;
  const auto options = read({folder.path(), "--base", "https://docs.example.org/guide"});
  EXPECT_EQ(options.folder, folder.path());
  ASSERT_EQ(options.seeds.size(), 1U);
  EXPECT_EQ(options.seeds[0].url.href(), "https://docs.example.org/guide/");
  EXPECT_NE(complaint({folder.path()}).find("--base"), std::string::npos);
  EXPECT_NE(complaint({"a.test", "--base", "https://a.test/"}), "");
  EXPECT_NE(complaint({folder.path(), "a.test", "--base", "https://a.test/"}), "");
  EXPECT_NE(complaint({folder.path(), folder.path(), "--base", "https://a.test/"}), "");
  EXPECT_NE(complaint({folder.path(), "--base", "no url"}), "");
}

}  // namespace
