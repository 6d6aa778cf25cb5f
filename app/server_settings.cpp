#include "app/server_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/quantity.hpp"
#include "crawler/ip_address.hpp"
#include "crawler/robots_cache.hpp"
#include "crawler/url.hpp"
#include "jobs/credentials.hpp"

namespace app {
namespace {

using base::ErrorKind;
using base::fail;

bool is_ipv4(std::string_view text) {
  const bool is_dotted = text.find_first_not_of("0123456789.") == std::string_view::npos;
  const auto address = is_dotted ? crawler::parse_ipv4(text) : std::nullopt;
  return address && crawler::serialize_ipv4(*address) == text;  // neither octal nor short forms
}

}  // namespace

bool ListenAddress::is_loopback() const {
  if (is_ipv4(address)) return address.starts_with("127.");
  const auto pieces = crawler::parse_ipv6(address);
  return pieces == crawler::parse_ipv6("::1") ||
         (pieces && (*pieces)[5] == 0xFFFF && (*pieces)[6] >> 8 == 127 &&
          std::all_of(pieces->begin(), pieces->begin() + 5, [](std::uint16_t piece) { return piece == 0; }));
}

bool ServerSettings::has_admin() const {
  return !admin_token.empty() || (listen.is_loopback() && hosts.empty() && trusted_proxies.empty());
}

base::Result<ListenAddress> parse_listen(std::string_view text) {
  const auto wrong = fail(ErrorKind::kTellUser,
                          fmt::format("'{}' is not an address and a port like 127.0.0.1:7878 or [::1]:7878", text));
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return wrong;
  const auto port = base::parse_count(text.substr(colon + 1), 0, 65'535);
  std::string_view address = text.substr(0, colon);
  const bool is_bracketed = address.size() > 2 && address.starts_with('[') && address.ends_with(']');
  if (is_bracketed) address = address.substr(1, address.size() - 2);
  if (!port || !(is_bracketed ? crawler::parse_ipv6(address).has_value() : is_ipv4(address))) return wrong;
  return ListenAddress{.address = std::string(address), .port = static_cast<std::uint16_t>(*port)};
}

base::Result<std::string> parse_host_name(std::string_view text) {
  const auto url = crawler::Url::parse(fmt::format("http://{}/", text));
  const bool is_bare = text.find_first_of("/?#@:*") == std::string_view::npos && !text.empty();
  if (is_bare && url && !url->host().empty()) return std::string(url->host());
  return fail(ErrorKind::kTellUser, fmt::format("'{}' is not the name of a host", text));
}

base::Result<std::string> parse_origin(std::string_view text) {
  const auto url = crawler::Url::parse(text);
  if (url && url->is_http()) {
    std::string origin = crawler::origin_of(*url);
    if (url->href() == origin + "/") return origin;
  }
  return fail(ErrorKind::kTellUser,
              fmt::format("'{}' is not an origin like https://docs.example.org", jobs::without_credentials(text)));
}

base::Result<std::string> parse_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view address = text.substr(0, slash);
  const bool is_four = is_ipv4(address);
  const bool is_whole = slash == std::string_view::npos;
  const bool has_bits = is_whole || base::parse_count(text.substr(slash + 1), 0, is_four ? 32 : 128);
  if (has_bits && (is_four || crawler::parse_ipv6(address))) return std::string(text);
  return fail(ErrorKind::kTellUser, fmt::format("'{}' is neither an address nor a network like 10.0.0.0/8", text));
}

base::Result<std::string> parse_title(std::string_view text) {
  constexpr std::size_t kMostBytes = 100;
  const bool is_control = std::ranges::any_of(text, [](unsigned char byte) { return byte < 0x20 || byte == 0x7F; });
  if (text.empty() || text.size() > kMostBytes || text.front() == ' ' || text.back() == ' ' || is_control) {
    return fail(ErrorKind::kTellUser, fmt::format("a title of 1 to {} bytes in one line is expected", kMostBytes));
  }
  return std::string(text);
}

base::Result<std::string> parse_admin_token(std::string_view text) {
  constexpr std::size_t kLeast = 16;
  if (text.size() < kLeast) {
    return fail(ErrorKind::kTellUser, fmt::format("a token of at least {} characters is expected", kLeast));
  }
  const auto parsed = jobs::parse_bearer(text);
  if (!parsed) return std::unexpected(parsed.error());
  return std::string(text);
}

base::Result<std::string> read_admin_token(const std::string& file) {
  std::ifstream in(file);
  std::string token;
  std::getline(in, token);
  if (token.ends_with('\r')) token.pop_back();
  std::string more;
  if (in && std::getline(in, more)) {
    return fail(ErrorKind::kTellUser, fmt::format("'{}' has more than one line", file));
  }
  auto parsed = parse_admin_token(token);
  if (!parsed) return fail(ErrorKind::kTellUser, fmt::format("'{}': {}", file, parsed.error().what));
  return parsed;
}

}  // namespace app
