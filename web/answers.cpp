#include "web/answers.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <utility>

#include "base/quantity.hpp"
#include "storage/error.hpp"

namespace web {
namespace {

constexpr std::size_t kMostText = 2'048;

server::Response without_index(const char* message) {
  auto response = server::error_response(503, "no_index", message);
  response.headers.add("Retry-After", "5");
  return response;
}

}  // namespace

server::Response answer(const views::Json& json, int status) {
  return server::json_response(status, views::dump(json));
}

server::Handler answering(server::Handler handler) {
  return [handler = std::move(handler)](const server::Request& request) {
    try {
      return handler(request);
    } catch (const BadRequest& bad) {
      return server::error_response(400, "bad_request", bad.message);
    } catch (const storage::StorageError& error) {
      using enum storage::StorageErrorKind;
      if (error.kind() == kMissing) return without_index("there is no index yet");
      if (error.kind() == kOlderVersion) return without_index("the index is being brought up to date");
      throw;
    } catch (const storage::Interrupted&) {
      return server::error_response(504, "out_of_time", "that takes longer than it may");
    }
  };
}

std::uint64_t number(const server::Request& request, std::string_view name, std::uint64_t otherwise,
                     std::uint64_t least, std::uint64_t most) {
  const auto given = request.parameter(name);
  if (!given || given->empty()) return otherwise;
  const auto count = base::parse_count(*given, least, most);
  if (!count) throw BadRequest{fmt::format("{}: {}", name, count.error().what)};
  return *count;
}

std::string text(const server::Request& request, std::string_view name) {
  const auto given = request.parameter(name);
  if (!given) throw BadRequest{fmt::format("{} is missing", name)};
  if (given->size() > kMostText) throw BadRequest{fmt::format("{} is longer than {} bytes", name, kMostText)};
  return std::string(*given);
}

views::Json time_json(std::int64_t seconds) {
  if (seconds == 0) return nullptr;
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

}  // namespace web
