#include <fmt/format.h>

#include <optional>
#include <utility>

#include "app/report.hpp"
#include "base/quantity.hpp"
#include "lazy/each.hpp"
#include "views/findings.hpp"
#include "views/json.hpp"

namespace app {
namespace {

using storage::Finding;
using storage::FindingKind;

std::uint64_t most(const ReportOptions& options) {
  return options.limit == 0 ? base::kMostCount : options.limit;
}

bool has_holders(FindingKind kind) {
  return kind == FindingKind::kBroken || kind == FindingKind::kRedirects;
}

views::Json json_of(std::optional<std::int64_t> number) {
  return number ? views::Json(*number) : views::Json();
}

/// All but the pages that hold a link.
views::Json json_of(const Finding& finding) {
  views::Json json = {{"kind", views::word(finding.kind)},
                      {"url", finding.url},
                      {"title", finding.title},
                      {"depth", finding.depth},
                      {"status", json_of(finding.status)},
                      {"bytes", json_of(finding.bytes)},
                      {"took_ms", json_of(finding.took_ms)}};
  if (!finding.reason.empty()) json["reason"] = finding.reason;
  if (!finding.other.empty()) json["other"] = finding.other;
  if (!finding.other.empty()) json["other_state"] = finding.other_state;
  if (has_holders(finding.kind)) json["holders"] = finding.holders;
  return json;
}

/// Written as they come: each page of a large site may hold the link.
void print_finding(storage::Report& report, const Finding& finding) {
  std::string json = views::dump(json_of(finding));
  if (!has_holders(finding.kind)) return fmt::print("{}", json);
  json.pop_back();
  fmt::print("{},\"pages\":[", json);
  bool is_first = true;
  for (const auto& [page, via] : report.holders(finding)) {
    views::Json holder = {{"page", page}};
    if (!via.empty()) holder["via"] = via;
    fmt::print("{}{}", std::exchange(is_first, false) ? "" : ",", views::dump(holder));
  }
  fmt::print("]}}");
}

}  // namespace

void print_json_report(storage::Report& report, const ReportOptions& options) {
  views::Json counts = views::Json::object();
  for (const FindingKind kind : options.kinds) counts[std::string(views::word(kind))] = report.count(kind);
  const views::Json thresholds = {{"slow_ms", options.thresholds.slow.count()},
                                  {"large_bytes", options.thresholds.large_bytes}};
  fmt::print("{{\"thresholds\":{},\"counts\":{},\"findings\":[", views::dump(thresholds), views::dump(counts));
  bool is_first = true;
  for (const FindingKind kind : options.kinds) {
    for (const Finding& finding : report.findings(kind) | lazy::take(most(options))) {
      fmt::print("{}\n", std::exchange(is_first, false) ? "" : ",");
      print_finding(report, finding);
    }
  }
  fmt::print("]}}\n");
}

void print_json_lines_report(storage::Report& report, const ReportOptions& options) {
  for (const FindingKind kind : options.kinds) {
    for (const Finding& finding : report.findings(kind) | lazy::take(most(options))) {
      print_finding(report, finding);
      fmt::print("\n");
    }
  }
}

}  // namespace app
