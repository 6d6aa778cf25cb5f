#include "app/forget.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/quantity.hpp"
#include "storage/anchors.hpp"
#include "storage/explanation.hpp"
#include "storage/forgetting.hpp"
#include "views/printable.hpp"
#include "views/words.hpp"

namespace app {
namespace {

constexpr std::size_t kNamesShown = 5;

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (std::size_t i = 0; i < std::min(names.size(), kNamesShown); ++i) {
    list += (i == 0 ? "" : ", ") + storage::described(names[i]);
  }
  if (names.size() > kNamesShown) list += fmt::format(" and {} more", names.size() - kNamesShown);
  return list;
}

storage::Forgotten forget(storage::Database& database, const ForgetOptions& options) {
  storage::Forgetting forgetting(database);
  if (options.is_site) return forgetting.site(options.what);
  storage::Forgotten forgotten = forgetting.url(options.what);
  if (!forgotten.is_nothing() || !options.is_guess) return forgotten;
  return forgetting.url("http" + options.what.substr(options.what.find(':')));
}

void say_nothing_matched(storage::Database& database, const ForgetOptions& options) {
  fmt::print(stderr, "sitedex: nothing is known of {} in {}", views::printable(options.what),
             views::printable(options.database));
  if (options.is_site) return fmt::print(stderr, "; sitedex stats lists the crawls\n");
  const auto sighting = storage::find_url(database, crawler::Url::parse(options.what).value());
  const bool is_other = !sighting.in_crawls.empty() && sighting.url != options.what;
  fmt::print(stderr, "{}\n", is_other ? views::printable("; did you mean " + sighting.url + "?") : "");
}

void say_what_went(const storage::Forgotten& forgotten, const ForgetOptions& options) {
  fmt::print("Removed {} from the index, and {} from the ledger.\n", base::counted(forgotten.pages, "page"),
             base::counted(forgotten.urls, "URL"));
  if (!forgotten.crawls.empty()) {
    fmt::print("{} as a whole: {}\n", base::counted(forgotten.crawls.size(), "crawl"),
               views::printable(list_of(forgotten.crawls)));
  }
  if (!forgotten.trimmed.empty()) {
    fmt::print("In part: {}. Where {} is found again, it is crawled as new: --exclude keeps it out.\n",
               views::printable(list_of(forgotten.trimmed)), views::printable(options.what));
  }
  for (const std::string& heir : forgotten.heirs) fmt::print("{} has taken its place.\n", views::printable(heir));
}

}  // namespace

Exit forget(const ForgetOptions& options) {
  storage::Database::open_reader(options.database);  // a file that is not there is not to be made
  const auto notice = [](std::string_view sentence) {
    fmt::print(stderr, "sitedex: {}\n", views::printable(sentence));
  };
  auto database = storage::Database::open_writer(options.database, notice);
  const storage::Forgotten forgotten = forget(database, options);
  if (!forgotten.is_nothing()) storage::renew_anchors(database);
  database.shrink();
  if (forgotten.is_nothing()) {
    say_nothing_matched(database, options);
    return Exit::kFailure;
  }
  say_what_went(forgotten, options);
  return Exit::kDone;
}

}  // namespace app
