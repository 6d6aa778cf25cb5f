#include "app/serve.hpp"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include "app/daemon_settings.hpp"
#include "app/signals.hpp"
#include "base/log.hpp"
#include "jobs/board.hpp"
#include "jobs/service.hpp"
#include "server/http_server.hpp"
#include "server/metrics.hpp"
#include "server/router.hpp"
#include "storage/database.hpp"
#include "web/crawl_api.hpp"
#include "web/health.hpp"
#include "web/ledger_api.hpp"
#include "web/pages.hpp"
#include "web/search_api.hpp"
#include "web/searchers.hpp"

namespace app {
namespace {

using namespace std::chrono_literals;

constexpr auto kDrainTime = 4s;  // answers under way; a batch takes some seconds more

server::HttpServer::Options http_options(const ServerSettings& settings) {
  server::HttpServer::Options options{.address = settings.listen.address, .port = settings.listen.port};
  options.workers.threads = settings.workers;
  options.clients.requests_per_second = 1e6 / static_cast<double>(settings.request_interval.count());
  options.clients.burst = static_cast<double>(settings.burst);
  options.guard = {
      .hosts = settings.hosts, .origins = settings.cors_origins, .token = settings.admin_token, .proxies = {}};
  for (const std::string& proxy : settings.trusted_proxies) {
    options.guard.proxies.push_back(server::Network::parse(proxy).value());
  }
  return options;
}

std::string shown(const ListenAddress& listen, std::uint16_t port) {
  const bool is_ipv6 = listen.address.contains(':');
  return fmt::format("http://{}{}{}:{}/", is_ipv6 ? "[" : "", listen.address, is_ipv6 ? "]" : "", port);
}

/// What there is while the daemon runs, in the order in which it comes; it goes the other way round.
class Daemon {
 public:
  Daemon(ServeOptions options, DaemonSettings settings)
      : options_(std::move(options)),
        settings_(std::move(settings)),
        log_({.least = settings_.server.log_level, .format = settings_.server.log_format}),
        searchers_(std::in_place, settings_.jobs.database) {
    for (const std::string& notice : settings_.notices) log_.warn(notice);
    listen();
    if (crawls()) service_.emplace(settings_.jobs, board_, world());
  }

  /// Until somebody wants it to stop. The writer closes the index last: then all of it is in one file, without a log
  /// beside it.
  void run(Signals& signals) {
    while (signals.next() == Signal::kReload) reload();
    log_.info("stopping");
    server_->drain(kDrainTime);
    server_.reset();
    searchers_.reset();
    service_.reset();
    log_.info("stopped");
  }

 private:
  bool crawls() const { return !options_.file.empty(); }

  jobs::Service::World world() const {
    return {.clock = std::chrono::system_clock::now, .log = [this](const jobs::Scheduler::Note& note) {
              if (note.site.empty()) return log_.write(note.level, note.sentence);
              log_.write(note.level, note.sentence, {{"site", note.site}, {"job", note.job}});
            }};
  }

  server::Router routes() {
    server::Router router;
    const jobs::Board* const board = crawls() ? &board_ : nullptr;
    web::add_search_api(router, *searchers_, {.timeout = settings_.server.search_timeout}, metrics_);
    web::add_health(router, *searchers_, board, metrics_);
    web::add_pages(router, *searchers_,
                   {.title = settings_.server.title,
                    .patience = settings_.server.search_timeout,
                    .has_admin = settings_.server.has_admin()});
    if (!settings_.server.has_admin()) return router;
    web::add_ledger_api(router, *searchers_);
    if (crawls()) web::add_crawl_api(router, board_, *searchers_);
    return router;
  }

  void listen() {
    auto server = server::HttpServer::start(http_options(settings_.server), routes(), metrics_, log_);
    if (!server) throw std::runtime_error(server.error().what);
    server_ = *std::move(server);
    log_.info("serving",
              {{"address", shown(settings_.server.listen, server_->port())}, {"index", settings_.jobs.database}});
  }

  void reload() {
    if (!crawls()) return log_.info("there are no settings to read again");
    try {
      DaemonSettings settings = read_daemon_settings(options_);
      if (settings.server != settings_.server || settings.jobs.database != settings_.jobs.database) {
        log_.warn("what has changed in [server], or the place of the index, holds when sitedex is started again");
        settings.jobs.database = settings_.jobs.database;
      }
      log_.info("the settings have been read again", {{"sites", settings.jobs.sites.size()}});
      service_->reload(std::move(settings.jobs));
    } catch (const SettingsError& error) {
      for (const std::string& problem : error.problems()) log_.error(problem);
      log_.error("the settings stay as they were");
    }
  }

  const ServeOptions options_;
  const DaemonSettings settings_;
  const base::Log log_;
  jobs::Board board_;
  std::optional<web::Searchers> searchers_;
  server::Metrics metrics_;
  std::unique_ptr<server::HttpServer> server_;
  std::optional<jobs::Service> service_;
};

}  // namespace

Exit serve(const ServeOptions& options) {
  DaemonSettings settings = read_daemon_settings(options);
  if (options.file.empty()) storage::Database::open_reader(settings.jobs.database);  // it has to be there
  Signals signals;
  Daemon daemon(options, std::move(settings));
  daemon.run(signals);
  return Exit::kDone;
}

}  // namespace app
