// The program where it is told where to start, how fast, and as whom: what its flags do to servers and files.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <sstream>

#include "tests/app/program.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/web_server.hpp"

namespace {

using program::sitedex;
using support::bytes_of;
using support::Ended;
using support::html;
using support::Process;
using support::raw;
using support::SeenRequest;
using support::TemporaryFolder;
using support::WebServer;
using support::write_bytes;

/// The same with a file as its standard input.
Ended sitedex_reading(const std::filesystem::path& input, const std::string& arguments) {
  return Process({"bash", "-c", SITEDEX_PROGRAM " " + arguments + " <" + input.string()}).wait();
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::map<std::string, std::string> kPages = {
    {"/", "<title>One</title><a href=/two.html>two</a> <a href=/secret/>secret</a>"},
    {"/two.html", "<title>Two</title><a href=/>one</a>"},
    {"/secret/", "<title>Three</title>"}};

/// A site with a robots.txt.
std::map<std::string, support::Answer> site(const std::string& robots) {
  std::map<std::string, support::Answer> routes;
  for (const auto& [path, page] : kPages) routes[path] = raw(html(page));
  routes["/robots.txt"] = raw(support::response(200, robots, {{"Content-Type", "text/plain"}}));
  return routes;
}

TEST(Seeds, ComeFromAFileAndFromStandardInput) {
  const WebServer server(site(""));
  const TemporaryFolder folder;
  write_bytes(folder / "seeds.txt",
              "# two pages\n" + server.url("/two.html") + "\nnot a url\n" + server.url("/") + "\n");
  const std::string norm = server.url("/two.html") + "\n" + server.url("/") + "\n" + server.url("/secret/") + "\n";
  const Ended by_file = sitedex({"crawl", "--list", "--seeds", folder / "seeds.txt"});
  EXPECT_EQ(by_file.exit_code, 0);
  EXPECT_EQ(by_file.out, norm);
  EXPECT_TRUE(has(by_file.err, "seeds.txt:3: 'not a url' is not a URL")) << by_file.err;
  EXPECT_EQ(sitedex_reading(folder / "seeds.txt", "crawl --list -").out, norm);
  EXPECT_EQ(sitedex_reading(folder / "seeds.txt", "crawl --list --seeds -").out, norm);
  EXPECT_EQ(sitedex_reading("/dev/null", "crawl --list -").exit_code, 1);
}

TEST(Seeds, AFileThatIsReadAgainIsTheSameCrawl) {
  const WebServer server(site(""));
  const TemporaryFolder folder;
  std::string seeds;
  for (int i = 0; i < 100; ++i) seeds += server.url("/?page=" + std::to_string(i)) + "\n";
  write_bytes(folder / "seeds.txt", seeds + server.url("/") + "\n");
  const std::vector<std::string> crawl = {"crawl", "--seeds", folder / "seeds.txt", "--db", folder / "x.db"};
  EXPECT_EQ(sitedex(crawl).exit_code, 0);
  const std::size_t requests = server.requests().size();
  const Ended again = sitedex(crawl);
  EXPECT_TRUE(has(again.err, "again into ")) << again.err;
  EXPECT_EQ(server.requests().size(), 2 * requests);
}

// Never have more sites been begun, and not been asked for their last page, than may be open.
TEST(Seeds, OfManySitesFewAreOpenAtATime) {
  const WebServer server([](const SeenRequest& request) {
    return raw(request.target == "/robots.txt" ? support::response(404, "")
                                               : html("<title>A page</title><a href=/last>last</a>"));
  });
  const TemporaryFolder folder;
  std::string seeds;
  std::vector<std::string> norm;
  std::vector<std::string> crawl = {"crawl", "--seeds", folder / "seeds.txt", "--sitemap",
                                    "off",   "--db",    folder / "x.db"};
  for (int i = 1; i <= 200; ++i) {
    norm.push_back("site" + std::to_string(i) + ".localhost:" + std::to_string(server.port()));
    seeds += "http://" + norm.back() + "/\n";
    crawl.insert(crawl.end(), {"--resolve", norm.back() + ":127.0.0.1"});
  }
  write_bytes(folder / "seeds.txt", seeds);
  const Ended ended_crawl = sitedex(crawl);
  EXPECT_EQ(ended_crawl.exit_code, 0) << ended_crawl.err;
  EXPECT_TRUE(has(ended_crawl.err, "200 seeds of 200 sites, at most 64 at a time")) << ended_crawl.err;
  EXPECT_TRUE(has(ended_crawl.err, "400 pages in ")) << ended_crawl.err;
  std::set<std::string> begun;
  std::set<std::string> ended;
  std::size_t most_open = 0;
  std::vector<std::string> order;
  for (const SeenRequest& request : server.requests()) {
    const std::string host(request.header("host"));
    if (begun.insert(host).second) order.push_back(host);
    most_open = std::max(most_open, begun.size() - ended.size());
    if (request.target == "/last") ended.insert(host);
  }
  EXPECT_EQ(begun.size(), 200U);
  EXPECT_LE(most_open, 64U);
  EXPECT_GT(most_open, 1U);
  // In the order of their first seeds: none of the first 64 begins when one beyond has.
  const std::set<std::string> first(norm.begin(), norm.begin() + 64);
  EXPECT_EQ(std::set<std::string>(order.begin(), order.begin() + 64), first);
}

TEST(Sites, KeepTheirOwnOrderBesideOthers) {
  const auto page = [](const SeenRequest& request) {
    std::string text = "<title>A page</title>";
    if (request.target == "/") {
      for (int i = 0; i < 30; ++i) text += "<a href=/" + std::to_string(i) + ">page</a>";
    }
    return raw(html(text));
  };
  const WebServer first(page);
  const WebServer second(page);
  const Ended both = sitedex({"crawl", "--list", "-q", first.url("/"), second.url("/")});
  const auto lines_of = [&](const WebServer& server) {
    std::string lines;
    std::istringstream all(both.out);
    for (std::string line; std::getline(all, line);) {
      if (line.starts_with(server.url(""))) lines += line + "\n";
    }
    return lines;
  };
  EXPECT_EQ(lines_of(first), sitedex({"crawl", "--list", "-q", first.url("/")}).out);
  EXPECT_EQ(lines_of(second), sitedex({"crawl", "--list", "-q", second.url("/")}).out);
}

TEST(Folder, IsCrawledAsTheSiteThatItWillBe) {
  const WebServer server(site("User-agent: *\nDisallow: /secret/\n"));
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder / "public/secret");
  write_bytes(folder / "public/index.html", kPages.at("/"));
  write_bytes(folder / "public/two.html", kPages.at("/two.html"));
  write_bytes(folder / "public/secret/index.html", kPages.at("/secret/"));
  write_bytes(folder / "public/robots.txt", "User-agent: *\nDisallow: /secret/\n");
  const Ended read = sitedex({"crawl", folder / "public", "--base", server.url("/"), "--db", folder / "read.db"});
  EXPECT_EQ(read.exit_code, 0);
  EXPECT_TRUE(has(read.err, " (its host) from " + (folder / "public").string() + " into ")) << read.err;
  EXPECT_TRUE(server.requests().empty());
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", folder / "served.db"}).exit_code, 0);
  const auto digest = [&](const std::string& file) {
    return sitedex({"check", "--digest", "--db", folder / file}).out;
  };
  EXPECT_EQ(digest("read.db"), digest("served.db"));
  EXPECT_FALSE(digest("read.db").empty());
  EXPECT_EQ(sitedex({"crawl", "--list", "-q", folder / "public", "--base", server.url("/")}).out,
            server.url("/") + "\n" + server.url("/two.html") + "\n");
}

TEST(RobotsTxt, IsObeyedAndWhatItForbidsIsCounted) {
  const WebServer server(site("User-agent: sitedex\nDisallow: /secret/\n"));
  const Ended ended = sitedex({"crawl", "--list", server.url("/")});
  EXPECT_EQ(ended.out, server.url("/") + "\n" + server.url("/two.html") + "\n");
  EXPECT_TRUE(has(ended.err, ", 0 failed, 1 forbidden by robots.txt, 0 waiting")) << ended.err;
}

TEST(RobotsTxt, IsIgnoredWithAWarningEachTime) {
  const WebServer server(site("User-agent: *\nDisallow: /\n"));
  for (int run = 0; run < 2; ++run) {
    const Ended ended = sitedex({"crawl", "--list", "-q", "--ignore-robots", server.url("/")});
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_EQ(std::ranges::count(ended.out, '\n'), 3);
    EXPECT_TRUE(has(ended.err, "WARNING: robots.txt is ignored")) << ended.err;
  }
}

TEST(RobotsTxt, AgainstTheSeedIsAnExitCodeAndAnAdvice) {
  const WebServer server(site("User-agent: *\nDisallow: /\n"));
  const TemporaryFolder folder;
  const std::string advice =
      "could not crawl " + server.url("/") + ": robots.txt forbids it: --ignore-robots if the site is yours\n";
  for (int run = 0; run < 2; ++run) {
    const Ended ended = sitedex({"crawl", "-q", server.url("/"), "--db", folder / "x.db"});
    EXPECT_EQ(ended.exit_code, 3);
    EXPECT_EQ(ended.err, "sitedex: " + advice);
  }
}

TEST(Credentials, GoToTheSeedsOriginAloneAndAreWrittenNowhere) {
  const WebServer other([](const SeenRequest&) { return raw(html("<title>Other</title>")); });
  const WebServer server([&](const SeenRequest& request) {
    if (request.header("authorization") != "Basic bWU6VmVyeVNlY3JldA==") return raw(support::response(401, "who?"));
    return raw(html("<title>Mine</title><a href='" + other.url("/x") + "'>other</a> <a href=/two>two</a>"));
  });
  const auto host = [](const WebServer& web) { return "127.0.0.1:" + std::to_string(web.port()); };
  const TemporaryFolder folder;
  const auto crawl = [&](const std::string& file, std::vector<std::string> more) {
    more.insert(more.begin(), {"crawl", "-v", "--allow-host", host(other), "--db", folder / file});
    const Ended ended = sitedex(more);
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    EXPECT_TRUE(has(ended.err, "3 pages")) << ended.err;
    for (const std::string& text :
         {ended.out, ended.err, bytes_of(folder / file), sitedex({"stats", "--db", folder / file}).out}) {
      EXPECT_FALSE(has(text, "VerySecret") || has(text, "VmVyeVNlY3JldA"));
    }
    for (const SeenRequest& request : other.requests()) EXPECT_EQ(request.header("authorization"), "");
    EXPECT_EQ(server.requests().back().header("authorization"), "Basic bWU6VmVyeVNlY3JldA==");
  };
  crawl("a.db", {server.url("/"), "--user", "me:VerySecret"});
  crawl("b.db", {"http://me:VerySecret@" + host(server) + "/"});
  write_bytes(folder / "seeds.txt", "http://me:VerySecret@" + host(server) + "/\n");
  crawl("c.db", {"--seeds", folder / "seeds.txt"});
  const Ended unknown = sitedex({"crawl", "-q", server.url("/"), "--db", folder / "d.db"});
  EXPECT_EQ(unknown.exit_code, 3);
}

TEST(Credentials, AreNotInTheWordsOfAFailure) {
  const TemporaryFolder folder;
  write_bytes(folder / "seeds.txt", "http://me:VerySecret@a b/\nhttp://me:VerySecret@localhost:1/\n");
  const Ended ended = sitedex({"crawl", "--list", "-v", "--seeds", folder / "seeds.txt", "--proxy",
                               "http://me:VerySecret@127.0.0.1:1", "--max-requests", "1", "--ignore-robots"});
  EXPECT_TRUE(has(ended.err, "'http://a b/' is not a URL")) << ended.err;
  EXPECT_FALSE(has(ended.err, "VerySecret")) << ended.err;
}

// One server of many names: `--resolve` leads them all there.
TEST(Scope, OfADomainHasAllItsHosts) {
  const WebServer server([&](const SeenRequest& request) {
    const std::string host(request.header("host"));
    const std::string port = host.substr(host.find(':'));
    return raw(html(request.target != "/" ? "<title>Another</title>"
                                          : "<title>A page</title><a href=http://www.a.localhost" + port +
                                                "/x>www</a> <a href=http://b.localhost" + port + "/y>b</a>"));
  });
  const std::string port = ":" + std::to_string(server.port());
  const auto list = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"crawl", "--list", "-q", "http://a.localhost" + port + "/", "--sitemap", "off"});
    for (const std::string name : {"a.localhost", "www.a.localhost", "b.localhost"}) {
      more.insert(more.end(), {"--resolve", name + port + ":127.0.0.1"});
    }
    return sitedex(more).out;
  };
  const std::string seed = "http://a.localhost" + port + "/\n";
  const std::string www = "http://www.a.localhost" + port + "/x\n";
  const std::string other = "http://b.localhost" + port + "/y\n";
  EXPECT_EQ(list({}), seed);
  EXPECT_EQ(list({"--allow-host", "b.localhost" + port}), seed + other);
  EXPECT_EQ(list({"--scope", "domain", "--allow-host", "www.a.localhost" + port}), seed + www);
}

TEST(Pace, IsTheFirstThingSaidOfAPublicHost) {
  const TemporaryFolder folder;
  const std::vector<std::string> crawl = {
      "crawl",          "https://docs.example.org/",
      "--resolve",      "docs.example.org:443:127.0.0.1",
      "--max-requests", "1",
      "--db",           folder / "x.db"};  // an address that the name may not have: nothing is asked
  const std::string told = sitedex(crawl).err;
  EXPECT_TRUE(told.starts_with("Crawling https://docs.example.org/ (its host) into " + (folder / "x.db").string() +
                               ", gently: 2 connections, a pause as long as the last answer took (100 ms to 10 s). "
                               "A site of your own? --per-host 8 --delay 0\n"))
      << told;
  EXPECT_TRUE(has(told, "--contact")) << told;
}

TEST(UserAgent, NamesTheContact) {
  const WebServer server([](const SeenRequest&) { return raw(html("<title>A page</title>")); });
  const std::string told = sitedex({"crawl", "--list", server.url("/"), "--contact", "me@example.org"}).err;
  const std::string agent(server.requests().back().header("user-agent"));
  EXPECT_TRUE(agent.starts_with("sitedex/") && agent.ends_with(" (+me@example.org)")) << agent;
  EXPECT_FALSE(has(told, "--contact"));
}

}  // namespace
