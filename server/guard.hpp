#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/client_address.hpp"
#include "server/request.hpp"
#include "server/response.hpp"
#include "server/router.hpp"

namespace server {

/// Why a request is not answered.
struct Refusal {
  std::string reason;  ///< one word, for metrics: "host", "cross_site", "token"
  Response response;
};

/// What keeps a server, and the browsers that look at it, safe: the same for all routes. Any thread may call it.
class Guard {
 public:
  struct Options {
    /// Names by which the server may be asked, beside "localhost", names below it, and addresses. Another one is a name
    /// that was bound to our address to read us through a browser (DNS rebinding); an address cannot be.
    std::vector<std::string> hosts;
    /// Origins ("https://docs.example.org") whose pages may read answers (CORS) and send what changes something.
    std::vector<std::string> origins;
    /// What routes of `Access::kAdmin` want as `Authorization: Bearer TOKEN`. Empty: they want nothing.
    std::string token;
    /// Who may say in `X-Forwarded-For` for whom it asks.
    std::vector<Network> proxies;
  };

  explicit Guard(Options options);

  /// Who asks: the peer, or whom a trusted proxy names: the last address that is not itself a trusted proxy's.
  ClientAddress client_of(const ClientAddress& peer, const Headers& headers) const;

  /// Host and origin of a request: 421 for a name that is not ours (RFC 9110, 15.5.20), 403 for a method that changes
  /// something, sent by a page of another site. Who says nothing of a site (a program, not a browser) may.
  std::optional<Refusal> check_source(const Request& request) const;
  /// 401 without the token, compared in a time that does not depend on how much of it is right, its length aside.
  std::optional<Refusal> check_access(const Request& request, Access access) const;

  /// The headers that an answer has to have; those that it has already stay.
  void protect(const Request& request, Response& response) const;

 private:
  bool is_our_host(std::string_view host) const;
  bool is_allowed_origin(std::string_view origin) const;
  bool is_trusted_proxy(const ClientAddress& address) const;

  const Options options_;
};

}  // namespace server
