#include "tests/support/tls_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "tests/support/patience.hpp"

namespace support {
namespace {

constexpr std::array kNames{TlsServer::kGood, TlsServer::kExpired, TlsServer::kWrongName, TlsServer::kSelfSigned,
                            TlsServer::kNoIntermediate};

/// Makes certificates in a folder by the `openssl` program: `name`.pem and `name`.key.
class Authority {
 public:
  explicit Authority(const TemporaryFolder& folder) : folder_(folder) {
    write_bytes(folder / "authority.conf", "basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign\n");
    request("root", "root");
    sign("root", {"-signkey", "root.key", "-extfile", "authority.conf"});
    request("intermediate", "intermediate");
    sign("intermediate", {"-CA", "root.pem", "-CAkey", "root.key", "-extfile", "authority.conf"});
  }

  /// A certificate for the host `named`, in the file of `name`.
  void issue(std::string_view name, std::string_view named, std::string_view days) {
    extend(named);
    request(name, named);
    sign(name, {"-CA", "intermediate.pem", "-CAkey", "intermediate.key", "-extfile", "leaf.conf"}, days);
  }

  void sign_by_itself(std::string_view name) {
    extend(name);
    request(name, name);
    sign(name, {"-signkey", std::string(name) + ".key", "-extfile", "leaf.conf"});
  }

  /// Puts the intermediate behind the leaf, as a server has to send it.
  void complete(std::string_view name) {
    const std::filesystem::path file = folder_ / (std::string(name) + ".pem");
    write_bytes(file, bytes_of(file) + bytes_of(folder_ / "intermediate.pem"));
  }

 private:
  void extend(std::string_view host) {
    write_bytes(folder_ / "leaf.conf", "subjectAltName=DNS:" + std::string(host) + "\n");
  }

  void request(std::string_view name, std::string_view subject) {
    const std::string base(name);
    run({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", base + ".key", "-out",
         base + ".csr", "-subj", "/CN=" + std::string(subject)});
  }

  void sign(std::string_view name, const std::vector<std::string>& by, std::string_view days = "2") {
    const std::string base(name);
    std::vector<std::string> arguments{"x509", "-req",        "-in",   base + ".csr",
                                       "-out", base + ".pem", "-days", std::string(days)};
    arguments.insert(arguments.end(), by.begin(), by.end());
    run(std::move(arguments));
  }

  void run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "openssl");
    const Ended ended = Process(arguments, {}, folder_.path()).wait();
    if (ended.exit_code != 0) throw std::runtime_error("openssl: " + ended.err);
  }

  const TemporaryFolder& folder_;
};

void make_certificates(const TemporaryFolder& folder) {
  constexpr std::string_view kTwoDays = "2";
  Authority authority(folder);
  authority.issue(TlsServer::kGood, TlsServer::kGood, kTwoDays);
  authority.issue(TlsServer::kExpired, TlsServer::kExpired, "-1");
  authority.issue(TlsServer::kWrongName, "another.test", kTwoDays);
  authority.issue(TlsServer::kNoIntermediate, TlsServer::kNoIntermediate, kTwoDays);
  authority.sign_by_itself(TlsServer::kSelfSigned);
  for (const std::string_view name : {TlsServer::kGood, TlsServer::kExpired, TlsServer::kWrongName}) {
    authority.complete(name);
  }
}

/// A loopback address of a family: at a port that is free while this is asked, or at one that is given.
struct Loopback {
  explicit Loopback(int family, std::uint16_t port = 0) {
    if (family == AF_INET) {
      ipv4 = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    } else {
      ipv6.sin6_family = AF_INET6;
      ipv6.sin6_port = htons(port);
      ipv6.sin6_addr = in6addr_loopback;
    }
  }

  template <auto call>
  bool apply(int socket) const {
    const bool is_ipv6 = ipv6.sin6_family == AF_INET6;
    const auto* address = is_ipv6 ? reinterpret_cast<const sockaddr*>(&ipv6) : reinterpret_cast<const sockaddr*>(&ipv4);
    return call(socket, address, is_ipv6 ? sizeof ipv6 : sizeof ipv4) == 0;
  }

  sockaddr_in ipv4{};
  sockaddr_in6 ipv6{};
};

/// 0 where there is no such family.
std::uint16_t free_port(int family) {
  const int probe = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in6 bound{};  // has its port where sockaddr_in has it
  socklen_t size = sizeof bound;
  const bool found = probe >= 0 && Loopback(family).apply<bind>(probe) &&
                     getsockname(probe, reinterpret_cast<sockaddr*>(&bound), &size) == 0;
  if (probe >= 0) close(probe);
  return found ? ntohs(bound.sin6_port) : std::uint16_t{0};
}

bool answers(int family, std::uint16_t port) {
  const int client = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool connected = client >= 0 && Loopback(family, port).apply<connect>(client);
  if (client >= 0) close(client);
  return connected;
}

void wait_for(int family, std::uint16_t port) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!answers(family, port)) {
    if (std::chrono::steady_clock::now() > end) throw std::runtime_error("nginx does not answer");
    std::this_thread::yield();
  }
}

std::string server_block(const std::string& listen, const std::string& rest) {
  return "server { listen " + listen + "; " + rest +
         " location / { default_type text/html; return 200 $server_protocol; } }\n";
}

std::string configuration(std::uint16_t port, std::uint16_t ipv6_port) {
  std::string text = "daemon off; master_process off; pid pid; error_log error.log; events {}\nhttp { access_log off;";
  for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
    text.append(" ").append(kind).append("_temp_path temporary;");
  }
  text += "\n";
  for (const std::string_view view : kNames) {
    const std::string name(view);
    std::string certificate = "server_name " + name;
    certificate.append("; ssl_certificate ").append(name).append(".pem; ssl_certificate_key ").append(name);
    text += server_block("127.0.0.1:" + std::to_string(port) + " ssl http2", certificate + ".key;");
  }
  if (ipv6_port != 0) text += server_block("[::1]:" + std::to_string(ipv6_port), "");
  return text + "}\n";
}

}  // namespace

TlsServer::TlsServer() {
  make_certificates(folder_);
  port_ = free_port(AF_INET);
  const std::uint16_t ipv6_port = free_port(AF_INET6);
  if (ipv6_port != 0) ipv6_url_ = "http://[::1]:" + std::to_string(ipv6_port) + "/";
  write_bytes(folder_ / "nginx.conf", configuration(port_, ipv6_port));
  nginx_ = std::make_unique<Process>(
      std::vector<std::string>{"setpriv", "--pdeathsig", "KILL", "/usr/sbin/nginx", "-p", folder_.path().string(), "-e",
                               (folder_ / "error.log").string(), "-c", (folder_ / "nginx.conf").string()});
  wait_for(AF_INET, port_);
  if (ipv6_port != 0) wait_for(AF_INET6, ipv6_port);
}

std::string TlsServer::url(std::string_view host) const {
  return "https://" + std::string(host) + ":" + std::to_string(port_) + "/";
}

std::vector<std::string> TlsServer::resolve() const {
  std::vector<std::string> entries;
  for (const std::string_view name : kNames) {
    entries.push_back(std::string(name) + ":" + std::to_string(port_) + ":127.0.0.1");
  }
  return entries;
}

}  // namespace support
