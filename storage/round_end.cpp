#include "storage/round_end.hpp"

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
      "SELECT url, reason FROM sitemaps WHERE crawl = ? AND round = ? AND previous = ''"
      " AND reason NOT IN ('', 'robots.txt', 'answered with status 404', 'answered with status 410')"
      " ORDER BY url LIMIT 1");
  for (const Row row : sitemap.rows(crawl.id, crawl.round))
    return std::string(row.text(0)) + ": " + std::string(row.text(1));
  return {};
}

/// The pages that this round has shown to be gone; if it was complete, those that it has not come upon are, too.
std::vector<UrlId> lost_pages(Connection& connection, const Crawl& crawl, bool is_complete) {
  std::vector<UrlId> lost;
  Statement select = connection.prepare(
      "SELECT id FROM pages JOIN urls USING (id) WHERE pages.crawl = ?1 AND CASE"
      " WHEN urls.round < ?2 THEN ?3 WHEN held THEN 0 WHEN state = 'page' THEN reason = 'noindex'"
      " WHEN state = 'refused' AND reason = 'nofollow' THEN ?3"
      " ELSE state IN ('failed', 'alias', 'skipped', 'refused') END ORDER BY id");
  for (const Row row : select.rows(crawl.id, crawl.round, is_complete)) lost.push_back(row.integer(0));
  return lost;
}

/// What only earlier rounds have come upon. Nothing that is left refers to it.
void forget_earlier_rounds(Connection& connection, const Crawl& crawl) {
  connection.prepare("DELETE FROM sitemaps WHERE crawl = ? AND round < ?").run(crawl.id, crawl.round);
  connection.prepare("DELETE FROM urls WHERE crawl = ? AND round < ?").run(crawl.id, crawl.round);
}

}  // namespace

RoundEnd end_round(Database& database, const Crawl& crawl, bool is_closed, const LossLimits& limits) {
  if (crawl.round == 1) return {};
  return database.change([&] {
    Connection& connection = database.connection();
    RoundEnd end{.incomplete = incompleteness(connection, crawl, is_closed)};
    const bool is_complete = end.incomplete.empty();
    const std::vector<UrlId> lost = lost_pages(connection, crawl, is_complete);
    Statement unseen =
        connection.prepare("SELECT count(*) FROM pages JOIN urls USING (id) WHERE pages.crawl = ? AND urls.round < ?");
    if (!is_complete) end.unseen = unseen.integer(crawl.id, crawl.round).value_or(0);
    Statement staged = connection.prepare("SELECT count(*) FROM staged WHERE crawl = ?");
    Statement had = connection.prepare("SELECT count(*) FROM pages WHERE crawl = ? AND born < ?");
    end.lost = static_cast<std::int64_t>(lost.size()) + staged.integer(crawl.id).value_or(0);
    end.had = had.integer(crawl.id, crawl.round).value_or(0);
    end.are_removed = limits.allow(end.lost, end.had);
    if (!end.are_removed) {
      connection.prepare("DELETE FROM staged WHERE crawl = ?").run(crawl.id);
      return end;
    }
    Pages pages(database);
    pages.replace_by_staged(crawl.id);
    Duplicates duplicates(database, pages);
    for (const UrlId id : lost) is_complete ? pages.remove(id) : duplicates.remove(id);
    if (is_complete) forget_earlier_rounds(connection, crawl);
    return end;
  });
}

}  // namespace storage
