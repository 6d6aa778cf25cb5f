#include "app/commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "app/interrupt.hpp"
#include "app/progress.hpp"
#include "base/huge_pages.hpp"
#include "base/quantity.hpp"
#include "jobs/crawl_job.hpp"
#include "storage/stats.hpp"
#include "views/json.hpp"
#include "views/printable.hpp"
#include "views/words.hpp"

namespace app {
namespace {

/// About what a crawl keeps on the consumer's heap: SQLite's cache, and postings. As small pages it takes a tenth of
/// the CPU time of a crawl of a thousand pages.
constexpr std::size_t kHeapBytes = 24UZ << 20;

double seconds(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double>(time).count();
}

void summarize(const CrawlOptions& options, const jobs::CrawlResult& result) {
  for (const std::string& seed : result.failed_seeds) {
    fmt::print(stderr, "sitedex: could not crawl {}\n", views::printable(seed));
  }
  for (const std::string& warning : result.warnings) fmt::print(stderr, "sitedex: {}\n", views::printable(warning));
  if (options.quiet) return;
  for (const std::string& note : result.notes) fmt::print(stderr, "{}\n", views::printable(note));
  const std::string forbidden =
      result.forbidden == 0 ? "" : fmt::format(", {} forbidden by robots.txt", result.forbidden);
  fmt::print(stderr, "{} in {:.1f} s, {} failed{}, {} waiting\n", base::counted(result.pages, "page"),
             seconds(result.took), result.failures, forbidden, result.waiting);
  if (result.is_interrupted) {
    fmt::print(stderr, "Stopped.{}\n", options.list ? "" : " The same command goes on from here.");
  } else if (result.waiting > 0) {
    fmt::print(stderr, "A limit was reached{}.\n",
               options.list ? "" : ": the same command with a higher one goes on from here");
  }
}

/// Whatever else is quiet: who asked for this in a script should see it each time.
void warn_of_risks(const CrawlOptions& options, const jobs::Complain& complain) {
  if (options.ignore_robots) {
    complain("WARNING: robots.txt is ignored (--ignore-robots): only right on a site of your own");
  }
  if (options.network.insecure) complain("WARNING: certificates are not checked (--insecure): anyone may answer");
}

/// For a person and for scripts/bench.
void print_timings(const jobs::CrawlResult& result) {
  const auto per_page = [&](std::chrono::nanoseconds time) {
    return std::chrono::duration<double, std::micro>(time).count() /
           static_cast<double>(std::max<std::uint64_t>(result.pages, 1));
  };
  const jobs::Timings& times = result.timings;
  fmt::print(stderr,
             "stages fetch_us={:.0f} parse_us={:.0f} links_us={:.0f} extract_us={:.0f} tokenize_us={:.0f} "
             "order_us={:.0f} insert_us={:.0f} commit_us={:.0f}\n",
             per_page(times.fetch), per_page(times.parse), per_page(times.links), per_page(times.extract),
             per_page(times.tokenize), per_page(times.order), per_page(times.insert), per_page(times.commit));
}

/// What a URL's state says of it.
std::string_view meaning(std::string_view state) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kMeanings{{
      {"page", "indexed"},
      {"alias", "another name of a page"},
      {"skipped", "of a type that is not indexed"},
      {"failed", "no good answer"},
      {"refused", "by robots.txt, scope, patterns, nofollow or as a trap"},
      {"deferred", "no good answer yet: asked once more"},
      {"waiting", "for a further run"},
      {"target", "known from a redirect only"},
  }};
  const auto found = std::ranges::find(kMeanings, state, &std::pair<std::string_view, std::string_view>::first);
  return found == kMeanings.end() ? "" : found->second;
}

void print_stats(const storage::Stats& stats) {
  fmt::print("{}, {} of text, {} on disk\n", base::counted(stats.pages, "page"), views::size(stats.text_bytes),
             views::size(stats.file_bytes));
  if (stats.near_duplicates > 0) {
    fmt::print("{} of them near-duplicates of an earlier one\n", stats.near_duplicates);
  }
  if (!stats.states.empty()) fmt::print("\nURLs\n");
  for (const auto& [state, count] : stats.states) fmt::print("  {:<10}{:>10}  {}\n", state, count, meaning(state));
  if (!stats.languages.empty()) fmt::print("\nLanguages\n");
  for (const auto& [language, count] : stats.languages) {
    fmt::print("  {:<10}{:>10}\n", language.empty() ? "unknown" : views::printable(language), count);
  }
  if (!stats.crawls.empty()) fmt::print("\nCrawls\n");
  for (const storage::Crawl& crawl : stats.crawls) {
    const std::string standing = crawl.waiting > 0   ? base::counted(crawl.waiting, "URL") + " waiting"
                                 : crawl.is_finished ? "finished"
                                                     : "not finished";
    fmt::print("  {}: {}, {}\n", views::printable(storage::described(crawl.name)), base::counted(crawl.pages, "page"),
               standing);
  }
}

views::Json json_of(const std::vector<storage::Count>& counts) {
  views::Json json = views::Json::object();
  for (const auto& [name, count] : counts) json[name] = count;
  return json;
}

views::Json json_of(const storage::Stats& stats) {
  views::Json crawls = views::Json::array();
  for (const storage::Crawl& crawl : stats.crawls) {
    crawls.push_back(
        {{"name", crawl.name}, {"pages", crawl.pages}, {"waiting", crawl.waiting}, {"finished", crawl.is_finished}});
  }
  return {{"pages", stats.pages},           {"near_duplicates", stats.near_duplicates},
          {"text_bytes", stats.text_bytes}, {"file_bytes", stats.file_bytes},
          {"urls", json_of(stats.states)},  {"languages", json_of(stats.languages)},
          {"crawls", std::move(crawls)}};
}

jobs::CrawlResult run(const CrawlOptions& options, storage::Database& database, const jobs::Complain& complain) {
  const Interrupt interrupt;
  Progress progress(options);
  return jobs::run_crawl(options, database, [&] { return interrupt.is_requested(); }, progress, complain);
}

}  // namespace

Exit crawl(const CrawlOptions& options) {
  base::let_heap_grow_in_huge_pages(kHeapBytes);
  const auto notice = [](std::string_view sentence) {
    fmt::print(stderr, "sitedex: {}\n", views::printable(sentence));
  };
  const auto texts = options.compress ? storage::Database::Texts::kCompressed : storage::Database::Texts::kAsTheyAre;
  auto database =
      options.list ? storage::Database::temporary() : storage::Database::open_writer(options.database, notice, texts);
  warn_of_risks(options, notice);
  const jobs::CrawlResult result = run(options, database, notice);
  summarize(options, result);
  if (options.timings) print_timings(result);
  if (result.is_interrupted) return Exit::kInterrupted;
  if (!result.failed_seeds.empty()) return Exit::kSeed;
  return result.warnings.empty() ? Exit::kDone : Exit::kFound;
}

Exit stats(const StatsOptions& options) {
  auto database = storage::Database::open_reader(options.database);
  const storage::Stats stats = storage::stats(database);
  if (options.format == Format::kJson) {
    fmt::print("{}\n", views::dump(json_of(stats)));
  } else {
    print_stats(stats);
  }
  return Exit::kDone;
}

}  // namespace app
