#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "storage/report.hpp"

namespace views {

/// How a kind of finding is named on the command line and in data: "broken".
std::string_view word(storage::FindingKind kind);

/// Its heading in a report: "Broken links".
std::string_view heading(storage::FindingKind kind);

/// What it is and what to do about it, in a sentence or two.
std::string meaning(storage::FindingKind kind, const storage::ReportThresholds& thresholds);

/// What is to be said of a finding besides its URL, in a line: "answered with status 404".
std::string remark(const storage::Finding& finding);

/// `broken,orphans`: kinds by their words; those of a list that is read twice stand once.
base::Result<std::vector<storage::FindingKind>> parse_finding_kinds(std::string_view text);

}  // namespace views
