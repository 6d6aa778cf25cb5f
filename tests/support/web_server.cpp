#include "tests/support/web_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <mutex>
#include <stdexcept>
#include <system_error>

namespace support {
namespace {

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;

constexpr std::size_t kMaxConnections = 1024;
constexpr std::size_t kMaxRequestBytes = std::size_t{64} << 10;

/// A file descriptor that is closed with it.
class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {
    if (descriptor < 0) throw std::system_error(errno, std::generic_category());
  }
  Descriptor(Descriptor&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~Descriptor() {
    if (descriptor_ >= 0) close(descriptor_);
  }

  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

Descriptor listen_on_loopback() {
  Descriptor listener(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
      listen(listener.get(), static_cast<int>(kMaxConnections)) != 0) {
    throw std::system_error(errno, std::generic_category());
  }
  return listener;
}

std::uint16_t port_of(const Descriptor& listener) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

std::string_view find_header(const Headers& headers, std::string_view name) {
  const auto found = std::ranges::find(headers, name, &Headers::value_type::first);
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

/// "GET /target HTTP/1.1" and header lines. Trusts its client, which is a test.
SeenRequest parse_request(std::string_view head) {
  SeenRequest request;
  const std::string_view line = head.substr(0, head.find("\r\n"));
  const std::size_t target = line.find(' ') + 1;
  request.target = line.substr(target, line.rfind(' ') - target);
  for (head.remove_prefix(line.size() + 2); !head.empty();) {
    const std::string_view header = head.substr(0, head.find("\r\n"));
    const std::size_t colon = header.find(": ");
    std::string name(header.substr(0, colon));
    std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
    if (colon != std::string_view::npos) request.headers.emplace_back(std::move(name), header.substr(colon + 2));
    head.remove_prefix(std::min(head.size(), header.size() + 2));
  }
  return request;
}

}  // namespace

class WebServer::Loop {
 public:
  Loop(Handler handler, Memory memory)
      : handler_(std::move(handler)), remembers_(memory == Memory::kRequests), port_(port_of(listener_)) {}

  void run(const std::stop_token& stop);
  std::uint16_t port() const { return port_; }
  std::vector<SeenRequest> requests() const;
  std::size_t connections() const;

 private:
  struct Connection {
    Descriptor socket;
    std::string input;
    TimePoint input_began;
    bool answering = false;
    Answer answer;  ///< being sent
    std::size_t step = 0;
    std::size_t times = 0;   ///< that the step was sent already
    std::size_t offset = 0;  ///< in the step's bytes
    TimePoint pause_until;
    std::size_t requests = 0;
    std::size_t request = 0;  ///< index of the last one in `requests_`
    std::string host;
    bool open = true;

    /// After its last step.
    bool hangs() const { return answering && step == answer.steps.size(); }
    bool pauses(TimePoint now) const { return answering && now < pause_until; }
  };

  void accept_one();
  void turn(Connection& connection, bool readable, TimePoint now);
  void read(Connection& connection);
  void begin_answer(Connection& connection);
  void begin_step(Connection& connection);
  void send_some(Connection& connection);
  void end_answer(Connection& connection);
  void close(Connection& connection);

  const Handler handler_;
  const bool remembers_;
  const Descriptor listener_ = listen_on_loopback();
  const std::uint16_t port_;
  const Descriptor wake_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  std::vector<std::unique_ptr<Connection>> connections_;
  std::map<std::string, std::size_t> concurrent_;  ///< by Host

  mutable std::mutex mutex_;
  std::vector<SeenRequest> requests_;  ///< guarded by `mutex_`
  std::size_t accepted_ = 0;           ///< guarded by `mutex_`
};

void WebServer::Loop::run(const std::stop_token& stop) {
  const std::stop_callback wake(stop, [this] { eventfd_write(wake_.get(), 1); });
  while (!stop.stop_requested()) {
    std::vector<pollfd> polled{{wake_.get(), POLLIN, 0}, {listener_.get(), POLLIN, 0}};
    TimePoint next = TimePoint::max();
    TimePoint now = Clock::now();
    for (const auto& connection : connections_) {
      const bool sends = connection->answering && !connection->hangs() && !connection->pauses(now);
      if (connection->pauses(now)) next = std::min(next, connection->pause_until);
      polled.push_back({connection->socket.get(), static_cast<short>(sends ? POLLOUT | POLLIN : POLLIN), 0});
    }
    const auto time = std::min<Clock::duration>(std::max<Clock::duration>(next - now, Clock::duration::zero()),
                                                std::chrono::minutes(1));
    poll(polled.data(), polled.size(), static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(time).count()));
    now = Clock::now();
    for (std::size_t i = 0; i < connections_.size(); ++i) turn(*connections_[i], polled[i + 2].revents != 0, now);
    std::erase_if(connections_, [](const auto& connection) { return !connection->open; });
    if (polled[1].revents != 0) accept_one();
  }
}

void WebServer::Loop::accept_one() {
  const int accepted = accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (accepted < 0) return;
  Descriptor socket(accepted);
  if (connections_.size() == kMaxConnections) return;
  const int on = 1;
  setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  connections_.push_back(std::make_unique<Connection>(std::move(socket)));
  const std::lock_guard lock(mutex_);
  ++accepted_;
}

void WebServer::Loop::turn(Connection& connection, bool ready, TimePoint now) {
  if (ready) read(connection);
  if (connection.open && !connection.answering) begin_answer(connection);
  if (connection.open && connection.answering && !connection.hangs() && !connection.pauses(now)) send_some(connection);
}

void WebServer::Loop::read(Connection& connection) {
  std::array<char, std::size_t{16} << 10> bytes;
  const ssize_t count = recv(connection.socket.get(), bytes.data(), bytes.size(), 0);
  if (count < 0 && errno == EAGAIN) return;
  if (count <= 0 || connection.input.size() > kMaxRequestBytes) return close(connection);
  if (connection.input.empty()) connection.input_began = Clock::now();
  connection.input.append(bytes.data(), static_cast<std::size_t>(count));
}

void WebServer::Loop::begin_answer(Connection& connection) {
  const std::size_t end = connection.input.find("\r\n\r\n");
  if (end == std::string::npos) return;
  SeenRequest request = parse_request(std::string_view(connection.input).substr(0, end));
  connection.input.erase(0, end + 4);
  connection.host = request.header("host");
  request.started = connection.input_began;
  request.concurrent = ++concurrent_[connection.host];
  request.on_connection = ++connection.requests;
  connection.answer = handler_(request);
  connection.answering = true;
  if (remembers_) {
    const std::lock_guard lock(mutex_);
    connection.request = requests_.size();
    requests_.push_back(std::move(request));
  }
  connection.step = 0;
  begin_step(connection);
}

void WebServer::Loop::begin_step(Connection& connection) {
  connection.times = connection.offset = 0;
  if (connection.hangs()) return end_answer(connection);
  connection.pause_until = Clock::now() + connection.answer.steps[connection.step].pause;
}

void WebServer::Loop::send_some(Connection& connection) {
  const Send& step = connection.answer.steps[connection.step];
  const std::string_view rest = std::string_view(step.bytes).substr(connection.offset);
  const bool last = connection.step + 1 == connection.answer.steps.size() && connection.times + 1 == step.times;
  if (last && remembers_) {  // before it is sent, so that no client can come back earlier than that
    const std::lock_guard lock(mutex_);
    requests_[connection.request].ended = Clock::now();
  }
  const ssize_t sent = send(connection.socket.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
  if (sent < 0 && errno == EAGAIN) return;
  if (sent < 0) return close(connection);
  connection.offset += static_cast<std::size_t>(sent);
  if (connection.offset < step.bytes.size()) return;
  connection.offset = 0;
  connection.pause_until = Clock::now() + step.pause;
  if (++connection.times < step.times) return;
  ++connection.step;
  begin_step(connection);
}

void WebServer::Loop::end_answer(Connection& connection) {
  switch (connection.answer.then) {
    case Then::kHang:
      return;
    case Then::kKeep:
      --concurrent_[connection.host];
      connection.answering = false;
      return;
    case Then::kReset: {
      const linger now{.l_onoff = 1, .l_linger = 0};
      setsockopt(connection.socket.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
      return close(connection);
    }
    case Then::kClose:
      return close(connection);
  }
}

void WebServer::Loop::close(Connection& connection) {
  if (connection.answering) --concurrent_[connection.host];
  connection.open = false;
}

std::vector<SeenRequest> WebServer::Loop::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::size_t WebServer::Loop::connections() const {
  const std::lock_guard lock(mutex_);
  return accepted_;
}

WebServer::WebServer(Handler handler, Memory memory)
    : loop_(std::make_unique<Loop>(std::move(handler), memory)),
      thread_([loop = loop_.get()](const std::stop_token& stop) { loop->run(stop); }) {}

WebServer::WebServer(std::map<std::string, Answer> routes)
    : WebServer([routes = std::move(routes)](const SeenRequest& request) {
        const auto found = routes.find(request.target);
        return found == routes.end() ? raw(response(404, "not here")) : found->second;
      }) {}

WebServer WebServer::of_pages(const std::map<std::string, std::string>& pages) {
  std::map<std::string, Answer> routes;
  for (const auto& [target, body] : pages) routes[target] = raw(html(body));
  return WebServer(std::move(routes));
}

WebServer::~WebServer() = default;

std::uint16_t WebServer::port() const {
  return loop_->port();
}

std::string WebServer::url(std::string_view target) const {
  return "http://127.0.0.1:" + std::to_string(port()) + std::string(target);
}

std::vector<SeenRequest> WebServer::requests() const {
  return loop_->requests();
}

std::size_t WebServer::connections() const {
  return loop_->connections();
}

std::string_view SeenRequest::header(std::string_view name) const {
  return find_header(headers, name);
}

std::string response(int status, std::string_view body, const Headers& headers) {
  std::string bytes = "HTTP/1.1 " + std::to_string(status) + " Status\r\n";
  for (const auto& [name, value] : headers) bytes.append(name).append(": ").append(value).append("\r\n");
  bytes.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n").append(body);
  return bytes;
}

std::string html(std::string_view body) {
  return response(200, body, {{"Content-Type", "text/html"}});
}

std::string redirect(std::string_view location, int status) {
  return response(status, "", {{"Location", std::string(location)}});
}

Answer raw(std::string bytes, Then then) {
  return {.steps = {{.bytes = std::move(bytes)}}, .then = then};
}

}  // namespace support
