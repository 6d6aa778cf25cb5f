#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.hpp"
#include "crawler/descriptor.hpp"
#include "server/headers.hpp"
#include "server/http_server.hpp"

namespace server {

/// An answer as a client sees it.
struct Reply {
  int status = 0;  ///< 0 if the connection ended before there was a whole one
  Headers headers;
  std::string body;  ///< decoded of its transfer coding
  bool is_whole = false;
};

/// A client that says exactly what it is told to, over a socket of its own. What does not come makes it fail after
/// `support::kPatience`.
class Client {
 public:
  /// `receive_buffer`: bytes that the system keeps for it; 0 is the system's choice.
  explicit Client(std::uint16_t port, int receive_buffer = 0);
  Client(Client&&) = default;

  void send(std::string_view bytes);
  /// "GET target HTTP/1.1" with Host and these header lines, each ended by CRLF.
  void get(std::string_view target, std::string_view headers = "");
  /// The next answer; `to_head` if it has no body whatever its length.
  Reply receive(bool to_head = false);
  /// Waits for bytes, at least one; empty at the end.
  std::string receive_some();
  /// Whether the server ends the connection, without another byte.
  bool sees_end();
  void close() { socket_ = crawler::Descriptor(); }
  /// Closes it so that the server is told at once, whatever is unread.
  void reset();

 private:
  bool receive_more();
  std::optional<std::string> take_until(std::string_view end);
  bool take_chunks(std::string& body);

  crawler::Descriptor socket_;
  std::string received_;
};

/// A server on loopback, with what it needs.
class Served {
 public:
  explicit Served(Router router, HttpServer::Options options = {});

  std::uint16_t port() const { return server_->port(); }
  HttpServer& server() { return *server_; }
  Metrics& metrics() { return metrics_; }
  /// The value of a line of the metrics, by all that stands before it; nothing if there is no such line.
  std::optional<double> metric(std::string_view name) const;
  /// Waits until it has that value.
  void wait_for_metric(std::string_view name, double value) const;
  Reply get(std::string_view target, std::string_view headers = "") const;

 private:
  Metrics metrics_;
  base::Log log_{{.least = base::LogLevel::kError}};
  std::unique_ptr<HttpServer> server_;
};

/// Waits until it is so.
void wait_until(const std::function<bool()>& is_so);

/// A router of one route.
Router one_route(std::string pattern, Handler handler, Runs runs = Runs::kHere, Method method = Method::kGet);
/// That answers with a text.
Handler text(std::string body);

}  // namespace server
