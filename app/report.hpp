#pragma once

#include "app/commands.hpp"
#include "storage/report.hpp"

namespace app {

/// Prints what a site's owner may want to look after; `Exit::kFound` if there is something that `fail_on` names.
Exit report(const ReportOptions& options);

/// A report in each format, on standard output. Findings are printed as they come.
void print_text_report(storage::Report& report, const ReportOptions& options);
void print_json_report(storage::Report& report, const ReportOptions& options);
void print_json_lines_report(storage::Report& report, const ReportOptions& options);
/// RFC 4180. Of a finding with links, a line for each page that holds one. A cell that a spreadsheet would take for a
/// formula has an apostrophe before it.
void print_csv_report(storage::Report& report, const ReportOptions& options);
/// One HTML file that needs nothing else: pictures, and tables of the worst.
void print_html_report(storage::Report& report, storage::Database& database, const ReportOptions& options);

}  // namespace app
