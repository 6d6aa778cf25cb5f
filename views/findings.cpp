#include "views/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/quantity.hpp"
#include "views/words.hpp"

namespace views {
namespace {

using storage::Finding;
using storage::FindingKind;
using storage::kFindingKinds;

struct Words {
  std::string_view word;
  std::string_view heading;
};

constexpr std::array<Words, kFindingKinds.size()> kWords{{
    {"broken", "Broken links"},
    {"redirects", "Links to redirects"},
    {"slow", "Slow pages"},
    {"large", "Large pages"},
    {"orphans", "Orphans"},
    {"duplicates", "Duplicates"},
    {"scripts", "Pages that need JavaScript"},
}};

const Words& words(FindingKind kind) {
  return kWords.at(static_cast<std::size_t>(kind));
}

}  // namespace

std::string_view word(FindingKind kind) {
  return words(kind).word;
}

std::string_view heading(FindingKind kind) {
  return words(kind).heading;
}

std::string meaning(FindingKind kind, const storage::ReportThresholds& thresholds) {
  switch (kind) {
    case FindingKind::kBroken:
      return "What gave no good answer, with the pages that link to it.";
    case FindingKind::kRedirects:
      return "Links that reach their page by a detour; better they named where it ends.";
    case FindingKind::kSlow:
      return fmt::format("Pages whose answer took {} or more.", base::duration_text(thresholds.slow));
    case FindingKind::kLarge:
      return fmt::format("Pages of {} or more, decoded.", size(thresholds.large_bytes));
    case FindingKind::kOrphans:
      return "Indexed pages that no other one links to: a sitemap lists them, or a redirect leads there.";
    case FindingKind::kDuplicates:
      return "URLs that show what another one shows already.";
    case FindingKind::kScripts:
      return "Pages that show hardly a word until their scripts have run: search engines may see nothing there.";
  }
  return {};
}

std::string remark(const Finding& finding) {
  switch (finding.kind) {
    case FindingKind::kBroken:
      return finding.reason;
    case FindingKind::kRedirects:
      return fmt::format("ends at {}{}", finding.other,
                         finding.other_state == "page" ? "" : fmt::format(" ({})", finding.other_state));
    case FindingKind::kSlow:
      return took(finding.took_ms.value_or(0));
    case FindingKind::kLarge:
      return size(finding.bytes.value_or(0));
    case FindingKind::kOrphans:
      return finding.other.empty() ? finding.reason : fmt::format("{}: {}", finding.reason, finding.other);
    case FindingKind::kDuplicates:
      return fmt::format("{}: {}", finding.reason, finding.other);
    case FindingKind::kScripts:
      return finding.title;
  }
  return {};
}

base::Result<std::vector<FindingKind>> parse_finding_kinds(std::string_view text) {
  std::vector<FindingKind> kinds;
  for (std::string_view rest = text;;) {
    const std::string_view name = rest.substr(0, rest.find(','));
    const auto* const found = std::ranges::find(kFindingKinds, name, word);
    if (found == kFindingKinds.end()) {
      std::string known;
      for (const FindingKind kind : kFindingKinds) known.append(known.empty() ? "" : ", ").append(word(kind));
      return base::fail(base::ErrorKind::kTellUser, fmt::format("'{}' is none of {}", name, known));
    }
    if (std::ranges::find(kinds, *found) == kinds.end()) kinds.push_back(*found);
    if (name.size() == rest.size()) break;
    rest.remove_prefix(name.size() + 1);
  }
  std::ranges::sort(kinds);
  return kinds;
}

}  // namespace views
