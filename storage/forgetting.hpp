#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/page.hpp"
#include "storage/database.hpp"
#include "storage/duplicates.hpp"
#include "storage/pages.hpp"

namespace storage {

/// The reason of a URL that was removed by hand. A crawl that comes upon it takes it as new.
inline constexpr std::string_view kForgotten = "forgotten";

/// What a removal took away.
struct Forgotten {
  std::int64_t pages = 0;            ///< that were in the index
  std::int64_t urls = 0;             ///< rows of the ledger, removed or marked as forgotten
  std::vector<std::string> crawls;   ///< names of those that went as a whole
  std::vector<std::string> trimmed;  ///< names of those that lost a part
  std::vector<std::string> heirs;    ///< URLs that took the place of a removed page

  bool is_nothing() const { return crawls.empty() && trimmed.empty(); }
};

/// Removes by hand. All of one call becomes durable with the next commit, or nothing of it. The file keeps its size;
/// later crawls use the room again. The writer's thread only.
class Forgetting {
 public:
  explicit Forgetting(Database& database) : database_(database), pages_(database), duplicates_(database, pages_) {}

  /// Removes what is known of `url`, by that very name, in each crawl: its page leaves the index, its row says so.
  Forgotten url(std::string_view url);

  /// Removes the crawl of that name (`crawl_name`), if there is one, with all that it found.
  Forgotten crawl(std::string_view name);

  /// Removes each crawl whose seeds are all of `site` (`Url::site`), with all that it found. Of crawls that know the
  /// site beside others, removes its URLs, each as by `url`.
  Forgotten site(std::string_view site);

 private:
  void take_from_queues(crawler::CrawlId crawl, std::string_view first, std::string_view end);
  void forget_row(crawler::UrlId id, Forgotten& forgotten);
  void forget_crawl(crawler::CrawlId crawl, Forgotten& forgotten);
  void forget_site_of(crawler::CrawlId crawl, std::string_view site, Forgotten& forgotten);
  std::vector<std::string> seeds_of(crawler::CrawlId crawl);

  Database& database_;
  Pages pages_;
  Duplicates duplicates_;
};

}  // namespace storage
