#include "server/guard.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "base/ascii.hpp"

namespace server {
namespace {

/// The name or address of a Host header, without port, brackets and a trailing dot, in lower case; empty if it has
/// something else beside them.
std::string host_name(std::string_view host) {
  const std::size_t end = std::min(host.starts_with('[') ? host.find(']') + 1 : host.find(':'), host.size());
  const std::string_view port = host.substr(end);
  if (!port.empty() && (port.front() != ':' || !base::kDigits.contains_all(port.substr(1)))) return {};
  std::string name = base::ascii_lower(host.substr(0, end));
  if (name.starts_with('[')) return name.substr(1, name.size() - 2);
  if (name.ends_with('.')) name.pop_back();
  return name;
}

bool equals_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && ::CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kProtection{{
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src "
     "'self'; "
     "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cache-Control", "no-store"},
}};

}  // namespace

Guard::Guard(Options options) : options_(std::move(options)) {}

ClientAddress Guard::client_of(const ClientAddress& peer, const Headers& headers) const {
  ClientAddress client = peer;
  std::vector<std::string_view> named;  // the last that was added stands last (in the last header)
  for (const auto& [name, value] : headers) {
    if (base::ascii_lower(name) != "x-forwarded-for") continue;
    for (std::string_view rest = value; !rest.empty();) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      named.push_back(trimmed(rest.substr(0, comma)));
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  while (is_trusted_proxy(client) && !named.empty()) {
    const auto address = ClientAddress::parse(named.back());
    if (!address) break;
    client = *address;
    named.pop_back();
  }
  return client;
}

std::optional<Refusal> Guard::check_source(const Request& request) const {
  const std::string_view host = request.headers.get("Host");
  if (!is_our_host(host)) {
    return Refusal{"host", error_response(421, "unknown_host",
                                          "this server is not known by the name \"" + std::string(host) +
                                              "\"; it has to be among its hosts")};
  }
  if (is_safe(request.method)) return std::nullopt;
  const std::string_view origin = request.headers.get("Origin"), site = request.headers.get("Sec-Fetch-Site");
  const bool is_own = origin.empty()
                          ? site.empty() || site == "same-origin" || site == "none"
                          : origin == "http://" + std::string(host) || origin == "https://" + std::string(host);
  if (is_own || is_allowed_origin(origin)) return std::nullopt;
  return Refusal{"cross_site", error_response(403, "cross_site", "pages of other sites may not change anything here")};
}

std::optional<Refusal> Guard::check_access(const Request& request, Access access) const {
  if (access == Access::kAnyone || options_.token.empty()) return std::nullopt;
  constexpr std::string_view kScheme = "bearer ";
  const std::string_view given = request.headers.get("Authorization");
  if (base::ascii_lower(given.substr(0, kScheme.size())) == kScheme &&
      equals_in_constant_time(given.substr(kScheme.size()), options_.token)) {
    return std::nullopt;
  }
  Refusal refusal{"token", error_response(401, "unauthorized", "expected the admin token as Authorization: Bearer")};
  refusal.response.headers.add("WWW-Authenticate", "Bearer");
  return refusal;
}

void Guard::protect(const Request& request, Response& response) const {
  for (const auto& [name, value] : kProtection) response.headers.add_default(name, value);
  if (options_.origins.empty()) return;
  response.headers.add("Vary", "Origin");
  const std::string_view origin = request.headers.get("Origin");
  if (!is_allowed_origin(origin)) return;
  response.headers.add("Access-Control-Allow-Origin", origin);
  if (request.method != Method::kOptions || !request.headers.has("Access-Control-Request-Method")) return;
  response.headers.add("Access-Control-Allow-Methods", response.headers.get("Allow"));
  response.headers.add("Access-Control-Allow-Headers", "Authorization, Content-Type");
  response.headers.add("Access-Control-Max-Age", "600");
}

bool Guard::is_our_host(std::string_view host) const {
  const std::string name = host_name(host);
  return name == "localhost" || name.ends_with(".localhost") || ClientAddress::parse(name) ||
         std::ranges::find(options_.hosts, name, host_name) != options_.hosts.end();
}

bool Guard::is_allowed_origin(std::string_view origin) const {
  return !origin.empty() && std::ranges::find(options_.origins, origin) != options_.origins.end();
}

bool Guard::is_trusted_proxy(const ClientAddress& address) const {
  return std::ranges::any_of(options_.proxies, [&](const Network& network) { return network.contains(address); });
}

}  // namespace server
