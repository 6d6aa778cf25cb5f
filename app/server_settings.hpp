#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/log.hpp"

namespace app {

/// Where a server listens.
struct ListenAddress {
  std::string address = "127.0.0.1";  ///< an IP address, IPv6 without brackets
  std::uint16_t port = 7878;

  bool is_loopback() const;
  friend bool operator==(const ListenAddress&, const ListenAddress&) = default;
};

/// How the daemon is reached, and by whom.
struct ServerSettings {
  ListenAddress listen;
  std::vector<std::string> hosts;                      ///< names by which it may be asked beside loopback's; lower case
  std::string admin_token;                             ///< a secret; empty: there is none
  std::vector<std::string> cors_origins;               ///< "https://docs.example.org"
  std::vector<std::string> trusted_proxies;            ///< an address each, or "10.0.0.0/8"
  std::chrono::microseconds request_interval{50'000};  ///< of one client, in the long run
  std::size_t burst = 100;                             ///< of its requests at once, after a pause
  std::size_t workers = 2;                             ///< threads that search
  std::string title = "Search";                        ///< of the search page
  std::chrono::milliseconds search_timeout{2'000};
  base::LogFormat log_format = base::LogFormat::kText;
  base::LogLevel log_level = base::LogLevel::kInfo;

  /// Whether the operator's page and API are there: with a token, or where nobody but this machine can ask. What has
  /// further names or a proxy in front of it is reached from elsewhere.
  bool has_admin() const;

  friend bool operator==(const ServerSettings&, const ServerSettings&) = default;
};

/// `127.0.0.1:7878`, `[::1]:7878`; not a name. Port 0 is any that is free.
base::Result<ListenAddress> parse_listen(std::string_view text);

/// A host's name, without port; returned in lower case.
base::Result<std::string> parse_host_name(std::string_view text);

/// `https://docs.example.org`, a URL without path; returned as browsers send it.
base::Result<std::string> parse_origin(std::string_view text);

/// `192.0.2.1`, `10.0.0.0/8`, `2001:db8::/32`; returned as it is.
base::Result<std::string> parse_network(std::string_view text);

/// What a page may be called: 1 to 100 bytes of UTF-8 in one line, without spaces around it.
base::Result<std::string> parse_title(std::string_view text);

/// At least 16 characters that may stand in `Authorization: Bearer TOKEN` (RFC 6750, 2.1). No error tells it.
base::Result<std::string> parse_admin_token(std::string_view text);

/// The token that is the only line of a file.
base::Result<std::string> read_admin_token(const std::string& file);

}  // namespace app
