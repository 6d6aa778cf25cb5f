#include "app/report.hpp"

#include <algorithm>

#include "storage/database.hpp"

namespace app {
namespace {

void print(storage::Report& report, storage::Database& database, const ReportOptions& options) {
  switch (options.format) {
    case Format::kText:
      return print_text_report(report, options);
    case Format::kJson:
      return print_json_report(report, options);
    case Format::kJsonLines:
      return print_json_lines_report(report, options);
    case Format::kCsv:
      return print_csv_report(report, options);
    case Format::kHtml:
      return print_html_report(report, database, options);
  }
}

}  // namespace

Exit report(const ReportOptions& options) {
  auto database = storage::Database::open_reader(options.database);
  storage::Report report(database, options.thresholds);
  print(report, database, options);
  const auto is_found = [&](storage::FindingKind kind) { return report.count(kind) > 0; };
  return std::ranges::any_of(options.fail_on, is_found) ? Exit::kFound : Exit::kDone;
}

}  // namespace app
