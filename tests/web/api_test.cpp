// The routes of the daemon, behind a real server, with a real index and real crawls.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <fstream>
#include <map>
#include <regex>
#include <set>

#include "storage/schema.hpp"
#include "tests/jobs/crawls.hpp"
#include "tests/jobs/daemon.hpp"
#include "tests/server/loopback.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/web/json_schema.hpp"
#include "web/crawl_api.hpp"
#include "web/health.hpp"
#include "web/ledger_api.hpp"
#include "web/search_api.hpp"

namespace {

using namespace std::chrono_literals;
using server::Reply;
using support::WebServer;
using Json = nlohmann::json;

const std::map<std::string, std::string> kPages = {
    {"/",
     "<title>Functions</title><h1>Functions</h1><p>A function is called by its name. <a href=a>first</a> "
     "<a href=b>second</a> <a href=missing>lost</a>"},
    {"/a", "<title>First function</title><p>The first function does what it is asked for."},
    {"/b", "<title>Second</title><p>Here is nothing but a second <b>paragraph</b>, &lt;script&gt;."},
};

/// A daemon of one site, with all its routes but the pages.
class Api : public testing::Test {
 protected:
  Api()
      : site_(WebServer::of_pages(kPages)),
        daemon_({.database = folder_ / "index.db",
                 .sites = {{"docs", crawls::quiet_crawl(site_, "/"), jobs::Schedule::every("24h").value(), ""}}},
                clock_),
        searchers_(folder_ / "index.db"),
        router_(make_router()),
        served_(router_) {
    daemon_.await_end("docs");
  }

  server::Router make_router() {
    server::Router router;
    web::add_search_api(router, searchers_, {}, metrics_);
    web::add_crawl_api(router, daemon_.board(), searchers_);
    web::add_ledger_api(router, searchers_);
    web::add_health(router, searchers_, &daemon_.board(), metrics_);
    return router;
  }

  Reply request(const std::string& method, const std::string& target, const std::string& body = "") const {
    server::Client client(served_.port());
    client.send(method + " " + target +
                " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    return client.receive();
  }
  Json json(const std::string& target, int status = 200) const {
    const Reply reply = served_.get(target);
    EXPECT_EQ(reply.status, status) << target << ": " << reply.body;
    return Json::parse(reply.body, nullptr, false);
  }
  std::string page_url() const { return site_.url("/a"); }

  const support::TemporaryFolder folder_;
  const WebServer site_;
  daemon_tests::Clock clock_;
  daemon_tests::Daemon daemon_;
  web::Searchers searchers_;
  server::Metrics metrics_;
  const server::Router router_;
  server::Served served_;
};

TEST_F(Api, FindsPages) {
  const Json found = json("/api/v1/search?q=function");
  ASSERT_EQ(found["hits"].size(), 2U);
  EXPECT_EQ(found["estimatedTotalHits"], 2);
  EXPECT_EQ(found["query"], "function");
  const Json& hit = found["hits"][0];
  const auto snippet = hit["snippet"].get<std::string>();
  ASSERT_FALSE(hit["matches"].empty());
  const std::size_t begin = hit["matches"][0][0];
  EXPECT_EQ(snippet.substr(begin, std::size_t{hit["matches"][0][1]} - begin), "function");
}

TEST_F(Api, ListsGoOnByCursor) {
  const Json first = json("/api/v1/search?q=function&limit=1");
  ASSERT_TRUE(first.contains("next"));
  const Json second = json("/api/v1/search?q=function&limit=1&cursor=" + first["next"].get<std::string>());
  EXPECT_NE(second["hits"][0]["url"], first["hits"][0]["url"]);
  EXPECT_EQ(second["offset"], 1);
  EXPECT_FALSE(second.contains("next"));
}

TEST_F(Api, TheLastWordIsABeginningOnlyForOneWhoTypes) {
  EXPECT_EQ(json("/api/v1/search?q=second+paragr")["hits"].size(), json("/api/v1/search?q=second")["hits"].size())
      << "some of the words";
  const Json typed = json("/api/v1/search?q=second+paragr&typing=1");
  ASSERT_FALSE(typed["hits"].empty());
  EXPECT_EQ(typed["hits"][0]["all_words"], true) << typed;
  EXPECT_EQ(typed["hits"][0]["url"], site_.url("/b"));
  EXPECT_EQ(typed["query"], "second paragr");
  EXPECT_EQ(typed["wider"], "second paragr*");
  const Json whole = json("/api/v1/search?q=second+paragraph&typing=1");
  EXPECT_FALSE(whole.contains("wider")) << "it is a word as it is";
  EXPECT_EQ(json("/api/v1/search?q=a&typing=2", 400)["code"], "bad_request");
}

TEST_F(Api, AnyBytesAreAQuery) {
  for (const char* query : {"", "%00", "%ff%fe", "%22", "OR", "-", "a*b", "%E2%80%AE", "'%3B%20DROP%20TABLE%20pages"}) {
    EXPECT_TRUE(json(std::string("/api/v1/search?q=") + query).contains("hits")) << query;
  }
}

TEST_F(Api, WhatIsWrongIsSaid) {
  for (const char* target : {"/api/v1/search", "/api/v1/search?q=a&limit=0", "/api/v1/search?q=a&limit=101",
                             "/api/v1/search?q=a&cursor=nonsense", "/api/v1/search?q=a&group_by=x", "/api/v1/crawls/x",
                             "/api/v1/report?kind=x", "/api/v1/explain?url=ftp://a/"}) {
    const Json error = json(target, 400);
    EXPECT_EQ(error["code"], "bad_request") << target;
    EXPECT_FALSE(error["message"].get<std::string>().empty());
  }
  EXPECT_EQ(json("/api/v1/page?url=http://nowhere.test/", 404)["code"], "no_such_page");
  EXPECT_EQ(json("/api/v1/crawls/99", 404)["code"], "no_such_crawl");
  EXPECT_EQ(request("POST", "/api/v1/crawls", R"({"site":"wiki"})").status, 404);
  EXPECT_EQ(request("POST", "/api/v1/crawls", "nonsense").status, 400);
}

TEST_F(Api, CrawlsCanBeOrdered) {
  const Reply started = request("POST", "/api/v1/crawls", R"({"site":"docs"})");
  ASSERT_EQ(started.status, 201) << started.body;
  const std::int64_t id = Json::parse(started.body)["id"];
  const std::string path = "/api/v1/crawls/" + std::to_string(id);
  daemon_.await([&] { return json(path)["state"] == "done"; });
  const Json job = json(path);
  EXPECT_EQ(job["pages"], 3);
  EXPECT_EQ(job["history"].front()["state"], "waiting");
  EXPECT_EQ(job["history"].back()["state"], "done");
  EXPECT_EQ(request("POST", path + "/pause").status, 409) << "it is over";
  const Json crawls = json("/api/v1/crawls?limit=1&site=docs");
  EXPECT_EQ(crawls["crawls"].size(), 1U);
  EXPECT_GE(json("/api/v1/crawls?before=" + std::to_string(id))["crawls"].size(), 1U);
}

TEST_F(Api, TellsHowACrawlGotOn) {
  const std::int64_t id = daemon_.status("docs").last->id;
  const Json samples = json("/api/v1/crawls/" + std::to_string(id) + "/samples")["samples"];
  ASSERT_GE(samples.size(), 2U);
  EXPECT_EQ(samples.front()["worked_ms"], 0);
  EXPECT_EQ(samples.back()["statuses"], Json::parse(R"({"none":0,"2xx":3,"3xx":0,"4xx":1,"5xx":0})"));
  EXPECT_EQ(samples.back()["depths"][1], 2);
  EXPECT_EQ(json("/api/v1/crawls/99/samples", 404)["code"], "no_such_crawl");
}

TEST_F(Api, AWaitingCrawlCanBePausedAndResumed) {
  daemon_.await_state("docs", storage::JobState::kWaiting);
  const std::string path = "/api/v1/crawls/" + std::to_string(daemon_.status("docs").job->id);
  EXPECT_EQ(Json::parse(request("POST", path + "/pause").body)["state"], "paused");
  EXPECT_EQ(request("POST", path + "/pause").status, 409);
  EXPECT_EQ(request("POST", path + "/resume").status, 200);
  daemon_.await([&] { return json(path)["state"] == "done"; });
}

TEST_F(Api, EventsComeAsTheyHappen) {
  server::Client client(served_.port());
  client.get("/api/v1/events", "Last-Event-ID: 0\r\n");
  std::string seen;
  while (seen.find("\"state\":\"done\"") == std::string::npos) {
    const std::string more = client.receive_some();
    ASSERT_FALSE(more.empty()) << seen;
    seen += more;
  }
  EXPECT_NE(seen.find("text/event-stream"), std::string::npos);
  EXPECT_NE(seen.find("id: 1\nevent: job\ndata: {\"job\":{\"id\":"), std::string::npos) << seen;
}

TEST_F(Api, AllPagesAreExported) {
  const Reply reply = served_.get("/api/v1/export");
  EXPECT_EQ(reply.headers.get("Content-Type"), "application/x-ndjson");
  std::set<std::string> urls;
  std::istringstream lines(reply.body);
  for (std::string line; std::getline(lines, line);) urls.insert(Json::parse(line)["url"]);
  EXPECT_EQ(urls, (std::set<std::string>{site_.url("/"), site_.url("/a"), site_.url("/b")}));
}

TEST_F(Api, TellsWhatIsWrongWithPagesAndWhatBecameOfAUrl) {
  const Json report = json("/api/v1/report?kind=broken");
  ASSERT_EQ(report["count"], 1);
  EXPECT_EQ(report["findings"][0]["url"], site_.url("/missing"));
  EXPECT_EQ(report["findings"][0]["pages"][0], site_.url("/"));
  EXPECT_TRUE(json("/api/v1/explain?url=" + page_url())["known"]);
  EXPECT_FALSE(json("/api/v1/explain?url=" + site_.url("/never"))["known"]);
}

TEST_F(Api, IsReadyWhenAllIsWell) {
  EXPECT_EQ(json("/livez")["status"], "alive");
  const Json ready = json("/readyz");
  EXPECT_EQ(ready["checks"]["index"], "ok");
  EXPECT_EQ(ready["checks"]["crawling"], "ok");
  const std::string metrics = served_.get("/metrics").body;
  for (const char* name : {"sitedex_jobs{state=\"waiting\"}", "sitedex_crawl_last_pages{site=\"docs\"} 3",
                           "sitedex_database_bytes", "sitedex_search_seconds_bucket"}) {
    EXPECT_NE(metrics.find(name), std::string::npos) << name << "\n" << metrics;
  }
}

TEST_F(Api, CountsWhatComesOfCrawlsWhoeverAsksAndHoweverOften) {
  daemon_.await([&] { return daemon_.board().counts().ended[storage::JobState::kDone] == 1; });
  std::string metrics;
  for (int times = 0; times < 3; ++times) metrics = served_.get("/metrics").body;
  for (const char* line :
       {"# TYPE sitedex_crawl_urls_total counter", "sitedex_crawl_urls_total{outcome=\"page\"} 3\n",
        "sitedex_crawl_urls_total{outcome=\"failed\"} 1\n", "sitedex_crawl_urls_total{outcome=\"refused\"} 0\n",
        "sitedex_crawl_answers_total{status=\"2xx\"} 3\n", "sitedex_crawl_answers_total{status=\"4xx\"} 1\n",
        "sitedex_jobs_ended_total{state=\"done\"} 1\n", "sitedex_jobs_ended_total{state=\"failed\"} 0\n"}) {
    EXPECT_NE(metrics.find(line), std::string::npos) << line << "\n" << metrics;
  }
  EXPECT_TRUE(std::regex_search(metrics, std::regex("sitedex_crawl_body_bytes_total [1-9][0-9]+"))) << metrics;
  EXPECT_EQ(metrics.find("http:"), std::string::npos) << "no URL is a label";
}

TEST(ApiWithoutAnIndex, SaysSo) {
  const support::TemporaryFolder folder;
  web::Searchers searchers(folder / "none.db");
  server::Metrics metrics;
  server::Router router;
  web::add_search_api(router, searchers, {}, metrics);
  web::add_health(router, searchers, nullptr, metrics);
  const server::Served served(router);
  const Reply reply = served.get("/api/v1/search?q=a");
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(Json::parse(reply.body)["code"], "no_index");
  EXPECT_EQ(reply.headers.get("Retry-After"), "5");
  EXPECT_EQ(served.get("/readyz").status, 503);
  EXPECT_EQ(served.get("/livez").status, 200);
}

TEST(ApiOfANewIndex, IsReadyBeforeAnythingIsInIt) {
  const support::TemporaryFolder folder;
  storage::Connection connection((folder / "new.db").string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  storage::migrate(connection);  // the writer has still to say which analyzer the index is for
  web::Searchers searchers(folder / "new.db");
  server::Metrics metrics;
  server::Router router;
  web::add_search_api(router, searchers, {}, metrics);
  web::add_health(router, searchers, nullptr, metrics);
  const server::Served served(router);
  EXPECT_EQ(served.get("/readyz").status, 200);
  EXPECT_EQ(served.get("/api/v1/search?q=a").status, 200);
}

Json read_document() {
  std::ifstream file("web/openapi.json");
  return Json::parse(file);
}

/// A target for an operation: its path and the parameters that it must have, by their examples.
std::string target_of(std::string path, const Json& operation, const std::string& page, const std::string& id) {
  path = std::regex_replace(path, std::regex("\\{id\\}"), id);
  std::string query;
  for (const Json& parameter : operation.value("parameters", Json::array())) {
    if (!parameter.value("required", false)) continue;
    const auto example = parameter["example"].get<std::string>();
    query += (query.empty() ? "?" : "&") + parameter["name"].get<std::string>() + "=" +
             (example == "{page}" ? page : example);
  }
  return path + query;
}

TEST_F(Api, IsWhatItsDocumentSays) {
  const Json document = read_document();
  daemon_.await_state("docs", storage::JobState::kWaiting);
  const std::string id = std::to_string(daemon_.status("docs").job->id);
  for (const auto& [path, item] : document["paths"].items()) {
    for (const auto& [method, operation] : item.items()) {
      if (method == "parameters" || path.ends_with("openapi.json")) continue;
      if (path.ends_with("/events")) continue;  // without an end
      const std::string target = target_of(path, operation, page_url(), id);
      const std::string body = operation.contains("requestBody") ? R"({"site":"docs"})" : "";
      const Reply reply = request(method == "post" ? "POST" : "GET", target, body);
      const auto described = operation["responses"].find(std::to_string(reply.status));
      ASSERT_NE(described, operation["responses"].end()) << target << ": " << reply.status << " " << reply.body;
      const auto& content = (*described)["content"];
      const std::string type = content.begin().key();
      EXPECT_EQ(reply.headers.get("Content-Type").substr(0, type.size()), type) << target;
      if (type != "application/json") continue;
      const auto wrong = support::breaches(Json::parse(reply.body), content[type]["schema"], document);
      EXPECT_EQ(wrong, std::vector<std::string>()) << target << "\n" << reply.body;
    }
  }
}

TEST_F(Api, HasADocumentForEachRoute) {
  const Json paths = read_document()["paths"];
  for (const server::Route* const route : router_.routes()) {
    ASSERT_TRUE(paths.contains(route->pattern)) << route->pattern;
    const Json& item = paths[route->pattern];
    const char* const method = route->method == server::Method::kPost ? "post" : "get";
    ASSERT_TRUE(item.contains(method)) << route->pattern;
    const bool is_admin = route->access == server::Access::kAdmin;
    EXPECT_EQ(item[method].contains("security"), is_admin) << route->pattern;
  }
}

}  // namespace
