#include "app/server_settings.hpp"

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.hpp"

namespace {

using app::ServerSettings;

TEST(ListenAddress, IsAnAddressAndAPort) {
  EXPECT_EQ(app::parse_listen("0.0.0.0:80"), (app::ListenAddress{.address = "0.0.0.0", .port = 80}));
  EXPECT_EQ(app::parse_listen("[::1]:7878"), (app::ListenAddress{.address = "::1", .port = 7878}));
  for (const std::string_view wrong : {"", "80", ":80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:-1", "127.0.0.1:65536",
                                       "127.1:80", "localhost:80", "::1:80", "[127.0.0.1]:80", "[]:80", "1.2.3.4:a"}) {
    EXPECT_FALSE(app::parse_listen(wrong)) << wrong;
  }
}

TEST(ListenAddress, KnowsLoopback) {
  for (const char* address : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"}) {
    EXPECT_TRUE(app::ListenAddress{.address = address}.is_loopback()) << address;
  }
  for (const char* address : {"0.0.0.0", "::", "128.0.0.1", "::ffff:10.0.0.1", "1::ffff:127.0.0.1", "::2"}) {
    EXPECT_FALSE(app::ListenAddress{.address = address}.is_loopback()) << address;
  }
}

// A proxy asks from loopback for whoever asked it.
TEST(ServerSettings, OperatorsNeedATokenWhereOthersCanAsk) {
  EXPECT_TRUE(ServerSettings().has_admin());
  EXPECT_FALSE(ServerSettings{.listen = {.address = "0.0.0.0"}}.has_admin());
  EXPECT_FALSE(ServerSettings{.hosts = {"search.example.org"}}.has_admin());
  EXPECT_FALSE(ServerSettings{.trusted_proxies = {"127.0.0.1"}}.has_admin());
  EXPECT_TRUE((ServerSettings{.listen = {.address = "0.0.0.0"}, .admin_token = "0123456789abcdef"}).has_admin());
}

TEST(ServerSettings, NamesAreBare) {
  EXPECT_EQ(app::parse_host_name("Search.example.org"), "search.example.org");
  for (const std::string_view wrong : {"", "a.test:80", "a.test/", "http://a.test", "a b", "*.a.test", "u@a.test"}) {
    EXPECT_FALSE(app::parse_host_name(wrong)) << wrong;
  }
}

TEST(ServerSettings, OriginsHaveNoPath) {
  EXPECT_EQ(app::parse_origin("https://A.test"), "https://a.test");
  EXPECT_EQ(app::parse_origin("https://a.test:443/"), "https://a.test");
  EXPECT_EQ(app::parse_origin("http://a.test:8080"), "http://a.test:8080");
  for (const std::string_view wrong : {"", "*", "a.test", "https://a.test/x", "https://u:p@a.test", "ftp://a.test"}) {
    EXPECT_FALSE(app::parse_origin(wrong)) << wrong;
  }
}

TEST(ServerSettings, ATitleIsALine) {
  for (const std::string title : {"Search", "Beispiel GmbH \u2013 Suche", "<b> & \"c\""}) {
    EXPECT_EQ(app::parse_title(title), title);
  }
  for (const std::string& wrong : {std::string(), std::string(" a"), std::string("a "), std::string("a\nb"),
                                   std::string("a\0b", 3), std::string(101, 'a')}) {
    EXPECT_FALSE(app::parse_title(wrong)) << wrong;
  }
}

TEST(ServerSettings, NetworksAreAddressesThatBeginAlike) {
  for (const std::string_view right : {"192.0.2.1", "10.0.0.0/8", "0.0.0.0/0", "::1", "2001:db8::/32", "::/128"}) {
    EXPECT_EQ(app::parse_network(right), right);
  }
  for (const std::string_view wrong : {"", "10.0.0.0/33", "10/8", "::/129", "a.test", "10.0.0.0/", "[::1]"}) {
    EXPECT_FALSE(app::parse_network(wrong)) << wrong;
  }
}

TEST(AdminToken, IsTheOnlyLineOfAFile) {
  const support::TemporaryFolder folder;
  const std::string file = folder / "token";
  const auto read = [&](const std::string& bytes) {
    support::write_bytes(file, bytes);
    return app::read_admin_token(file);
  };
  EXPECT_EQ(read("0123456789abcdef"), "0123456789abcdef");
  EXPECT_EQ(read("0123456789abcdef\r\n"), "0123456789abcdef");
  for (const char* wrong : {"", "short\n", "0123456789abcdef\nmore", "0123456789 abcdef", "\n0123456789abcdef"}) {
    const auto token = read(wrong);
    ASSERT_FALSE(token) << wrong;
    EXPECT_EQ(token.error().what.find("0123"), std::string::npos) << token.error().what;
  }
}

}  // namespace
