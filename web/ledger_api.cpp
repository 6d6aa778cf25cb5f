#include "web/ledger_api.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "crawler/url.hpp"
#include "lazy/adaptors.hpp"
#include "storage/explanation.hpp"
#include "storage/overview.hpp"
#include "storage/report.hpp"
#include "storage/stats.hpp"
#include "views/explanation.hpp"
#include "views/findings.hpp"
#include "web/answers.hpp"

namespace web {
namespace {

using server::Request;
using server::Response;
using views::Json;

constexpr std::size_t kHoldersTold = 5;
constexpr std::int64_t kPagesAtOnce = 50;  // of an export: between two looks at the database

Json json_of(const std::vector<storage::Count>& counts) {
  Json json = Json::array();
  for (const auto& [name, count] : counts) json.push_back({{"name", name}, {"count", count}});
  return json;
}

Response overview(Searchers& searchers) {
  const storage::Overview all = storage::overview(searchers.borrow()->database);
  return answer({{"pages", all.pages},
                 {"states", json_of(all.states)},
                 {"statuses", json_of(all.statuses)},
                 {"depths", json_of(all.depths)},
                 {"median_ms", all.median_ms ? Json(*all.median_ms) : Json()},
                 {"first_answer", time_json(all.first_answer.value_or(0))},
                 {"last_answer", time_json(all.last_answer.value_or(0))}});
}

storage::FindingKind kind_of(const Request& request) {
  const std::string name = text(request, "kind");
  for (const storage::FindingKind kind : storage::kFindingKinds) {
    if (views::word(kind) == name) return kind;
  }
  throw BadRequest{"kind: one of broken, redirects, slow, large, orphans, duplicates, scripts is expected"};
}

Json json_of(storage::Report& report, const storage::Finding& finding) {
  const auto optional = [](const std::optional<std::int64_t>& number) { return number ? Json(*number) : Json(); };
  Json pages = Json::array();
  for (auto&& holder : report.holders(finding) | lazy::take(kHoldersTold)) pages.push_back(holder.page);
  return {{"url", finding.url},
          {"title", finding.title},
          {"reason", finding.reason},
          {"other", finding.other},
          {"status", optional(finding.status)},
          {"depth", finding.depth},
          {"took_ms", optional(finding.took_ms)},
          {"bytes", optional(finding.bytes)},
          {"holders", finding.holders},
          {"pages", std::move(pages)}};
}

/// It works in temporary tables, so it has a connection of its own.
Response report(const Request& request, const Searchers& searchers) {
  const storage::FindingKind kind = kind_of(request);
  const std::uint64_t limit = number(request, "limit", 100, 1, 1'000);
  auto database = storage::Database::open_reader(searchers.file());
  storage::Report report(database);
  Json findings = Json::array();
  for (auto&& finding : report.findings(kind) | lazy::take(limit)) findings.push_back(json_of(report, finding));
  return answer({{"kind", views::word(kind)}, {"count", report.count(kind)}, {"findings", std::move(findings)}});
}

Response explain(const Request& request, Searchers& searchers) {
  const std::string typed = text(request, "url");
  const auto url = crawler::Url::parse(typed.find("://") == std::string::npos ? "https://" + typed : typed);
  if (!url || !url->is_http()) throw BadRequest{"url: an address of the web is expected"};
  const Searchers::Loan reader = searchers.borrow();
  const storage::Sighting sighting = storage::find_url(reader->database, *url);
  const auto around =
      sighting.in_crawls.empty() ? storage::surroundings(reader->database, *url) : storage::Surroundings();
  return answer(views::json_of(*url, sighting, around));
}

Response stats(Searchers& searchers) {
  const storage::Stats all = storage::stats(searchers.borrow()->database);
  return answer({{"pages", all.pages},
                 {"near_duplicates", all.near_duplicates},
                 {"text_bytes", all.text_bytes},
                 {"file_bytes", all.file_bytes},
                 {"urls", json_of(all.states)},
                 {"languages", json_of(all.languages)}});
}

/// A JSON line for each page, some at a time: no moment of the database is held while a client takes its time.
lazy::generator<lazy::Turn<std::string>> pages_as_lines(std::filesystem::path file) {
  auto database = storage::Database::open_reader(file);
  storage::Statement select = database.connection().prepare(
      "SELECT place, url, title, description, language, text_of(body) FROM pages WHERE place > ? ORDER BY place LIMIT "
      "?");
  std::int64_t last = 0;
  std::string lines;
  do {
    lines.clear();
    for (const storage::Row row : select.rows(last, kPagesAtOnce)) {
      last = row.integer(0);
      const Json line = {{"url", row.text(1)},
                         {"title", row.text(2)},
                         {"description", row.text(3)},
                         {"language", row.text(4)},
                         {"text", row.text(5)}};
      lines += views::dump(line) + "\n";
    }
    if (lines.empty()) co_return;
    lazy::Turn<std::string> turn(std::move(lines));
    co_yield std::move(turn);
  } while (true);
}

Response export_pages(Searchers& searchers) {
  (void)searchers.borrow();  // whether there is an index is said before the answer begins
  return {.status = 200,
          .headers = {{"Content-Type", "application/x-ndjson"}},
          .body = server::Stream{.pieces = pages_as_lines(searchers.file()), .end = server::Stream::End::kOwn}};
}

}  // namespace

void add_ledger_api(server::Router& router, Searchers& searchers) {
  const auto add = [&](const char* pattern, server::Handler handler) {
    router.add({.pattern = pattern, .handler = answering(std::move(handler)), .access = server::Access::kAdmin});
  };
  add("/api/v1/overview", [&searchers](const Request&) { return overview(searchers); });
  add("/api/v1/report", [&searchers](const Request& request) { return report(request, searchers); });
  add("/api/v1/explain", [&searchers](const Request& request) { return explain(request, searchers); });
  add("/api/v1/stats", [&searchers](const Request&) { return stats(searchers); });
  add("/api/v1/export", [&searchers](const Request&) { return export_pages(searchers); });
}

}  // namespace web
