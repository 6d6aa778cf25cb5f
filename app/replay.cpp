#include "app/replay.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "app/replay_flags.hpp"
#include "views/printable.hpp"

namespace app {
namespace {

using crawler::Archive;
using crawler::WarcFields;

constexpr std::uint64_t kMostComplaints = 20;

crawler::Archive open_archive(const std::vector<std::string>& names) {
  std::uint64_t bad_records = 0;
  const auto complain = [&](const std::string& what) {
    if (++bad_records <= kMostComplaints) fmt::print(stderr, "sitedex: {}\n", views::printable(what));
  };
  const std::vector<std::filesystem::path> files(names.begin(), names.end());
  auto archive = Archive::open(files, complain);
  if (!archive) throw std::runtime_error(archive.error().what);
  if (bad_records > kMostComplaints) fmt::print(stderr, "sitedex: {} bad records in all\n", bad_records);
  return *std::move(archive);
}

/// The options that made the recorded crawl, of the last run that went on with it. What others recorded is looked for
/// under the very URLs that they recorded.
WarcFields rules_of(Archive& archive) {
  WarcFields rules{{"drop-param", ""}};
  for (auto&& notes : archive.notes()) {
    if (crawler::field(notes, "software").empty()) continue;
    rules.clear();
    constexpr std::string_view kPrefix = "sitedex-";
    for (auto& [name, value] : notes) {
      if (name.starts_with(kPrefix)) rules.emplace_back(name.substr(kPrefix.size()), std::move(value));
    }
  }
  return rules;
}

}  // namespace

Exit replay(const ReplayOptions& options) {
  auto archive = std::make_shared<Archive>(open_archive(options.files));
  CrawlOptions crawled = ReplayFlags::with_rules(options.crawl, rules_of(*archive));
  crawled.archive = std::move(archive);
  return crawl(crawled);
}

}  // namespace app
