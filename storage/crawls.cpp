#include "storage/crawls.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace storage {
namespace {

constexpr std::string_view kSelect = R"sql(
  SELECT id, name, round, coalesce(reused, 0), state = 'finished', reason, coalesce(finished_at, 0), rules,
         coalesce(max_depth, 0), refilled, usable_from,
         (SELECT count(*) FROM pages WHERE crawl = crawls.id),
         (SELECT count(*) FROM urls WHERE crawl = crawls.id AND round = crawls.round AND good_round = crawls.round),
         (SELECT count(*) FROM frontier WHERE crawl = crawls.id)
         + (SELECT count(*) FROM deferred WHERE crawl = crawls.id)
    FROM crawls)sql";

Crawl crawl_of(const Row& row, Statement& select_sites) {
  Crawl crawl{.id = row.integer(0),
              .round = row.integer(2),
              .reused = row.integer(3),
              .usable_from = row.integer(10),
              .name = std::string(row.text(1)),
              .sites = {},
              .pages = row.integer(11),
              .good = row.integer(12),
              .waiting = row.integer(13),
              .is_finished = row.integer(4) != 0,
              .reason = std::string(row.text(5)),
              .finished_at = row.integer(6),
              .rules = std::string(row.text(7)),
              .max_depth = row.integer(8),
              .was_refilled = row.integer(9) != 0};
  for (const Row site : select_sites.rows(crawl.id)) crawl.sites.emplace_back(site.text(0));
  return crawl;
}

Statement select_sites(Connection& connection) {
  return connection.prepare("SELECT value FROM crawls, json_each(sites) WHERE crawls.id = ?");
}

}  // namespace

std::string crawl_name(std::vector<std::string> seeds, std::string_view scope) {
  std::ranges::sort(seeds);
  return fmt::format("{} {}", fmt::join(seeds, " "), scope);
}

std::string described(std::string_view name) {
  const std::size_t end = name.rfind(' ');  // of the seeds: a URL has no spaces
  const std::string_view seeds = name.substr(0, end);
  const bool is_one = seeds.find(' ') == std::string::npos;
  const std::string_view scope = name.substr(end + 1);
  const std::string_view reach = scope == "prefix" ? "folder" : scope;
  return fmt::format("{} ({} {})", seeds, is_one ? "its" : "their", reach);
}

Crawl Crawls::find_or_create(std::vector<std::string> seeds, std::string_view scope) {
  std::ranges::sort(seeds);
  const std::string name = crawl_name(seeds, scope);
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
    return Crawl{.id = id, .name = name, .sites = {}, .reason = {}, .rules = {}};
  });
}

Crawl Crawls::find(crawler::CrawlId crawl) {
  Statement sites = select_sites(database_.connection());
  Statement select = database_.connection().prepare(fmt::format("{} WHERE id = ?", kSelect));
  Crawl found;
  for (const Row row : select.rows(crawl)) found = crawl_of(row, sites);
  return found;
}

bool Crawls::has_waiting(crawler::CrawlId crawl, int max_depth) {
  constexpr std::string_view kExists =
      "SELECT EXISTS(SELECT * FROM {0} JOIN urls ON urls.id = {0}.url WHERE {0}.crawl = ? AND depth <= ?)";
  const auto is_any_in = [&](std::string_view table) {
    Statement exists = database_.connection().prepare(fmt::format(fmt::runtime(kExists), table));
    return exists.integer(crawl, max_depth).value_or(0) != 0;
  };
  return is_any_in("frontier") || is_any_in("deferred");
}

std::int64_t Crawls::changed_since(crawler::CrawlId crawl, std::int64_t when) {
  Statement count = database_.connection().prepare("SELECT count(*) FROM pages WHERE crawl = ? AND changed_at >= ?");
  for (const Row row : count.rows(crawl, when)) return row.integer(0);
  return 0;
}

void Crawls::set_rules(crawler::CrawlId crawl, std::string_view rules, int max_depth) {
  database_.change([&] {
    database_.connection()
        .prepare("UPDATE crawls SET rules = ?, max_depth = ? WHERE id = ?")
        .run(rules, max_depth, crawl);
  });
}

void Crawls::begin_round(crawler::CrawlId crawl, Reuse reuse) {
  database_.change([&] {
    for (const std::string_view table :
         {"frontier", "deferred", "refusals", "robots", "bounds", "canonicals", "staged"}) {
      database_.connection().prepare(fmt::format("DELETE FROM {} WHERE crawl = ?", table)).run(crawl);
    }
    database_.connection()
        .prepare(
            "UPDATE crawls SET reused = iif(?, round, NULL), usable_from = iif(?, round + 1, usable_from),"
            " round = round + 1, state = 'unfinished', reason = '',"
            " sites = '[]', started_at = unixepoch(), finished_at = NULL, sitemap_entries = 0, refilled = 0"
            " WHERE id = ?")
        .run(reuse == Reuse::kPresent, reuse == Reuse::kNone, crawl);
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
