#include "server/listener.hpp"

#include <netinet/tcp.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <string_view>
#include <utility>

namespace server {
namespace {

// What the system keeps of an answer and has not sent: enough for a fast client. A stream is not pulled further.
constexpr int kMostUnsent = 128 * 1024;

bool is_out_of_something(const boost::system::error_code& error) {
  return error == boost::system::errc::too_many_files_open ||
         error == boost::system::errc::too_many_files_open_in_system || error == boost::system::errc::no_buffer_space ||
         error == boost::system::errc::not_enough_memory;
}

}  // namespace

Listener::Listener(const Executor& executor, Shared& shared, std::size_t most_connections)
    : executor_(executor),
      shared_(shared),
      most_connections_(most_connections),
      acceptor_(executor),
      pause_(executor),
      idle_(executor) {}

boost::system::error_code Listener::listen(const Tcp::endpoint& endpoint) {
  constexpr int kBacklog = 4'096;
  boost::system::error_code error;
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(Acceptor::reuse_address(true), error);
  if (!error && endpoint.address().is_v6()) acceptor_.set_option(asio::ip::v6_only(false), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(kBacklog, error);
  return error;
}

std::uint16_t Listener::port() const {
  return acceptor_.local_endpoint().port();
}

void Listener::start() {
  asio::co_spawn(executor_, accept_all(), asio::detached);
  asio::co_spawn(executor_, close_idle(), asio::detached);
}

void Listener::stop() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
  idle_.cancel();
}

Awaitable<void> Listener::accept_all() {
  constexpr std::chrono::milliseconds kPause{50};
  while (acceptor_.is_open()) {
    auto [error, socket] = co_await acceptor_.async_accept(kAwait);
    if (!error) {
      admit(std::move(socket));
    } else if (is_out_of_something(error)) {  // the connection stays where it was: to ask at once would be to spin
      shared_.traffic.refused("descriptors");
      shared_.connections.close_oldest_idle();
      pause_.expires_after(kPause);
      co_await pause_.async_wait(kAwait);
    }
  }
}

Awaitable<void> Listener::close_idle() {
  using Clock = Connections::Clock;
  const auto idle_time = shared_.limits.idle_time;
  while (acceptor_.is_open()) {
    idle_.expires_at(shared_.connections.oldest_idle(Clock::now()) + idle_time);
    co_await idle_.async_wait(kAwait);
    shared_.connections.close_idle_since(Clock::now() - idle_time);
  }
}

void Listener::admit(Socket socket) {
  shared_.traffic.accepted().Increment();
  if (shared_.connections.size() >= most_connections_ && !shared_.connections.close_oldest_idle()) {
    turn_away(std::move(socket));
    return;
  }
  using NotSentLowWater = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_NOTSENT_LOWAT>;
  boost::system::error_code ignored;
  socket.set_option(Tcp::no_delay(true), ignored);
  socket.set_option(NotSentLowWater(kMostUnsent), ignored);
  asio::co_spawn(executor_, serve(std::move(socket), shared_), asio::detached);
}

/// All connections have a request under way: tells the client, if that needs no waiting, and closes.
void Listener::turn_away(Socket socket) {
  constexpr std::string_view kBusy =
      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  shared_.traffic.refused("connections");
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(kBusy), ignored);
}

}  // namespace server
