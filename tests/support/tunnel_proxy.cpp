#include "tests/support/tunnel_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <initializer_list>
#include <mutex>
#include <stop_token>
#include <string_view>
#include <system_error>
#include <utility>

namespace support {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";

/// A file descriptor that is closed with it.
struct Descriptor {
  explicit Descriptor(int number_) : number(number_) {
    if (number < 0) throw std::system_error(errno, std::generic_category());
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(number); }

  int number;
};

sockaddr_in loopback(std::uint16_t port) {
  return {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
}

int new_socket() {
  return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

std::uint16_t listen_on_loopback(const Descriptor& listener) {
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* const bound = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener.number, bound, size) != 0 || listen(listener.number, 16) != 0 ||
      getsockname(listener.number, bound, &size) != 0) {
    throw std::system_error(errno, std::generic_category());
  }
  return ntohs(address.sin_port);
}

std::string base64(std::string_view bytes) {  // RFC 4648, 4
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = group << 8 | (i + j < bytes.size() ? static_cast<std::uint8_t>(bytes[i + j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) text += i + j <= bytes.size() ? kAlphabet[group >> (18 - 6 * j) & 63] : '=';
  }
  return text;
}

/// The port of "CONNECT host:port HTTP/1.1".
std::uint16_t port_of(std::string_view head) {
  const std::string_view line = head.substr(0, head.find(" HTTP/"));
  return static_cast<std::uint16_t>(std::stoi(std::string(line.substr(line.rfind(':') + 1))));
}

void send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

/// What has come; empty at the end.
std::string receive(int socket) {
  std::array<char, std::size_t{16} << 10> bytes;
  const ssize_t count = recv(socket, bytes.data(), bytes.size(), 0);
  return {bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
}

}  // namespace

class TunnelProxy::Loop {
 public:
  explicit Loop(const std::string& credentials)
      : wanted_(credentials.empty() ? "" : "Proxy-Authorization: Basic " + base64(credentials) + "\r\n") {}

  void run(const std::stop_token& stop) {
    const std::stop_callback wake(stop, [this] { eventfd_write(wake_.number, 1); });
    while (wait_for({listener_.number}) == listener_.number) {
      const Descriptor client(accept4(listener_.number, nullptr, nullptr, SOCK_CLOEXEC));
      const std::string head = read_head(client.number);
      if (!head.ends_with(kHeadEnd)) continue;
      {
        const std::lock_guard lock(mutex_);
        heads_.push_back(head);
      }
      if (head.contains(wanted_)) {
        tunnel(client.number, port_of(head));
      } else {
        send_all(client.number, "HTTP/1.1 407 Credentials\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      }
    }
  }

  std::uint16_t port() const { return port_; }

  std::vector<std::string> heads() const {
    const std::lock_guard lock(mutex_);
    return heads_;
  }

 private:
  /// The first of them that has something to say; -1 when it is time to stop.
  int wait_for(std::initializer_list<int> sockets) const {
    std::vector<pollfd> polled{{wake_.number, POLLIN, 0}};
    for (const int socket : sockets) polled.push_back({socket, POLLIN, 0});
    poll(polled.data(), polled.size(), -1);
    if (polled.front().revents != 0) return -1;
    for (const pollfd& one : polled) {
      if (one.revents != 0) return one.fd;
    }
    return -1;
  }

  std::string read_head(int client) const {
    std::string head;
    while (!head.ends_with(kHeadEnd) && wait_for({client}) == client) {
      const std::string more = receive(client);
      if (more.empty()) break;
      head += more;
    }
    return head;
  }

  void tunnel(int client, std::uint16_t port) const {
    const Descriptor server(new_socket());
    const sockaddr_in address = loopback(port);
    if (connect(server.number, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return;
    send_all(client, "HTTP/1.1 200 Connected\r\n\r\n");
    while (true) {
      const int from = wait_for({client, server.number});
      const std::string bytes = from < 0 ? "" : receive(from);
      if (bytes.empty()) return;
      send_all(from == client ? server.number : client, bytes);
    }
  }

  const std::string wanted_;
  const Descriptor listener_{new_socket()};
  const std::uint16_t port_ = listen_on_loopback(listener_);
  const Descriptor wake_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};

  mutable std::mutex mutex_;
  std::vector<std::string> heads_;  ///< guarded by `mutex_`
};

TunnelProxy::TunnelProxy(const std::string& credentials)
    : loop_(std::make_unique<Loop>(credentials)),
      thread_([loop = loop_.get()](const std::stop_token& stop) { loop->run(stop); }) {}

TunnelProxy::~TunnelProxy() = default;

std::uint16_t TunnelProxy::port() const {
  return loop_->port();
}

std::vector<std::string> TunnelProxy::heads() const {
  return loop_->heads();
}

}  // namespace support
