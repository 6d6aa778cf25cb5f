#include "crawler/folder_site.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "tests/support/temporary_folder.hpp"

namespace crawler {
namespace {

namespace fs = std::filesystem;

/// A site in `public`, beside a file that is none of it.
class FolderSiteTest : public testing::Test {
 protected:
  FolderSiteTest() {
    fs::create_directories(folder_ / "public/a/b");
    fs::create_directories(folder_ / "public/old");
    fs::create_directories(folder_ / "public-too");
    write("../secret.html", "secret");
    write("../public-too/x.html", "secret");
    write("index.html", "home");
    write("about.html", "about");
    write("a/index.html", "a");
    write("old/index.htm", "old");
    write("a/\xC3\xA4 b.html", "umlaut");
    write("notes.TXT", "notes");
    write("data.xyz", "data");
  }

  void write(const std::string& name, const std::string& bytes) {
    support::write_bytes(folder_ / ("public/" + name), bytes);
  }

  base::Result<Response> get(const std::string& url, bool any_type = true, std::size_t max_body_bytes = 0) const {
    const auto site = FolderSite::open(folder_ / "public", Url::parse("https://docs.example.org/v1").value());
    return site->get({.url = Url::parse(url).value(), .any_type = any_type, .max_body_bytes = max_body_bytes}, {});
  }

  /// "status body", or "status location" of a redirect.
  std::string at(const std::string& path) const {
    const auto response = get("https://docs.example.org" + path);
    if (!response) return response.error().what;
    return std::to_string(response->status) + " " + response->body + std::string(response->header("location"));
  }

  support::TemporaryFolder folder_;
};

TEST_F(FolderSiteTest, AFolderIsItsIndex) {
  EXPECT_EQ(at("/v1/"), "200 home");
  EXPECT_EQ(at("/v1/a/"), "200 a");
  EXPECT_EQ(at("/v1/old/?q"), "200 old");
  EXPECT_EQ(at("/v1/a/b/"), "404 ");
}

TEST_F(FolderSiteTest, AFolderWithoutItsSlashIsRedirected) {
  EXPECT_EQ(at("/v1"), "301 https://docs.example.org/v1/");
  EXPECT_EQ(at("/v1/a?q=1"), "301 https://docs.example.org/v1/a/?q=1");
}

TEST_F(FolderSiteTest, NamesAreDecodedAndHtmlMayBeLeftOut) {
  EXPECT_EQ(at("/v1/a/%C3%A4%20b.html"), "200 umlaut");
  EXPECT_EQ(at("/v1/about.html"), "200 about");
  EXPECT_EQ(at("/v1/about?q"), "200 about");
  EXPECT_EQ(at("/v1/about/"), "404 ");
  EXPECT_EQ(at("/v1/about.html/x"), "404 ");
  EXPECT_EQ(at("/v1/none"), "404 ");
  EXPECT_EQ(at("/v2/about.html"), "404 ");
  EXPECT_EQ(at("/about.html"), "404 ");
}

TEST_F(FolderSiteTest, AnotherOriginIsNotItsOwn) {
  for (const char* url :
       {"http://docs.example.org/v1/", "https://example.org/v1/", "https://docs.example.org:8443/v1/"}) {
    EXPECT_EQ(get(url).error().kind, base::ErrorKind::kSkip) << url;
  }
}

TEST_F(FolderSiteTest, NothingOutsideTheFolderIsRead) {
  for (const char* path : {"/v1/../secret.html", "/v1/%2e%2e/secret.html", "/v1/..%2fsecret.html", "/v1/..%2Fsecret",
                           "/v1/%2Fetc%2Fpasswd", "/v1//etc/passwd", "/v1/a/..%2f..%2f../secret.html",
                           "/v1/about.html%00.txt", "/v1/..%5csecret.html"}) {
    EXPECT_EQ(at(path), "404 ") << path;
  }
}

TEST_F(FolderSiteTest, LinksAreFollowedOnlyWithin) {
  fs::create_symlink(folder_ / "secret.html", folder_ / "public/out.html");
  fs::create_symlink("../public-too", folder_ / "public/sibling");
  fs::create_symlink("about.html", folder_ / "public/in.html");
  fs::create_symlink("loop.html", folder_ / "public/loop.html");
  EXPECT_EQ(at("/v1/out.html"), "404 ");
  EXPECT_EQ(at("/v1/out"), "404 ");
  EXPECT_EQ(at("/v1/sibling/x.html"), "404 ");
  EXPECT_EQ(at("/v1/loop.html"), "404 ");
  EXPECT_EQ(at("/v1/in.html"), "200 about");
}

TEST_F(FolderSiteTest, AnIndexThatLeadsOutIsNone) {
  fs::create_symlink(folder_ / "secret.html", folder_ / "public/a/b/index.html");
  EXPECT_EQ(at("/v1/a/b/"), "404 ");
}

TEST_F(FolderSiteTest, WhatIsNoRegularFileIsNotRead) {
  ASSERT_EQ(mkfifo((folder_ / "public/pipe.html").c_str(), 0600), 0);
  EXPECT_EQ(at("/v1/pipe.html"), "404 ");
  EXPECT_EQ(at("/v1/pipe"), "404 ");
}

TEST_F(FolderSiteTest, TheExtensionTellsTheType) {
  const auto type = [this](const std::string& name) {
    return std::string(get("https://docs.example.org/v1/" + name)->header("content-type"));
  };
  EXPECT_EQ(type("about"), "text/html");
  EXPECT_EQ(type("notes.TXT"), "text/plain");
  EXPECT_EQ(type("data.xyz"), "application/octet-stream");
}

TEST_F(FolderSiteTest, LastModifiedIsTheFiles) {
  const fs::file_time_type time =
      fs::file_time_type::clock::from_sys(std::chrono::sys_seconds(std::chrono::seconds{0}));
  fs::last_write_time(folder_ / "public/about.html", time);
  EXPECT_EQ(get("https://docs.example.org/v1/about")->header("last-modified"), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST_F(FolderSiteTest, AnUnwantedTypeIsLeft) {
  const auto left = get("https://docs.example.org/v1/notes.TXT", false);
  EXPECT_TRUE(left->body_left);
  EXPECT_EQ(left->body, "");
  EXPECT_EQ(left->status, 200);
  EXPECT_FALSE(get("https://docs.example.org/v1/about.html", false)->body_left);
}

TEST_F(FolderSiteTest, TheBodyIsCutAtExactlyTheLimit) {
  write("long.html", std::string(200'000, 'x'));
  for (const std::size_t most : {1UZ, 199'999UZ}) {
    const auto cut = get("https://docs.example.org/v1/long.html", true, most);
    EXPECT_EQ(cut->body.size(), most);
    EXPECT_TRUE(cut->body_cut);
  }
  const auto whole = get("https://docs.example.org/v1/long.html", true, 200'000);
  EXPECT_EQ(whole->body.size(), 200'000U);
  EXPECT_FALSE(whole->body_cut);
}

TEST_F(FolderSiteTest, WhatIsNoFolderCannotBeOpened) {
  const Url base = Url::parse("https://docs.example.org/").value();
  EXPECT_EQ(FolderSite::open(folder_ / "secret.html", base).error().kind, base::ErrorKind::kTellUser);
  EXPECT_EQ(FolderSite::open(folder_ / "none", base).error().kind, base::ErrorKind::kTellUser);
  EXPECT_FALSE(FolderSite::open(folder_.path(), Url::parse("ftp://example.org/").value()));
}

}  // namespace
}  // namespace crawler
