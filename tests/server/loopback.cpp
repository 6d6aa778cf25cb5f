#include "tests/server/loopback.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cstdlib>
#include <sstream>
#include <utility>

#include "tests/support/patience.hpp"
#include "tests/support/wait_until.hpp"

namespace server {

Client::Client(std::uint16_t port, int receive_buffer) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval patience{.tv_sec = support::kPatience.count(), .tv_usec = 0};
  ::setsockopt(socket_.number(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket_.number(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (receive_buffer > 0) {
    ::setsockopt(socket_.number(), SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(socket_.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
}

void Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the server has ended it: what comes of that is read
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void Client::get(std::string_view target, std::string_view headers) {
  send("GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(headers) + "\r\n");
}

bool Client::receive_more() {
  const std::string some = receive_some();
  received_ += some;
  return !some.empty();
}

std::string Client::receive_some() {
  std::array<char, 65'536> some{};
  const ssize_t read = ::recv(socket_.number(), some.data(), some.size(), 0);
  EXPECT_FALSE(read < 0 && errno == EAGAIN) << "nothing came";
  return {some.data(), static_cast<std::size_t>(std::max<ssize_t>(read, 0))};
}

bool Client::sees_end() {
  return received_.empty() && receive_some().empty();
}

void Client::reset() {
  const linger hard{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket_.number(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  close();
}

std::optional<std::string> Client::take_until(std::string_view end) {
  std::size_t at = 0;
  while ((at = received_.find(end)) == std::string::npos) {
    if (!receive_more()) return std::nullopt;
  }
  std::string taken = received_.substr(0, at);
  received_.erase(0, at + end.size());
  return taken;
}

bool Client::take_chunks(std::string& body) {
  while (const auto size = take_until("\r\n")) {
    const std::size_t length = std::strtoul(size->c_str(), nullptr, 16);
    while (received_.size() < length + 2) {
      if (!receive_more()) return false;
    }
    body += received_.substr(0, length);
    received_.erase(0, length + 2);
    if (length == 0) return true;
  }
  return false;
}

Reply Client::receive(bool to_head) {
  Reply reply;
  const auto head = take_until("\r\n\r\n");
  if (!head) return reply;
  std::istringstream lines(*head);
  std::string line;
  std::getline(lines, line);
  reply.status = std::atoi(line.substr(line.find(' ')).c_str());
  while (std::getline(lines, line)) {
    const std::size_t colon = line.find(':');
    const std::size_t end = line.find_last_not_of('\r') + 1;
    reply.headers.add(line.substr(0, colon), line.substr(colon + 2, end - colon - 2));
  }
  if (to_head || reply.status == 204 || reply.status == 304 || reply.status / 100 == 1) {
    reply.is_whole = true;
  } else if (reply.headers.get("Transfer-Encoding") == "chunked") {
    reply.is_whole = take_chunks(reply.body);
  } else if (reply.headers.has("Content-Length")) {
    const std::size_t length = std::strtoul(std::string(reply.headers.get("Content-Length")).c_str(), nullptr, 10);
    while (received_.size() < length && receive_more()) continue;
    reply.is_whole = received_.size() >= length;
    reply.body = received_.substr(0, length);
    received_.erase(0, length);
  } else {
    while (receive_more()) continue;
    reply.body = std::exchange(received_, {});
    reply.is_whole = true;
  }
  return reply;
}

Served::Served(Router router, HttpServer::Options options) {
  auto started = HttpServer::start(std::move(options), std::move(router), metrics_, log_);
  EXPECT_TRUE(started) << started.error().what;
  server_ = *std::move(started);
}

std::optional<double> Served::metric(std::string_view name) const {
  const std::string text = "\n" + metrics_.text(), line = "\n" + std::string(name) + " ";
  const std::size_t at = text.find(line);
  if (at == std::string::npos) return std::nullopt;
  return std::strtod(text.c_str() + at + line.size(), nullptr);
}

void Served::wait_for_metric(std::string_view name, double value) const {
  SCOPED_TRACE(name);
  wait_until([&] { return metric(name) == value; });
}

Reply Served::get(std::string_view target, std::string_view headers) const {
  Client client(port());
  client.get(target, headers);
  return client.receive();
}

void wait_until(const std::function<bool()>& is_so) {
  support::wait_until(is_so);
}

Router one_route(std::string pattern, Handler handler, Runs runs, Method method) {
  Router router;
  router.add({.method = method, .pattern = std::move(pattern), .handler = std::move(handler), .runs = runs});
  return router;
}

Handler text(std::string body) {
  return [body = std::move(body)](const Request&) {
    return Response{.headers = {{"Content-Type", "text/plain"}}, .body = body};
  };
}

}  // namespace server
