#include "web/pages.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/server/loopback.hpp"
#include "tests/storage/plain_pages.hpp"
#include "tests/support/temporary_folder.hpp"
#include "web/embedded.hpp"

namespace web {
namespace {

using server::Reply;

/// The pages behind a real server, of an index with 25 pages.
class PagesTest : public testing::Test {
 protected:
  PagesTest() {
    auto database = storage::Database::open_writer(file_);
    storage::fill_with_pages(database, 25, "'Page ' || n", "'needle <b>' || n");
  }

  static server::Router routes(Searchers& searchers, PageOptions options) {
    server::Router router;
    add_pages(router, searchers, std::move(options));
    return router;
  }
  Reply get(std::string_view target, std::string_view headers = "") const { return served_.get(target, headers); }
  static bool has(const Reply& reply, std::string_view part) { return reply.body.find(part) != std::string::npos; }
  /// The first address in a page that begins so.
  static std::string address_in(const Reply& reply, std::string_view begin) {
    const std::size_t at = reply.body.find(begin);
    return at == std::string::npos ? "" : reply.body.substr(at, reply.body.find('"', at) - at);
  }

  const support::TemporaryFolder folder_;
  const std::filesystem::path file_ = folder_ / "index.db";
  Searchers searchers_{file_};
  server::Served served_{routes(searchers_, {.title = "Our <docs>"})};
};

TEST_F(PagesTest, FindAndGoOn) {
  const Reply first = get("/?q=needle");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.headers.get("Content-Type"), "text/html; charset=utf-8");
  EXPECT_TRUE(has(first, "<mark>needle</mark> &lt;b&gt;"));
  EXPECT_TRUE(has(first, "page=2"));
  EXPECT_TRUE(has(get("/?q=needle&page=3"), "start=\"21\""));
  EXPECT_FALSE(has(get("/?q=needle&page=3"), "page=4"));
  EXPECT_TRUE(has(get("/?q=needle&page=4"), "The list ends before this page"));
  EXPECT_TRUE(has(get("/?q=needle&page=nonsense"), "start=\"1\""));
}

TEST_F(PagesTest, FindWordsThatAreNotTypedToTheirEnd) {
  const Reply reply = get("/?q=page%20needl");
  EXPECT_TRUE(has(reply, "<mark>needle</mark>"));
  EXPECT_TRUE(has(reply, "begin like the last one"));
  EXPECT_TRUE(has(reply, "value=\"page needl\""));
  EXPECT_TRUE(has(reply, "/?q=page%20needl*&amp;page=2"));
  EXPECT_TRUE(has(get("/?q=page%20needl*&page=2"), "start=\"11\""));
}

TEST_F(PagesTest, AnyBytesAreAQuery) {
  for (const char* query : {"", "%00", "%ff%fe", "%22", "OR", "-", "a*b", "%E2%80%AE", "'%3B%20DROP%20TABLE%20pages"}) {
    EXPECT_EQ(get(fmt::format("/?q={}", query)).status, 200) << query;
  }
}

TEST_F(PagesTest, AreGuardedAndNotSentTwice) {
  for (const char* target : {"/", "/?q=needle", "/admin"}) {
    const Reply reply = get(target);
    EXPECT_TRUE(reply.headers.get("Content-Security-Policy").starts_with("default-src 'none'; script-src 'self'"));
    EXPECT_EQ(reply.headers.get("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(reply.headers.get("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(get(target, fmt::format("If-None-Match: {}\r\n", reply.headers.get("ETag"))).status, 304) << target;
  }
  EXPECT_EQ(get("/?q=needle", "Accept-Encoding: gzip\r\n").headers.get("Content-Encoding"), "gzip");
}

// Scripts set texts: what comes from the index never becomes markup.
TEST_F(PagesTest, NoScriptMakesMarkupOfTexts) {
  for (const auto& [name, bytes] : embedded_files()) {
    for (const char* way : {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "srcdoc"}) {
      EXPECT_EQ(bytes.find(way), std::string_view::npos) << name << ": " << way;
    }
  }
}

// So that the first page is there soon on a slow line.
TEST_F(PagesTest, AreSmall) {
  const Reply page = get("/?q=needle", "Accept-Encoding: gzip\r\n");
  const Reply plain = get("/?q=needle");
  std::size_t bytes = page.body.size();
  for (std::size_t at = plain.body.find("/static/"); at != std::string::npos;
       at = plain.body.find("/static/", at + 1)) {
    const std::string target = plain.body.substr(at, plain.body.find('"', at) - at);
    const Reply file = get(target, "Accept-Encoding: gzip\r\n");
    EXPECT_EQ(file.status, 200) << target;
    bytes += file.body.size();
  }
  EXPECT_LT(bytes, 30'000U);
  EXPECT_LT(get("/embed.js", "Accept-Encoding: gzip\r\n").body.size(), 4'000U);
}

TEST_F(PagesTest, FilesOfThisVersionAreKept) {
  const std::string target = address_in(get("/"), "/static/");
  const Reply file = get(target);
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(file.headers.get("Cache-Control"), "public, max-age=31536000, immutable");
  const std::string name = target.substr(target.rfind('/'));
  const Reply other = get("/static/other" + name);
  EXPECT_EQ(other.status, 200);
  EXPECT_EQ(other.headers.get("Cache-Control"), "no-cache");
  for (const char* path : {"/static/other/nothing", "/static/other/admin.html", "/static/..%2f..%2fx/pages.cpp"}) {
    EXPECT_EQ(get(path).status, 404) << path;
  }
}

TEST_F(PagesTest, TheOperatorsPageNamesFilesThatAreThere) {
  const Reply admin = get("/admin");
  for (std::size_t at = admin.body.find("/static/"); at != std::string::npos;
       at = admin.body.find("/static/", at + 1)) {
    EXPECT_TRUE(
        get(admin.body.substr(at, admin.body.find('"', at) - at)).headers.get("Cache-Control").ends_with("able"));
  }
  EXPECT_EQ(admin.body.find("<script>"), std::string::npos);
  EXPECT_EQ(server::Served(routes(searchers_, {.has_admin = false})).get("/admin").status, 404);
}

TEST_F(PagesTest, TellWhatTheApiIs) {
  const Reply reply = get("/api/v1/openapi.json");
  EXPECT_EQ(reply.headers.get("Content-Type"), "application/json");
  EXPECT_EQ(nlohmann::json::parse(reply.body)["openapi"], "3.1.0");
}

TEST_F(PagesTest, OtherSitesMayTakeTheBox) {
  const Reply script = get("/embed.js");
  EXPECT_EQ(script.headers.get("Cross-Origin-Resource-Policy"), "cross-origin");
  EXPECT_TRUE(script.headers.get("Content-Type").starts_with("text/javascript"));
  EXPECT_EQ(get("/admin").headers.get("Cross-Origin-Resource-Policy"), "same-origin");
}

TEST_F(PagesTest, ABrowserIsToldHowToSearch) {
  const Reply plain = get("/opensearch.xml");
  EXPECT_EQ(plain.headers.get("Content-Type"), "application/opensearchdescription+xml");
  EXPECT_TRUE(has(plain, "<ShortName>Our &lt;docs&gt;</ShortName>"));
  EXPECT_TRUE(has(plain, "template=\"http://localhost/?q={searchTerms}\"")) << plain.body;
  const Reply behind = get("/opensearch.xml", "X-Forwarded-Proto: https\r\n");
  EXPECT_TRUE(has(behind, "template=\"https://localhost/suggest?q={searchTerms}\"")) << behind.body;
  EXPECT_FALSE(has(get("/opensearch.xml", "X-Forwarded-Proto: x\"y\r\n"), "x\"y"));
}

TEST_F(PagesTest, ABrowserIsToldCompletions) {
  const Reply reply = get("/suggest?q=pag");
  EXPECT_EQ(reply.headers.get("Content-Type"), "application/x-suggestions+json");
  const auto json = nlohmann::json::parse(reply.body);
  ASSERT_EQ(json.size(), 4U);
  EXPECT_EQ(json[0], "pag");
  ASSERT_FALSE(json[1].empty());
  EXPECT_EQ(json[1].size(), json[3].size());
  EXPECT_EQ(json[1][0], "page");
  EXPECT_EQ(json[3][0], "http://localhost/?q=page");
}

TEST_F(PagesTest, WithoutAnIndexSaySo) {
  Searchers none(folder_ / "none.db");
  const server::Served served(routes(none, {}));
  const Reply reply = served.get("/?q=x");
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.headers.get("Retry-After"), "5");
  EXPECT_TRUE(has(reply, "There is nothing to search yet"));
  EXPECT_EQ(served.get("/").status, 200);
  EXPECT_EQ(served.get("/suggest?q=pag").body, R"(["pag",[],[],[]])");
}

TEST_F(PagesTest, OutOfTimeSaySo) {
  const server::Served served(routes(searchers_, {.patience = std::chrono::milliseconds(0)}));
  const Reply reply = served.get("/?q=needle");
  EXPECT_EQ(reply.status, 503);
  EXPECT_TRUE(has(reply, "This search took too long"));
}

}  // namespace
}  // namespace web
