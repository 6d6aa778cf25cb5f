#include "jobs/fresh.hpp"

#include <fmt/format.h>

#include <string>

#include "base/quantity.hpp"
#include "lazy/generator.hpp"
#include "storage/crawls.hpp"
#include "storage/sibling.hpp"

namespace jobs {
namespace {

lazy::generator<std::string> crawl_names(storage::SeedList& seeds, ScopeKind scope) {
  for (std::uint64_t site = 1; site <= seeds.sites(); ++site) {
    co_yield storage::crawl_name(seeds.names_of(site), scope_word(scope));
  }
}

std::string refusal(const storage::Sibling::Loss& loss, const std::string& file) {
  return fmt::format(
      "{}: {} of {} would be gone or without their text, which is more than a crawl may remove: all of them are kept, "
      "and what was found is in {}. If it is right so: --allow-mass-delete",
      storage::described(loss.crawl), loss.lost, base::counted(loss.had, "page"), file);
}

}  // namespace

CrawlResult crawl_afresh(const CrawlOptions& options, storage::SeedList& seeds, storage::Database& database,
                         const std::function<CrawlResult(storage::Database&)>& crawl, Watcher& watcher) {
  storage::Sibling sibling(database, [&] { return crawl_names(seeds, options.scope); });
  const std::string file = sibling.file().filename();
  watcher.say(fmt::format("{} is made first, and takes the place of {} at the end", file, options.database));
  CrawlResult result = crawl(sibling.database());
  if (result.is_interrupted || !sibling.are_finished()) return result;
  for (const storage::Sibling::Loss& loss : sibling.losses(options.losses)) {
    result.warnings.push_back(refusal(loss, file));
  }
  if (result.warnings.empty()) sibling.replace_original();
  return result;
}

}  // namespace jobs
