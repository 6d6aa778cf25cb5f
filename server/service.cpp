#include "server/service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <random>
#include <string_view>
#include <utility>

#include "base/ascii.hpp"
#include "crawler/date.hpp"

namespace server {
namespace {

constexpr std::size_t kLongestId = 64;
constexpr base::ByteSet kPlain = base::kLetters | base::kDigits | base::ByteSet("-_.");

std::string allow(const std::vector<Method>& methods) {
  std::string names;
  for (const Method method : methods) names.append(names.empty() ? "" : ", ").append(name_of(method));
  return names;
}

Response too_many(std::chrono::seconds wait) {
  Response response = error_response(429, "too_many_requests", "too many requests from this address; try again later");
  response.headers.add("Retry-After", std::to_string(wait.count()));
  return response;
}

/// Weak comparison (RFC 9110, 8.8.3.2) with a list of tags; "*" is any.
bool has_tag(std::string_view list, std::string_view tag) {
  const std::string_view opaque = tag.starts_with("W/") ? tag.substr(2) : tag;
  return trimmed(list) == "*" || (!opaque.empty() && list.find(opaque) != std::string_view::npos);
}

/// Which of its forms, with the headers of that.
void choose_form(const Request& request, Response& response, const Asset& asset) {
  response.headers.add_default("Content-Type", asset.type);
  response.headers.add_default("Cache-Control", "no-cache");  // kept, and asked for each time
  if (asset.gzip.empty()) {
    response.headers.add_default("ETag", asset.tag);
    return;
  }
  response.headers.add("Vary", "Accept-Encoding");
  const bool is_gzip = has_token(request.headers.get("Accept-Encoding"), "gzip");
  if (is_gzip) response.headers.add("Content-Encoding", "gzip");
  response.headers.add_default("ETag", is_gzip ? asset.tag.substr(0, asset.tag.size() - 1) + "-gzip\"" : asset.tag);
}

}  // namespace

Service::Service(Guard::Options guard, Clients::Options clients, Router router, Traffic& traffic, const base::Log& log)
    : guard_(std::move(guard)),
      router_(std::move(router)),
      clients_(clients),
      traffic_(traffic),
      log_(log),
      first_id_(std::uint64_t{std::random_device()()} << 32U) {}

void Service::introduce(Request& request, const ClientAddress& peer) {
  request.client = guard_.client_of(peer, request.headers);
  const std::string_view given = request.headers.get("X-Request-Id");
  const bool is_plain = !given.empty() && given.size() <= kLongestId && kPlain.contains_all(given);
  request.id = is_plain ? std::string(given) : new_id();
}

std::variant<const Route*, Response> Service::admit(Request& request) {
  traffic_.in_flight().Increment();
  if (const auto wait = clients_.enter(request.client, Clock::now())) {
    traffic_.refused("rate");
    return too_many(*wait);
  }
  if (auto refusal = guard_.check_source(request)) return refused(*std::move(refusal));
  auto found = find_route(request);
  const Route* const* route = std::get_if<const Route*>(&found);
  if (!route) return found;
  if (auto refusal = guard_.check_access(request, (*route)->access)) return refused(*std::move(refusal));
  return found;
}

std::variant<const Route*, Response> Service::find_route(Request& request) const {
  Found found = router_.find(request.method, request.path);
  if (found.route) {
    request.captures = std::move(found.captures);
    return found.route;
  }
  if (request.method == Method::kOptions && (request.path == "*" || !found.allowed.empty())) {
    return Response{.status = 204, .headers = {{"Allow", allow(found.allowed)}}, .body = {}};
  }
  if (found.allowed.empty()) return error_response(404, "not_found", "there is nothing at " + request.path);
  Response response = error_response(405, "method_not_allowed",
                                     fmt::format("{} does not take {}", request.path, name_of(request.method)));
  response.headers.add("Allow", allow(found.allowed));
  return response;
}

Response Service::answer(const Route& route, const Request& request) const {
  try {
    return route.handler(request);
  } catch (const std::exception& failure) {
    log_.error("a request failed", {{"request", request.id}, {"route", route.pattern}, {"reason", failure.what()}});
  } catch (...) {
    log_.error("a request failed", {{"request", request.id}, {"route", route.pattern}});
  }
  return error_response(500, "internal_error", "something went wrong here; the log has it as request " + request.id);
}

void Service::finish(const Request& request, Response& response) const {
  if (const auto* asset = std::get_if<std::shared_ptr<const Asset>>(&response.body)) {
    choose_form(request, response, **asset);
  }
  const bool is_asked = request.method == Method::kGet || request.method == Method::kHead;
  if (is_asked && response.status == 200 &&
      has_tag(request.headers.get("If-None-Match"), response.headers.get("ETag"))) {
    response.status = 304;
    response.body = std::string();
  }
  response.headers.add("X-Request-Id", request.id);
  response.headers.add_default(
      "Date", crawler::http_date(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())));
  guard_.protect(request, response);
}

void Service::done(const Request& request, const Outcome& outcome) {
  traffic_.in_flight().Decrement();
  clients_.leave(request.client);
  const std::string route = outcome.route ? outcome.route->pattern : "none";
  traffic_.answered(route, request.method, outcome.status, outcome.took, outcome.bytes);
  const double milliseconds = std::chrono::duration<double, std::milli>(outcome.took).count();
  log_.info(outcome.is_cut ? "request cut off" : "request", {{"request", request.id},
                                                             {"client", request.client.text()},
                                                             {"method", name_of(request.method)},
                                                             {"path", request.path},
                                                             {"route", route},
                                                             {"status", outcome.status},
                                                             {"bytes", outcome.bytes},
                                                             {"ms", milliseconds}});
}

Response Service::refused(Refusal refusal) {
  traffic_.refused(refusal.reason);
  return std::move(refusal.response);
}

std::string Service::new_id() {
  return fmt::format("{:016x}", first_id_ + ids_++);
}

}  // namespace server
