#include <fmt/format.h>

#include "app/report.hpp"
#include "base/quantity.hpp"
#include "lazy/each.hpp"
#include "views/findings.hpp"
#include "views/printable.hpp"

namespace app {
namespace {

using storage::Finding;
using storage::FindingKind;

constexpr std::uint64_t kShownAsText = 10;
constexpr std::size_t kHoldersShownAsText = 3;

void print_holders(storage::Report& report, const Finding& finding) {
  if (finding.kind != FindingKind::kBroken && finding.kind != FindingKind::kRedirects) return;
  if (finding.holders == 0)
    return fmt::print("      no indexed page links to it: a seed, a sitemap or a kept link led there\n");
  for (const auto& [page, via] : report.holders(finding) | lazy::take(kHoldersShownAsText)) {
    fmt::print("      on {}{}\n", views::printable(page),
               via.empty() ? "" : views::printable(fmt::format(" as {}", via)));
  }
  const std::int64_t more = finding.holders - static_cast<std::int64_t>(kHoldersShownAsText);
  if (more > 0) fmt::print("      and on {}\n", base::counted(more, "more page"));
}

void print_kind_as_text(storage::Report& report, FindingKind kind, const ReportOptions& options) {
  const std::int64_t count = report.count(kind);
  if (count == 0) return;
  const std::uint64_t most = options.limit == 0 ? kShownAsText : options.limit;
  fmt::print("\n{}: {}\n{}\n", views::heading(kind), count, views::meaning(kind, options.thresholds));
  for (const Finding& finding : report.findings(kind) | lazy::take(most)) {
    const std::string said = views::remark(finding);
    fmt::print("  {}{}{}\n", views::printable(finding.url), said.empty() ? "" : "  ", views::printable(said));
    print_holders(report, finding);
  }
  const std::int64_t more = count - static_cast<std::int64_t>(std::min<std::uint64_t>(most, base::kMostCount));
  if (more > 0) fmt::print("  and {} more: --limit N shows N, --format csv all\n", more);
}

}  // namespace

void print_text_report(storage::Report& report, const ReportOptions& options) {
  for (const FindingKind kind : options.kinds) fmt::print("{:>8}  {}\n", report.count(kind), views::heading(kind));
  for (const FindingKind kind : options.kinds) print_kind_as_text(report, kind, options);
}

}  // namespace app
