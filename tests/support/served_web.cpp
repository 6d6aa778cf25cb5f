#include "tests/support/served_web.hpp"

#include <fmt/format.h>

#include <functional>
#include <utility>

namespace support {
namespace {

/// Of every page but each fifth, as there are servers that have none.
std::string etag_of(const crawler::Url& url, const crawler::Response& response) {
  const bool has_one = response.status == 200 && url.path().starts_with("/n/") && !url.path().ends_with('5');
  return has_one ? fmt::format("\"{:x}\"", std::hash<std::string>()(response.body)) : std::string();
}

}  // namespace

Answer answer(const WebGraph& web, const SeenRequest& request) {
  const auto url = crawler::Url::parse("http://" + std::string(request.header("host")) + request.target);
  const bool is_known =
      url && (url->path().starts_with("/n/") || url->path() == "/robots.txt" || url->path().starts_with("/sitemap"));
  if (!is_known) return raw(response(404, "no such page"));
  auto answered = web.answer(*url);
  if (!answered)
    return {.steps = {{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of "}}, .then = Then::kClose};
  const std::string etag = etag_of(*url, *answered);
  if (etag.empty()) return raw(response(answered->status, answered->body, answered->headers));
  answered->headers.emplace_back("etag", etag);
  if (request.header("if-none-match") == etag) return raw(response(304, "", answered->headers));
  return raw(response(answered->status, answered->body, answered->headers));
}

}  // namespace support
