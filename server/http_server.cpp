#include "server/http_server.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <future>
#include <thread>
#include <utility>

#include "server/connections.hpp"
#include "server/listener.hpp"
#include "server/service.hpp"

namespace server {
namespace {

// Descriptors that the rest of the process has use for.
constexpr std::size_t kOtherDescriptors = 256;

/// Lets the process open as many descriptors as the connections need, if it may; how many connections that is good for.
std::size_t make_room_for(std::size_t connections) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return connections;
  const rlim_t wanted = std::min<rlim_t>(connections + kOtherDescriptors, limit.rlim_max);
  if (limit.rlim_cur < wanted) {
    limit.rlim_cur = wanted;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
  }
  const std::size_t room = std::max<std::size_t>(limit.rlim_cur, kOtherDescriptors + 1) - kOtherDescriptors;
  return std::min(connections, room);
}

}  // namespace

/// The thread and all that it owns. What connections refer to stands before `io_`, which destroys those that are left.
class HttpServer::Loop {
 public:
  Loop(Options options, Router router, Metrics& metrics, const base::Log& log)
      : limits_(options.limits),
        log_(log),
        traffic_(metrics),
        service_(std::move(options.guard), options.clients, std::move(router), traffic_, log),
        shared_{limits_, service_, workers_, connections_, traffic_, log},
        io_(1),
        workers_(options.workers),
        listener_(io_.get_executor(), shared_, make_room_for(limits_.connections)) {}
  ~Loop() {
    io_.stop();
    if (thread_.joinable()) thread_.join();
  }
  Loop(const Loop&) = delete;

  boost::system::error_code listen(const Tcp::endpoint& endpoint) { return listener_.listen(endpoint); }
  std::uint16_t port() const { return listener_.port(); }

  void start() {
    listener_.start();
    thread_ = std::jthread([this] { run(); });
  }

  bool drain(std::chrono::milliseconds within) {
    const auto drained = std::make_shared<std::promise<void>>();  // it may come when nobody waits any more
    const std::future<void> done = drained->get_future();
    asio::post(io_, [this, drained] {
      listener_.stop();
      connections_.drain([drained] { drained->set_value(); });
    });
    return done.wait_for(within) == std::future_status::ready;
  }

 private:
  void run() {
    while (!io_.stopped()) {
      try {
        io_.run();
      } catch (const std::exception& failure) {  // of a coroutine's making: without memory, say
        log_.error("the server's thread goes on after a failure", {{"reason", failure.what()}});
      }
    }
  }

  const Limits limits_;
  const base::Log& log_;
  Traffic traffic_;
  Service service_;
  Connections connections_{traffic_.connections()};
  Shared shared_;
  asio::io_context io_;
  asio::executor_work_guard<Executor> work_{io_.get_executor()};
  Workers workers_;
  Listener listener_;
  std::jthread thread_;
};

base::Result<std::unique_ptr<HttpServer>> HttpServer::start(Options options, Router router, Metrics& metrics,
                                                            const base::Log& log) {
  const auto failed = [&](std::string_view why) {
    const std::string place = fmt::format("{} port {}", options.address, options.port);
    return base::fail(base::ErrorKind::kTellUser, fmt::format("cannot listen at {}: {}", place, why));
  };
  boost::system::error_code error;
  const Tcp::endpoint endpoint(asio::ip::make_address(options.address, error), options.port);
  if (error) return failed("expected an IP address");
  if (router.has_admin_routes() && options.guard.token.empty() && !endpoint.address().is_loopback()) {
    return failed("others reach it, and there is no token for the admin");
  }
  auto loop = std::make_unique<Loop>(options, std::move(router), metrics, log);
  error = loop->listen(endpoint);
  if (error) return failed(error.message());
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(loop)));
}

HttpServer::HttpServer(std::unique_ptr<Loop> loop) : port_(loop->port()), loop_(std::move(loop)) {
  loop_->start();
}
HttpServer::~HttpServer() = default;

bool HttpServer::drain(std::chrono::milliseconds within) {
  const bool is_drained = loop_->drain(within);
  loop_.reset();  // what is left is cut off
  return is_drained;
}

}  // namespace server
