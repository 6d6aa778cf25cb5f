#include "tests/support/served_web.hpp"

namespace support {

Answer answer(const WebGraph& web, const SeenRequest& request) {
  const auto url = crawler::Url::parse("http://" + std::string(request.header("host")) + request.target);
  if (!url || !url->path().starts_with("/n/")) return raw(response(404, "no such page"));
  const auto answered = web.answer(*url);
  if (!answered)
    return {.steps = {{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of "}}, .then = Then::kClose};
  return raw(response(answered->status, answered->body, answered->headers));
}

}  // namespace support
