#include "storage/crawls.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace storage {
namespace {

constexpr std::string_view kSelect = R"sql(
  SELECT id, name, state = 'finished', reason,
         (SELECT count(*) FROM urls WHERE crawl = crawls.id AND state = 'page'),
         (SELECT count(*) FROM frontier WHERE crawl = crawls.id)
         + (SELECT count(*) FROM deferred WHERE crawl = crawls.id)
    FROM crawls)sql";

Crawl crawl_of(const Row& row, Statement& select_sites) {
  Crawl crawl{.id = row.integer(0),
              .name = std::string(row.text(1)),
              .sites = {},
              .pages = row.integer(4),
              .waiting = row.integer(5),
              .is_finished = row.integer(2) != 0,
              .reason = std::string(row.text(3))};
  for (const Row site : select_sites.rows(crawl.id)) crawl.sites.emplace_back(site.text(0));
  return crawl;
}

Statement select_sites(Connection& connection) {
  return connection.prepare("SELECT value FROM crawls, json_each(sites) WHERE crawls.id = ?");
}

}  // namespace

Crawl Crawls::find_or_create(std::vector<std::string> seeds, std::string_view scope) {
  std::ranges::sort(seeds);
  const std::string name = fmt::format("{} {}", fmt::join(seeds, " "), scope);
  Connection& connection = database_.connection();
  Statement sites = select_sites(connection);
  Statement select = connection.prepare(fmt::format("{} WHERE name = ?", kSelect));
  for (const Row row : select.rows(name)) return crawl_of(row, sites);

  return database_.change([&] {
    connection
        .prepare(
            "INSERT INTO crawls(name, seeds, scope, sites, state, reason, started_at)"
            " VALUES (?, '[]', ?, '[]', 'unfinished', '', unixepoch())")
        .run(name, scope);
    const crawler::CrawlId id = connection.last_insert_id();
    Statement add_seed = connection.prepare("UPDATE crawls SET seeds = json_insert(seeds, '$[#]', ?) WHERE id = ?");
    for (const std::string& seed : seeds) add_seed.run(seed, id);
    return Crawl{.id = id, .name = name, .sites = {}, .reason = {}};
  });
}

Crawl Crawls::find(crawler::CrawlId crawl) {
  Statement sites = select_sites(database_.connection());
  Statement select = database_.connection().prepare(fmt::format("{} WHERE id = ?", kSelect));
  Crawl found;
  for (const Row row : select.rows(crawl)) found = crawl_of(row, sites);
  return found;
}

void Crawls::forget(crawler::CrawlId crawl) {
  database_.change([&] {
    for (const std::string_view table : {"frontier", "deferred", "refusals", "robots", "sitemaps", "bounds", "urls"}) {
      database_.connection().prepare(fmt::format("DELETE FROM {} WHERE crawl = ?", table)).run(crawl);
    }
    database_.connection().prepare("DELETE FROM crawls WHERE id = ?").run(crawl);
  });
}

std::vector<Crawl> Crawls::all() {
  Statement sites = select_sites(database_.connection());
  Statement select = database_.connection().prepare(fmt::format("{} ORDER BY name", kSelect));
  std::vector<Crawl> crawls;
  for (const Row row : select.rows()) crawls.push_back(crawl_of(row, sites));
  return crawls;
}

void Crawls::finish(crawler::CrawlId crawl, std::string_view reason) {
  database_.change([&] {
    database_.connection()
        .prepare("UPDATE crawls SET state = 'finished', reason = ?, finished_at = unixepoch() WHERE id = ?")
        .run(reason, crawl);
  });
}

void Crawls::reopen(crawler::CrawlId crawl) {
  database_.change([&] {
    database_.connection()
        .prepare("UPDATE crawls SET state = 'unfinished', reason = '', finished_at = NULL WHERE id = ?")
        .run(crawl);
  });
}

}  // namespace storage
