#include <fmt/format.h>

#include <string_view>

#include "app/report.hpp"
#include "base/quantity.hpp"
#include "lazy/each.hpp"
#include "views/findings.hpp"

namespace app {
namespace {

using storage::Finding;
using storage::FindingKind;
using storage::Holder;

/// RFC 4180, 2. What begins like a formula is made a text: spreadsheets run `=HYPERLINK(...)`.
std::string cell(std::string_view text) {
  constexpr std::string_view kFormula = "=+-@\t\r";
  std::string cell;
  if (!text.empty() && kFormula.contains(text.front())) cell += '\'';
  for (const char c : text) cell.append(c == '"' ? 2 : 1, c);
  return text.find_first_of("\",\r\n") == std::string_view::npos ? cell : '"' + cell + '"';
}

std::string cell(std::optional<std::int64_t> number) {
  return number ? std::to_string(*number) : "";
}

void print_line(const Finding& finding, const Holder& holder) {
  fmt::print("{},{},{},{},{},{},{},{},{},{},{}\r\n", views::word(finding.kind), cell(finding.url), cell(finding.title),
             cell(finding.reason), cell(finding.status), cell(finding.took_ms), cell(finding.bytes), finding.depth,
             cell(finding.other), cell(holder.page), cell(holder.via));
}

}  // namespace

void print_csv_report(storage::Report& report, const ReportOptions& options) {
  fmt::print("kind,url,title,reason,status,took_ms,bytes,depth,other,page,via\r\n");
  const std::uint64_t most = options.limit == 0 ? base::kMostCount : options.limit;
  for (const FindingKind kind : options.kinds) {
    for (const Finding& finding : report.findings(kind) | lazy::take(most)) {
      if (finding.holders == 0) print_line(finding, {});
      if (finding.holders == 0) continue;
      for (const Holder& holder : report.holders(finding)) print_line(finding, holder);
    }
  }
}

}  // namespace app
