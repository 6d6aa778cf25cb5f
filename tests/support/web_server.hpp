#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace support {

/// One step of an answer: these bytes, so many times, with a pause before each time.
struct Send {
  std::string bytes;
  std::size_t times = 1;
  std::chrono::milliseconds pause{0};
};
inline constexpr std::size_t kForever = SIZE_MAX;

/// What the server does to the connection after the last step.
enum class Then : std::uint8_t {
  kKeep,   ///< waits for the next request
  kClose,  ///< ends the stream in order (FIN)
  kReset,  ///< tears it down (RST)
  kHang,   ///< leaves it open and never says a word again
};

/// What the server does with a request: the bytes it sends, status line and all, and how it goes on. Whatever a server
/// can do wrong is a value of this type.
struct Answer {
  std::vector<Send> steps;
  Then then = Then::kKeep;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

/// The bytes of an answer of that status, with `Content-Length` and the headers given.
std::string response(int status, std::string_view body, const Headers& headers = {});
/// The bytes of a 200 that is an HTML page.
std::string html(std::string_view body);
/// The bytes of a redirect.
std::string redirect(std::string_view location, int status = 302);
/// An answer that sends `bytes` at once.
Answer raw(std::string bytes, Then then = Then::kKeep);

/// A request as the server saw it.
struct SeenRequest {
  std::string target;                             ///< path and query
  Headers headers;                                ///< names in lower case
  std::chrono::steady_clock::time_point started;  ///< not before its first byte was read
  std::chrono::steady_clock::time_point ended;    ///< just before the last byte of its answer was sent; or epoch
  std::size_t on_connection = 0;                  ///< how many requests of its connection came, itself included
  std::size_t concurrent = 0;  ///< requests of the same Host that were being answered when it came, itself included

  /// The first header of that (lower-case) name, or empty.
  std::string_view header(std::string_view name) const;
};

/// A web on loopback, honest or hostile, in a thread of its own: HTTP/1.1 with keep-alive, at most 1,024 connections.
/// Stops when it is destroyed, whatever it was in the middle of. Its functions may be called from any thread.
class WebServer {
 public:
  /// What to do with the request; called on the server's thread.
  using Handler = std::function<Answer(const SeenRequest&)>;

  /// Whether it remembers what was asked: a server of millions of requests had better not.
  enum class Memory : std::uint8_t { kRequests, kNone };

  explicit WebServer(Handler handler, Memory memory = Memory::kRequests);
  /// Answers by path and query; anything else is 404.
  explicit WebServer(std::map<std::string, Answer> routes = {});
  /// A web of HTML pages, by path and query.
  static WebServer of_pages(const std::map<std::string, std::string>& pages);

  ~WebServer();

  std::uint16_t port() const;
  /// "http://127.0.0.1:PORT" and the target.
  std::string url(std::string_view target) const;
  /// What was asked so far, in order of coming; nothing if it has no memory.
  std::vector<SeenRequest> requests() const;
  /// Connections accepted so far.
  std::size_t connections() const;

 private:
  class Loop;

  std::unique_ptr<Loop> loop_;
  std::jthread thread_;
};

}  // namespace support
