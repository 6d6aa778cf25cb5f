#include "web/crawl_api.hpp"

#include <fmt/format.h>

#include <chrono>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "base/quantity.hpp"
#include "lazy/generator.hpp"
#include "lazy/turn.hpp"
#include "storage/job_samples.hpp"
#include "storage/jobs.hpp"
#include "web/answers.hpp"
#include "web/job_json.hpp"

namespace web {
namespace {

using namespace std::chrono_literals;
using jobs::Board;
using jobs::JobOrder;
using server::Method;
using server::Request;
using server::Response;
using views::Json;

constexpr auto kAnswerTime = 10s;  // an order waits for the crawling thread's next turn, and for a job to stop
constexpr auto kSilence = 15s;     // of an event stream, before a comment shows that it lives

std::int64_t id_of(const Request& request) {
  const auto id = base::parse_count(request.capture("id"), 1);
  if (!id) throw BadRequest{"the id of a crawl is a number"};
  return static_cast<std::int64_t>(*id);
}

Response no_such_crawl() {
  return server::error_response(404, "no_such_crawl", "there is no such crawl");
}

Response sites(const Board& board) {
  Json list = Json::array();
  for (const jobs::SiteStatus& site : board.sites()) list.push_back(json_of(site));
  return answer({{"sites", std::move(list)}});
}

Response crawls(const Request& request, Searchers& searchers) {
  const std::string site(request.parameter("site").value_or(""));
  const std::uint64_t limit = number(request, "limit", 50, 1, 1'000);
  const std::uint64_t before = number(request, "before", base::kMostCount, 1, base::kMostCount);
  const Searchers::Loan reader = searchers.borrow();
  const auto jobs = storage::Jobs(reader->database).list(site, static_cast<std::int64_t>(before), limit);
  Json list = Json::array();
  for (const storage::Job& job : jobs) list.push_back(json_of(job));
  Json json = {{"crawls", std::move(list)}};
  if (jobs.size() == limit) json["next"] = jobs.back().id;
  return answer(json);
}

Response crawl(const Request& request, Searchers& searchers) {
  const Searchers::Loan reader = searchers.borrow();
  storage::Jobs jobs(reader->database);
  const auto job = jobs.find(id_of(request));
  if (!job) return no_such_crawl();
  Json json = json_of(*job);
  json["history"] = Json::array();
  for (const auto& [at, state, reason] : jobs.history(job->id)) {
    json["history"].push_back({{"at", time_json(at)}, {"state", state}, {"reason", reason}});
  }
  return answer(json);
}

Response samples(const Request& request, Searchers& searchers) {
  const Searchers::Loan reader = searchers.borrow();
  const std::int64_t id = id_of(request);
  if (!storage::Jobs(reader->database).find(id)) return no_such_crawl();
  Json list = Json::array();
  for (const storage::JobSample& sample : storage::JobSamples(reader->database).list(id))
    list.push_back(json_of(sample));
  return answer({{"samples", std::move(list)}});
}

/// What the crawling thread makes of an order.
Response give(Board& board, JobOrder order, int status) {
  auto promised = board.order(std::move(order));
  if (promised.wait_for(kAnswerTime) != std::future_status::ready) {
    return server::error_response(503, "busy", "the order has been given, and is not carried out yet");
  }
  const Board::Answer answered = promised.get();
  if (answered) return answer(json_of(*answered), status);
  switch (answered.error().kind) {
    case base::ErrorKind::kSkip:
      return server::error_response(404, "not_found", answered.error().what);
    case base::ErrorKind::kTellUser:
      return server::error_response(409, "conflict", answered.error().what);
    default:
      return server::error_response(503, "stopping", answered.error().what);
  }
}

Response start(const Request& request, Board& board) {
  const Json body = Json::parse(request.body, nullptr, false);
  if (!body.is_object() || !body.contains("site") || !body["site"].is_string()) {
    throw BadRequest{R"(a body like {"site": "docs"} is expected)"};
  }
  return give(board, {.kind = JobOrder::Kind::kStart, .whose = body["site"].get<std::string>()}, 201);
}

/// One that is over, or never was, is known to the database only.
Response command(const Request& request, Board& board, Searchers& searchers, JobOrder::Kind kind) {
  const std::int64_t id = id_of(request);
  Response response = give(board, {.kind = kind, .whose = id}, 200);
  if (response.status != 404) return response;
  const auto job = storage::Jobs(searchers.borrow()->database).find(id);
  if (!job) return no_such_crawl();
  return server::error_response(409, "conflict", fmt::format("crawl {} is {}", id, word(job->state)));
}

/// The events from now on, or after the one of the id `after`, as they come; of one job, or of all.
lazy::generator<lazy::Turn<std::string>> event_stream(const Board& board, std::uint64_t after,
                                                      std::optional<std::int64_t> job) {
  auto spoken = std::chrono::steady_clock::now() - kSilence;
  while (true) {
    std::string text;
    for (const jobs::JobEvent& event : board.events_after(after)) {
      after = event.id;
      if (job && event.job.id != *job) continue;
      text += fmt::format("id: {}\nevent: job\ndata: {}\n\n", event.id, views::dump(json_of(event)));
    }
    const auto now = std::chrono::steady_clock::now();
    if (text.empty() && now - spoken >= kSilence) text = ": here\n\n";
    lazy::Turn<std::string> turn;
    if (!text.empty()) {
      spoken = now;
      turn = std::move(text);
    }
    co_yield std::move(turn);
  }
}

/// Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
Response events(const Request& request, const Board& board, std::optional<std::int64_t> job) {
  const std::string_view last = request.headers.get("Last-Event-ID");
  const auto known = base::parse_count(last, 0);
  const std::uint64_t newest = board.last_event();
  const std::uint64_t after = known && *known <= newest ? *known : newest;
  return {
      .status = 200,
      .headers = {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}},
      .body = server::Stream{.pieces = event_stream(board, after, job), .end = server::Stream::End::kWithServer}};
}

}  // namespace

void add_crawl_api(server::Router& router, Board& board, Searchers& searchers) {
  const auto add = [&](Method method, const char* pattern, server::Handler handler,
                       server::Runs runs = server::Runs::kOnWorkers) {
    router.add({.method = method,
                .pattern = pattern,
                .handler = answering(std::move(handler)),
                .runs = runs,
                .access = server::Access::kAdmin});
  };
  add(Method::kGet, "/api/v1/sites", [&board](const Request&) { return sites(board); });
  add(Method::kGet, "/api/v1/crawls", [&](const Request& request) { return crawls(request, searchers); });
  add(Method::kPost, "/api/v1/crawls", [&board](const Request& request) { return start(request, board); });
  add(Method::kGet, "/api/v1/crawls/{id}", [&](const Request& request) { return crawl(request, searchers); });
  add(Method::kGet, "/api/v1/crawls/{id}/samples", [&](const Request& request) { return samples(request, searchers); });
  using Kind = JobOrder::Kind;
  for (const auto& [name, order] :
       {std::pair("pause", Kind::kPause), {"resume", Kind::kResume}, {"cancel", Kind::kCancel}}) {
    add(Method::kPost, fmt::format("/api/v1/crawls/{{id}}/{}", name).c_str(),
        [&board, &searchers, kind = order](const Request& request) {
          return command(request, board, searchers, kind);
        });
  }
  add(
      Method::kGet, "/api/v1/events", [&board](const Request& request) { return events(request, board, {}); },
      server::Runs::kHere);
  add(
      Method::kGet, "/api/v1/crawls/{id}/events",
      [&board](const Request& request) { return events(request, board, id_of(request)); }, server::Runs::kHere);
}

}  // namespace web
