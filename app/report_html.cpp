#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "app/progress.hpp"
#include "app/report.hpp"
#include "app/report_style.hpp"
#include "base/quantity.hpp"
#include "lazy/each.hpp"
#include "storage/overview.hpp"
#include "views/charts.hpp"
#include "views/findings.hpp"
#include "views/html.hpp"
#include "views/words.hpp"

namespace app {
namespace {

using views::anchor;
using views::Bar;
using views::bars;
using views::columns_chart;
using views::escaped;
using views::grouped;
using views::moment;
using views::size;
using views::took;

using storage::Finding;
using storage::FindingKind;
using storage::Overview;

constexpr std::uint64_t kShown = 100;
constexpr std::size_t kHoldersShown = 3;
constexpr std::size_t kHoldersListed = 25;
constexpr std::size_t kCrawlsShown = 5;
constexpr std::size_t kMostDepths = 12;

std::string_view tone_of_state(std::string_view state) {
  if (state == "page") return "good";
  if (state == "failed") return "bad";
  if (state == "deferred" || state == "waiting" || state == "target") return "warn";
  return state == "refused" ? "faint" : "plain";
}

std::string_view tone_of_status(std::string_view status) {
  switch (status.front()) {
    case '2':
      return "good";
    case '3':
      return "plain";
    case '4':
    case '5':
      return "bad";
    default:
      return "faint";
  }
}

std::vector<Bar> bars_of(const std::vector<storage::Count>& counts, std::string_view (*tone)(std::string_view)) {
  std::vector<Bar> bars;
  for (const auto& [name, count] : counts) bars.push_back({.label = name, .value = count, .tone = tone(name)});
  return bars;
}

std::vector<Bar> bars_of_depths(const std::vector<storage::Count>& depths) {
  std::vector<Bar> bars;
  for (const auto& [depth, count] : depths) {
    if (bars.size() < kMostDepths) {
      bars.push_back({.label = depth, .value = count});
    } else {
      bars.back().label = fmt::format("{}+", kMostDepths - 1);
      bars.back().value += count;
    }
  }
  return bars;
}

/// Columns named by where they begin. Those from `warn` on are pointed out.
std::vector<Bar> bars_of(const storage::Histogram& histogram, std::int64_t warn, std::string (*name)(std::int64_t)) {
  std::vector<Bar> bars;
  for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
    const std::int64_t begin = i == 0 ? 0 : histogram.limits[i - 1];
    bars.push_back({.label = name(begin), .value = histogram.counts[i], .tone = begin >= warn ? "warn" : "plain"});
  }
  return bars;
}

std::string short_time(std::int64_t milliseconds) {
  return milliseconds < 1'000 ? std::to_string(milliseconds) : fmt::format("{} s", milliseconds / 1'000);
}

std::string short_size(std::int64_t bytes) {
  if (bytes < 1 << 10) return std::to_string(bytes);
  return bytes < 1 << 20 ? fmt::format("{} k", bytes >> 10) : fmt::format("{} M", bytes >> 20);
}

void print_figure(std::string_view title, std::string_view remark, const std::string& svg) {
  fmt::print("<figure><figcaption><b>{}</b><span>{}</span></figcaption>{}</figure>\n", title, remark, svg);
}

std::string halves(std::string_view axis, const std::optional<std::int64_t>& median,
                   const std::optional<std::int64_t>& most, std::string (*name)(std::int64_t)) {
  if (!median || !most) return "No page has been read.";
  return fmt::format("{} Half of the pages: at most {}; 95 of 100: at most {}.", axis, name(*median), name(*most));
}

void print_figures(const Overview& overview, const ReportOptions& options) {
  fmt::print("<h2>In figures</h2><div class=\"figures\">\n");
  print_figure("URLs by state", "What came of every URL that was ever seen.",
               bars("URLs by state", bars_of(overview.states, tone_of_state)));
  print_figure("Answers by HTTP status", "The last answer of each URL that gave one.",
               bars("Answers by status", bars_of(overview.statuses, tone_of_status)));
  print_figure("Pages by depth", "Links from a seed; a page that is deep is found late.",
               columns_chart("Pages by depth", bars_of_depths(overview.depths)));
  print_figure("Response time", halves("In ms, from 0, 10, 20 on.", overview.median_ms, overview.most_ms, took),
               columns_chart("Pages by response time, in milliseconds from",
                             bars_of(overview.took_ms, options.thresholds.slow.count(), short_time)));
  print_figure("Page size", halves("In bytes, from 0, 1 k, 4 k on.", overview.median_bytes, overview.most_bytes, size),
               columns_chart("Pages by size, in bytes from",
                             bars_of(overview.bytes, options.thresholds.large_bytes, short_size)));
  fmt::print("</div>\n");
}

/// What stands in the columns behind the URL.
struct Column {
  std::string_view heading;
  bool is_number = false;
};

std::vector<Column> columns_of(FindingKind kind) {
  switch (kind) {
    case FindingKind::kBroken:
      return {{"Why"}, {"Linked from"}};
    case FindingKind::kRedirects:
      return {{"Ends at"}, {"Linked from"}};
    case FindingKind::kSlow:
      return {{"Time", true}, {"Size", true}};
    case FindingKind::kLarge:
      return {{"Size", true}, {"Time", true}};
    case FindingKind::kOrphans:
      return {{"Found by"}};
    case FindingKind::kDuplicates:
      return {{"Why"}, {"The same as"}};
    case FindingKind::kScripts:
      return {{"Size", true}, {"Depth", true}};
  }
  return {};
}

std::string holder_item(const storage::Holder& holder) {
  const std::string via =
      holder.via.empty() ? "" : fmt::format(" <span class=\"title\">as {}</span>", anchor(holder.via));
  return fmt::format("<li>{}{}</li>", anchor(holder.page), via);
}

/// A few in sight, some more behind a click, the rest as a number.
std::string holders(storage::Report& report, const Finding& finding) {
  if (finding.holders == 0) return "no indexed page; a seed, a sitemap or a page no longer there led to it";
  std::string html = "<ul>";
  std::size_t shown = 0;
  for (const storage::Holder& holder : report.holders(finding) | lazy::take(kHoldersListed)) {
    if (shown++ == kHoldersShown) {
      html += fmt::format("</ul><details><summary>{} more</summary><ul>",
                          grouped(finding.holders - static_cast<std::int64_t>(kHoldersShown)));
    }
    html += holder_item(holder);
  }
  const std::int64_t more = finding.holders - static_cast<std::int64_t>(shown);
  if (more > 0) html += fmt::format("<li>and {} more</li>", grouped(more));
  return html + (shown > kHoldersShown ? "</ul></details>" : "</ul>");
}

std::string answer_of(const Finding& finding) {
  const std::string status = finding.status ? fmt::format("<b>{}</b> ", *finding.status) : "";
  const std::string plain = fmt::format("answered with status {}", finding.status.value_or(0));
  return status + (finding.reason == plain ? "" : escaped(finding.reason));
}

std::vector<std::string> cells_of(storage::Report& report, const Finding& finding) {
  const std::string time = finding.took_ms ? took(*finding.took_ms) : "";
  const std::string bytes = finding.bytes ? size(*finding.bytes) : "";
  switch (finding.kind) {
    case FindingKind::kBroken:
      return {answer_of(finding), holders(report, finding)};
    case FindingKind::kRedirects:
      return {anchor(finding.other) + (finding.other_state == "page" ? "" : " (" + escaped(finding.other_state) + ")"),
              holders(report, finding)};
    case FindingKind::kSlow:
      return {time, bytes};
    case FindingKind::kLarge:
      return {bytes, time};
    case FindingKind::kOrphans:
      return {finding.other.empty() ? "a sitemap" : "a redirect of " + anchor(finding.other)};
    case FindingKind::kDuplicates:
      return {escaped(finding.reason), anchor(finding.other)};
    case FindingKind::kScripts:
      return {bytes, std::to_string(finding.depth)};
  }
  return {};
}

void print_row(storage::Report& report, const Finding& finding, const std::vector<Column>& columns) {
  const std::string title =
      finding.title.empty() ? "" : fmt::format("<bdi class=\"title\">{}</bdi>", escaped(finding.title));
  fmt::print("<tr><th scope=\"row\">{}{}</th>", anchor(finding.url), title);
  const std::vector<std::string> cells = cells_of(report, finding);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    fmt::print("<td{} data-label=\"{}\">{}</td>", columns[i].is_number ? " class=\"number\"" : "", columns[i].heading,
               cells[i]);
  }
  fmt::print("</tr>\n");
}

void print_kind(storage::Report& report, FindingKind kind, const ReportOptions& options) {
  const std::int64_t count = report.count(kind);
  fmt::print("<section id=\"{0}\"><h2 id=\"{0}-heading\">{1} <span class=\"count\">{2}</span></h2>\n",
             views::word(kind), views::heading(kind), grouped(count));
  fmt::print("<p class=\"soft\">{}</p>\n", escaped(views::meaning(kind, options.thresholds)));
  if (count == 0) return fmt::print("<p class=\"fine\">None.</p></section>\n");
  const std::vector<Column> columns = columns_of(kind);
  fmt::print(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"{}-heading\"><table><thead><tr>"
      "<th scope=\"col\">URL</th>",
      views::word(kind));
  for (const auto& [name, is_number] : columns) {
    fmt::print("<th scope=\"col\"{}>{}</th>", is_number ? " class=\"number\"" : "", name);
  }
  fmt::print("</tr></thead><tbody>\n");
  const std::uint64_t most = options.limit == 0 ? kShown : options.limit;
  for (const Finding& finding : report.findings(kind) | lazy::take(most)) print_row(report, finding, columns);
  fmt::print("</tbody></table>");
  const std::int64_t more = count - static_cast<std::int64_t>(std::min(most, base::kMostCount));
  if (more > 0) fmt::print("<p class=\"more\">and {} more: sitedex report --format csv has all</p>", grouped(more));
  fmt::print("</div></section>\n");
}

void print_tiles(storage::Report& report, const Overview& overview, const ReportOptions& options) {
  fmt::print("<ul class=\"tiles\"><li><div><b>{}</b><span>pages indexed</span></div></li>\n", grouped(overview.pages));
  for (const FindingKind kind : options.kinds) {
    const std::int64_t count = report.count(kind);
    const bool is_bad = kind == FindingKind::kBroken && count > 0;
    fmt::print("<li><a href=\"#{}\"{}><b>{}</b><span>{}</span></a></li>\n", views::word(kind),
               is_bad ? " class=\"bad\"" : "", grouped(count), views::heading(kind));
  }
  fmt::print("</ul>\n");
}

/// Names the site if there is just one.
std::string title(const Overview& overview) {
  const std::string first = overview.crawls.empty() ? "" : overview.crawls.front().name;
  const auto seed = crawler::Url::parse(first.substr(0, first.find(' ')));
  return overview.crawls.size() == 1 && seed ? fmt::format("Report on {}", escaped(seed->site()))
                                             : "Report on all sites";
}

void print_header(const Overview& overview) {
  std::string crawls;
  for (const storage::Crawl& crawl : overview.crawls | std::views::take(kCrawlsShown)) {
    crawls += fmt::format("{}{}, {}", crawls.empty() ? "" : "; ", escaped(storage::described(crawl.name)),
                          crawl.is_finished ? "finished" : base::counted(crawl.waiting, "URL") + " waiting");
  }
  const std::size_t more = overview.crawls.size() - std::min(overview.crawls.size(), kCrawlsShown);
  if (more > 0) crawls += fmt::format("; and {} more crawls", more);
  const std::string when =
      overview.last_answer ? fmt::format(" The last answer came on {}.", moment(*overview.last_answer)) : "";
  fmt::print("<header><h1>{}</h1><p>{}.{}</p></header>\n", title(overview),
             crawls.empty() ? "Nothing has been crawled" : crawls, when);
}

}  // namespace

void print_html_report(storage::Report& report, storage::Database& database, const ReportOptions& options) {
  const Overview overview = storage::overview(database);
  fmt::print(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
      "<title>{}</title><style>{}</style></head><body>\n",
      title(overview), kReportStyle);
  print_header(overview);
  fmt::print("<main>\n");
  print_tiles(report, overview, options);
  print_figures(overview, options);
  for (const FindingKind kind : options.kinds) print_kind(report, kind, options);
  fmt::print(
      "</main><footer>Made by sitedex {}. The same as data: sitedex report --format json, jsonl or csv.</footer>"
      "</body></html>\n",
      SITEDEX_VERSION);
}

}  // namespace app
