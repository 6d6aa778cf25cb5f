// The daemon as a process of its own: started, asked over HTTP, told by signals, killed.

#include <gtest/gtest.h>
#include <signal.h>

#include <nlohmann/json.hpp>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <numeric>
#include <sstream>
#include <vector>

#include "tests/app/program.hpp"
#include "tests/server/loopback.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/served_web.hpp"
#include "tests/support/small_disk.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/web_graph.hpp"
#include "tests/support/web_server.hpp"

namespace {

using namespace std::chrono_literals;
using program::digest;
using program::sitedex;
using server::Reply;
using support::Ended;
using support::WebGraph;
using support::WebServer;
using Json = nlohmann::json;

std::string read(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// `sitedex serve` at a free port of loopback.
class Daemon {
 public:
  Daemon(const std::string& arguments, std::string log)
      : log_(std::move(log)),
        process_({"/bin/sh", "-c",
                  std::string("exec " SITEDEX_PROGRAM " serve --log-format json ") + arguments + " 2>" + log_}) {
    server::wait_until([&] { return port() != 0 || kill(process_.id(), 0) != 0; });
  }

  /// From what it says of itself; 0 if it has not begun to listen.
  std::uint16_t port() const {
    std::istringstream lines(log());
    for (std::string line; std::getline(lines, line);) {
      const Json json = Json::parse(line, nullptr, false);
      if (!json.is_object() || json.value("message", "") != "serving") continue;
      const auto address = json["address"].get<std::string>();
      return static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
    }
    return 0;
  }
  std::string log() const { return read(log_); }

  Reply ask(const std::string& method, const std::string& target, const std::string& headers = "",
            const std::string& body = "") const {
    server::Client client(port());
    client.send(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers +
                "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    return client.receive();
  }
  Json json(const std::string& target) const { return Json::parse(ask("GET", target).body, nullptr, false); }

  /// The site's open job, or null.
  Json job(std::size_t site = 0) const { return json("/api/v1/sites")["sites"][site]["job"]; }
  Json last(std::size_t site = 0) const { return json("/api/v1/sites")["sites"][site]["last"]; }
  void await_state(const std::string& state) const {
    server::wait_until([&] {
      const Json now = job();
      return now.is_object() && now["state"] == state;
    });
  }
  void await_end() const {
    server::wait_until([&] { return last().is_object(); });
  }
  /// Until what depends on more than one page has been worked out.
  void await_no_loose_ends() const {
    server::wait_until(
        [&] { return ask("GET", "/metrics").body.find("sitedex_crawl_loose_ends 0\n") != std::string::npos; });
  }
  Reply command(const std::string& name) const {
    return ask("POST", "/api/v1/crawls/" + std::to_string(job()["id"].get<int>()) + "/" + name);
  }

  void send_signal(int signal) const { kill(process_.id(), signal); }
  Ended stop() {
    send_signal(SIGTERM);
    return process_.wait();
  }
  void kill_it() {
    send_signal(SIGKILL);
    process_.wait();
  }

 private:
  const std::string log_;
  support::Process process_;
};

class ServeProgram : public testing::Test {
 protected:
  ServeProgram() : web_(11, 150), server_([this](const support::SeenRequest& request) { return slow(request); }) {}

  /// A site that takes its time, so that there is time to be in each state.
  support::Answer slow(const support::SeenRequest& request) const {
    if (is_broken_) return support::raw(support::response(404, "gone"));
    support::Answer answer = support::answer(web_, request);
    if (!answer.steps.empty()) answer.steps.front().pause += 3ms;
    return answer;
  }

  std::string write_settings(const std::string& sites, const std::string& db = "") const {
    const std::string file = folder_ / "sitedex.toml";
    std::ofstream(file) << "[server]\nlisten = \"127.0.0.1:0\"\nrate = \"10000/s\"\nburst = 10000\n[storage]\ndb = \""
                        << (db.empty() ? database() : db)
                        << "\"\nbatch = 20\n[crawl]\nretry-delay = \"1ms\"\nmax-backoff = \"1ms\"\n"
                        << sites;
    return file;
  }
  std::string site(const std::string& more = "every = \"24h\"") const {
    return "[[site]]\nname = \"docs\"\nurl = \"" + server_.url("/n/0") + "\"\n" + more + "\n";
  }
  std::string database() const { return folder_ / "index.db"; }
  /// Another one for each daemon.
  std::string log() { return folder_ / ("log" + std::to_string(++logs_)); }

  std::string plain_digest() const {
    const std::string file = folder_ / "plain.db";
    EXPECT_EQ(
        sitedex({"crawl", server_.url("/n/0"), "-q", "--retry-delay", "1ms", "--max-backoff", "1ms", "--db", file})
            .exit_code,
        0);
    return digest(file);
  }

  const support::TemporaryFolder folder_;
  int logs_ = 0;
  std::atomic<bool> is_broken_ = false;  ///< has no pages
  const WebGraph web_;
  const WebServer server_;
};

TEST_F(ServeProgram, KilledInAnyStateOfAJobItGoesOnAndNothingIsLost) {
  const std::string settings = "--config " + write_settings(site("on-demand = true"));
  int id = 0;
  {
    Daemon daemon(settings, log());
    const Reply started = daemon.ask("POST", "/api/v1/crawls", "", R"({"site":"docs"})");
    ASSERT_EQ(started.status, 201) << started.body;
    id = Json::parse(started.body)["id"];
    daemon.kill_it();  // as it waits, or has just begun
  }
  {
    Daemon daemon(settings, log());
    daemon.await_state("running");
    daemon.kill_it();
  }
  {
    Daemon daemon(settings, log());
    daemon.await_state("running");
    EXPECT_EQ(daemon.job()["id"], id);
    const Reply paused = daemon.command("pause");
    if (paused.status == 200) {  // or it has been too quick
      daemon.kill_it();
      Daemon again(settings, log());
      again.await_state("paused");
      EXPECT_EQ(again.command("resume").status, 200);
      again.kill_it();
    }
  }
  {
    Daemon daemon(settings, log());
    daemon.await_end();
    EXPECT_EQ(daemon.last()["id"], id);
    EXPECT_EQ(daemon.last()["state"], "done");
    daemon.kill_it();
  }
  Daemon daemon(settings, log());
  daemon.await_end();
  EXPECT_EQ(daemon.last()["id"], id);
  EXPECT_TRUE(daemon.job().is_null());
  const Json samples = daemon.json("/api/v1/crawls/" + std::to_string(id) + "/samples")["samples"];
  const auto depths = samples.back()["depths"].get<std::vector<int>>();
  EXPECT_EQ(std::accumulate(depths.begin(), depths.end(), 0), daemon.last()["pages"]) << "none is lost or doubled";
  daemon.await_no_loose_ends();
  EXPECT_EQ(daemon.stop().exit_code, 0);
  EXPECT_EQ(digest(database()), plain_digest());
}

TEST_F(ServeProgram, KilledAfterAJobHasFailedItKnowsWhyAndTriesAgain) {
  const std::string settings = "--config " + write_settings(site());
  is_broken_ = true;
  Json failed;
  {
    Daemon daemon(settings, log());
    daemon.await_end();
    failed = daemon.last();
    EXPECT_EQ(failed["state"], "failed");
    EXPECT_NE(failed["reason"].get<std::string>().find("404"), std::string::npos) << failed;
    daemon.await_state("waiting");
    daemon.kill_it();
  }
  {
    Daemon daemon(settings, log());
    daemon.await_state("waiting");
    EXPECT_EQ(daemon.last(), failed);
    const std::string path = "/api/v1/crawls/" + failed["id"].dump();
    EXPECT_EQ(daemon.json(path)["history"].back()["state"], "failed");
    is_broken_ = false;
    EXPECT_EQ(daemon.ask("POST", "/api/v1/crawls", "", R"({"site":"docs"})").status, 201);
    daemon.await_state("running");
    daemon.kill_it();
  }
  Daemon daemon(settings, log());
  server::wait_until([&] { return daemon.last()["state"] == "done"; });
  EXPECT_NE(daemon.last()["id"], failed["id"]);
  daemon.await_no_loose_ends();
  EXPECT_EQ(daemon.stop().exit_code, 0);
  EXPECT_EQ(digest(database()), plain_digest());
}

TEST_F(ServeProgram, KilledAfterAJobWasCancelledItBeginsNoneOfItsOwnAccord) {
  const std::string settings = "--config " + write_settings(site("on-demand = true"));
  Json cancelled;
  {
    Daemon daemon(settings, log());
    ASSERT_EQ(daemon.ask("POST", "/api/v1/crawls", "", R"({"site":"docs"})").status, 201);
    daemon.await_state("running");
    ASSERT_EQ(daemon.command("pause").status, 200);
    daemon.await_state("paused");  // so that it cannot have come to its end before it is cancelled
    ASSERT_EQ(daemon.command("cancel").status, 200);
    daemon.await_end();
    cancelled = daemon.last();
    EXPECT_EQ(cancelled["state"], "cancelled");
    daemon.kill_it();
  }
  Daemon daemon(settings, log());
  daemon.await_end();
  EXPECT_EQ(daemon.last(), cancelled);
  EXPECT_TRUE(daemon.job().is_null());
  ASSERT_EQ(daemon.ask("POST", "/api/v1/crawls", "", R"({"site":"docs"})").status, 201);
  server::wait_until([&] { return daemon.last()["state"] == "done"; });
  EXPECT_NE(daemon.last()["id"], cancelled["id"]);
  daemon.await_no_loose_ends();
  EXPECT_EQ(daemon.stop().exit_code, 0);
  EXPECT_EQ(digest(database()), plain_digest());
}

TEST_F(ServeProgram, IsToldToStopAndHasDoneSoInTime) {
  Daemon daemon("--config " + write_settings(site()), log());
  daemon.await_state("running");
  server::Client idle(daemon.port());
  server::Client listening(daemon.port());
  listening.get("/api/v1/events");
  EXPECT_FALSE(listening.receive_some().empty());
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(daemon.stop().exit_code, 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, support::kPatience);
  EXPECT_FALSE(std::filesystem::exists(database() + "-wal"));  // all is in one file
  EXPECT_EQ(sitedex({"check", "--db", database()}).exit_code, 0);
}

TEST_F(ServeProgram, ReadsItsSettingsAgainAndKeepsThemWhereTheNewOnesAreWrong) {
  Daemon daemon("--config " + write_settings(site()), log());
  daemon.await_end();
  write_settings(site("evry = \"1h\""));
  daemon.send_signal(SIGHUP);
  server::wait_until([&] { return daemon.log().find("the settings stay as they were") != std::string::npos; });
  EXPECT_NE(daemon.log().find("did you mean 'every'?"), std::string::npos) << daemon.log();
  EXPECT_EQ(daemon.json("/api/v1/sites")["sites"][0]["schedule"], "every 24h");
  write_settings(site("every = \"6h\""));
  daemon.send_signal(SIGHUP);
  server::wait_until([&] { return daemon.json("/api/v1/sites")["sites"][0]["schedule"] == "every 6h"; });
  EXPECT_EQ(daemon.stop().exit_code, 0);
}

TEST_F(ServeProgram, AFullDiskIsToldAndGotOver) {
  const support::SmallDisk disk(400'000);
  if (!disk.is_mounted()) GTEST_SKIP() << "wants to mount a tmpfs";
  const std::string file = disk / "index.db";
  Daemon daemon("--config " + write_settings(site(), file), log());
  server::wait_until([&] { return daemon.log().find("no room left to write") != std::string::npos; });
  EXPECT_EQ(daemon.ask("GET", "/readyz").status, 503);
  EXPECT_EQ(daemon.ask("GET", "/livez").status, 200);
  disk.make_room();
  daemon.await_end();
  EXPECT_EQ(daemon.last()["state"], "done");
  daemon.await_no_loose_ends();
  EXPECT_EQ(daemon.stop().exit_code, 0);
  EXPECT_EQ(digest(file), plain_digest());
}

TEST_F(ServeProgram, ServesAnIndexWithoutAnyFile) {
  EXPECT_EQ(sitedex({"serve", "--db", folder_ / "none.db"}).exit_code, 4);
  plain_digest();
  Daemon daemon("--title Handbook --listen 127.0.0.1:0 --db " + (folder_ / "plain.db").string(), log());
  EXPECT_NE(daemon.ask("GET", "/").body.find("<title>Handbook</title>"), std::string::npos);
  EXPECT_NE(daemon.ask("GET", "/opensearch.xml").body.find("<ShortName>Handbook<"), std::string::npos);
  EXPECT_EQ(daemon.ask("GET", "/api/v1/search?q=node").status, 200);
  EXPECT_EQ(daemon.ask("GET", "/api/v1/crawls").status, 404) << "nothing is crawled";
  EXPECT_EQ(daemon.ask("GET", "/readyz").status, 200);
  EXPECT_EQ(daemon.stop().exit_code, 0);
}

TEST_F(ServeProgram, TheOperatorsPartWantsItsToken) {
  const std::string token = "0123456789abcdef0123";
  std::ofstream(folder_ / "token") << token << "\n";
  Daemon daemon("--admin-token-file " + (folder_ / "token").string() + " --config " + write_settings(site()), log());
  EXPECT_EQ(daemon.ask("GET", "/api/v1/sites").status, 401);
  EXPECT_EQ(daemon.ask("GET", "/api/v1/sites", "Authorization: Bearer 0123456789abcdef0124\r\n").status, 401);
  EXPECT_EQ(daemon.ask("GET", "/api/v1/sites", "Authorization: Bearer " + token + "\r\n").status, 200);
  EXPECT_NE(daemon.ask("GET", "/api/v1/search?q=node").status, 401) << "anyone may search";
  EXPECT_EQ(daemon.log().find(token), std::string::npos);
  EXPECT_EQ(daemon.stop().exit_code, 0);
}

TEST_F(ServeProgram, FromElsewhereThereIsNoOperatorsPartWithoutAToken) {
  Daemon daemon("--listen 0.0.0.0:0 --config " + write_settings(site()), log());
  ASSERT_NE(daemon.port(), 0) << daemon.log();
  EXPECT_EQ(daemon.ask("GET", "/api/v1/sites").status, 404);
  EXPECT_EQ(daemon.ask("GET", "/livez").status, 200);
  EXPECT_EQ(daemon.stop().exit_code, 0);
}

}  // namespace
