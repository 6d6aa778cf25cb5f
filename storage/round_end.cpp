#include "storage/round_end.hpp"

#include <algorithm>
#include <vector>

#include "storage/duplicates.hpp"

namespace storage {
namespace {

using crawler::UrlId;

/// Why the round is no proof that a page which it has not come upon is gone; empty if it is.
std::string incompleteness(Connection& connection, const Crawl& crawl, bool is_closed) {
  if (!is_closed) return "a limit was reached";
  Statement held = connection.prepare(
      "SELECT url, reason FROM urls WHERE crawl = ? AND round = ? AND (held OR (state IN ('failed', 'deferred')"
      " AND reason GLOB 'robots.txt: *')) ORDER BY id LIMIT 1");
  for (const Row row : held.rows(crawl.id, crawl.round)) {
    const std::string why = row.text(1).starts_with("redirects") ? "led to no good answer" : std::string(row.text(1));
    return std::string(row.text(0)) + ": " + why;
  }
  Statement sitemap = connection.prepare(
      "SELECT url, reason FROM sitemaps WHERE crawl = ? AND round = ? AND held ORDER BY url LIMIT 1");
  for (const Row row : sitemap.rows(crawl.id, crawl.round))
    return std::string(row.text(0)) + ": " + std::string(row.text(1));
  return {};
}

struct LostPage {
  UrlId id = 0;
  bool is_alias = false;   ///< of a page of this round, by now
  bool has_moved = false;  ///< its very content is a page under another name
};

/// The pages that this round has shown to be gone; if it was complete, those that it has not come upon are, too.
std::vector<LostPage> lost_pages(Connection& connection, const Crawl& crawl, bool is_complete) {
  std::vector<LostPage> lost;
  Statement select = connection.prepare(
      "SELECT id, urls.round = ?2 AND state = 'alias',"
      "       EXISTS(SELECT * FROM pages AS other WHERE other.id = alias_of AND other.body_hash = pages.body_hash)"
      "  FROM pages JOIN urls USING (id) WHERE pages.crawl = ?1 AND CASE"
      " WHEN urls.round < ?2 THEN ?3 WHEN held THEN 0 WHEN state = 'page' THEN reason = 'noindex'"
      " WHEN state = 'refused' AND reason = 'nofollow' THEN ?3"
      " ELSE state IN ('failed', 'alias', 'skipped', 'refused') END ORDER BY id");
  for (const Row row : select.rows(crawl.id, crawl.round, is_complete)) {
    const bool is_alias = row.integer(1) != 0;
    lost.push_back({.id = row.integer(0), .is_alias = is_alias, .has_moved = is_alias && row.integer(2) != 0});
  }
  return lost;
}

/// What only earlier rounds have come upon. Nothing that is left refers to it, but to what was forgotten meanwhile
/// (`Forgetting`).
void forget_earlier_rounds(Connection& connection, const Crawl& crawl) {
  connection.prepare("DELETE FROM sitemaps WHERE crawl = ? AND round < ?").run(crawl.id, crawl.round);
  connection.prepare("DELETE FROM urls WHERE crawl = ?1 AND round < ?2 AND round <> -?2").run(crawl.id, crawl.round);
}

/// What has failed on evidence, and is removed, was never good.
void forget_good_rounds(Connection& connection, const std::vector<LostPage>& lost) {
  Statement forget = connection.prepare("UPDATE urls SET good_round = NULL WHERE id = ? AND state = 'failed'");
  for (const LostPage& page : lost) forget.run(page.id);
}

}  // namespace

RoundEnd end_round(Database& database, const Crawl& crawl, bool is_closed, const LossLimits& limits) {
  if (crawl.round == 1) return {};
  return database.change([&] {
    Connection& connection = database.connection();
    RoundEnd end{.incomplete = incompleteness(connection, crawl, is_closed)};
    const bool is_complete = end.incomplete.empty();
    const std::vector<LostPage> lost = lost_pages(connection, crawl, is_complete);
    Statement unseen =
        connection.prepare("SELECT count(*) FROM pages JOIN urls USING (id) WHERE pages.crawl = ? AND urls.round < ?");
    if (!is_complete) end.unseen = unseen.integer(crawl.id, crawl.round).value_or(0);
    Statement staged = connection.prepare("SELECT count(*) FROM staged WHERE crawl = ?");
    Statement had = connection.prepare("SELECT count(*) FROM pages WHERE crawl = ? AND born < ?");
    end.lost = std::ranges::count(lost, false, &LostPage::has_moved) + staged.integer(crawl.id).value_or(0);
    end.had = had.integer(crawl.id, crawl.round).value_or(0);
    end.are_removed = limits.allow(end.lost, end.had);
    Pages pages(database);
    if (!end.are_removed) {
      pages.settle_model(crawl.id, false);
      return end;
    }
    pages.replace_by_staged(crawl.id);
    Duplicates duplicates(database, pages);
    for (const auto& [id, is_alias, has_moved] : lost)
      is_complete || is_alias ? pages.remove(id) : duplicates.remove(id);
    pages.settle_model(crawl.id, is_complete);
    forget_good_rounds(connection, lost);
    if (is_complete) forget_earlier_rounds(connection, crawl);
    return end;
  });
}

}  // namespace storage
