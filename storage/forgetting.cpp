#include "storage/forgetting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "crawler/url.hpp"

namespace storage {
namespace {

struct NamedCrawl {
  crawler::CrawlId id = 0;
  std::string name;
};

std::vector<NamedCrawl> crawls(Connection& connection) {
  std::vector<NamedCrawl> crawls;
  Statement select = connection.prepare("SELECT id, name FROM crawls ORDER BY name");
  for (const Row row : select.rows()) crawls.push_back({.id = row.integer(0), .name = std::string(row.text(1))});
  return crawls;
}

/// Ids first: what is iterated over must not change meanwhile.
std::vector<crawler::UrlId> ids(Rows rows) {
  std::vector<crawler::UrlId> ids;
  for (const Row row : rows) ids.push_back(row.integer(0));
  return ids;
}

bool is_of(std::string_view url, std::string_view site) {
  const auto parsed = crawler::Url::parse(url);
  return parsed && parsed->site() == site;
}

}  // namespace

Forgotten Forgetting::url(std::string_view url) {
  return database_.change([&] {
    Forgotten forgotten;
    Statement find = database_.connection().prepare(
        "SELECT id FROM urls WHERE crawl = ? AND url = ? AND NOT (state = 'refused' AND reason = ?)");
    for (const NamedCrawl& crawl : crawls(database_.connection())) {
      const auto id = find.integer(crawl.id, url, kForgotten);
      if (!id) continue;
      take_from_queues(crawl.id, url, std::string(url) + '\0');
      forget_row(*id, forgotten);
      forgotten.trimmed.push_back(crawl.name);
    }
    return forgotten;
  });
}

Forgotten Forgetting::crawl(std::string_view name) {
  return database_.change([&] {
    Forgotten forgotten;
    Statement find = database_.connection().prepare("SELECT id FROM crawls WHERE name = ?");
    const auto id = find.integer(name);
    if (!id) return forgotten;
    forget_crawl(*id, forgotten);
    forgotten.crawls.emplace_back(name);
    return forgotten;
  });
}

Forgotten Forgetting::site(std::string_view site) {
  return database_.change([&] {
    Forgotten forgotten;
    for (const NamedCrawl& crawl : crawls(database_.connection())) {
      const std::vector<std::string> seeds = seeds_of(crawl.id);
      const auto is_here = [&](const std::string& seed) { return is_of(seed, site); };
      if (!seeds.empty() && std::ranges::all_of(seeds, is_here)) {
        forget_crawl(crawl.id, forgotten);
        forgotten.crawls.push_back(crawl.name);
        continue;
      }
      const std::int64_t before = forgotten.urls;
      forget_site_of(crawl.id, site, forgotten);
      if (forgotten.urls > before) forgotten.trimmed.push_back(crawl.name);
    }
    return forgotten;
  });
}

void Forgetting::forget_row(crawler::UrlId id, Forgotten& forgotten) {
  Connection& connection = database_.connection();
  Statement indexed = connection.prepare("SELECT count(*) FROM pages WHERE id = ?");
  Statement aliases = connection.prepare("SELECT id FROM urls WHERE alias_of = ?");
  Statement inherited = connection.prepare("SELECT url FROM pages WHERE id = ?");
  const std::vector<crawler::UrlId> heirs = ids(aliases.rows(id));
  forgotten.pages += indexed.integer(id).value_or(0);
  duplicates_.remove(id);
  for (const crawler::UrlId heir : heirs) {
    for (const Row row : inherited.rows(heir)) forgotten.heirs.emplace_back(row.text(0));
  }
  connection
      .prepare(
          "UPDATE urls SET state = 'refused', reason = ?, round = -(SELECT round FROM crawls WHERE crawls.id = crawl),"
          " good_round = NULL, held = 0, alias_of = NULL,"
          " body_hash = NULL, canonical_reason = '' WHERE id = ?")
      .run(kForgotten, id);
  ++forgotten.urls;
}

/// The URLs of a crawl from `first` on, and before `end`. Looks through all that waits there.
void Forgetting::take_from_queues(crawler::CrawlId crawl, std::string_view first, std::string_view end) {
  constexpr auto kPlaces = std::to_array<std::pair<std::string_view, std::string_view>>(
      {{"frontier", "url"}, {"deferred", "url"}, {"canonicals", "page"}, {"canonicals", "target"}});
  for (const auto& [table, column] : kPlaces) {
    database_.connection()
        .prepare(fmt::format("DELETE FROM {} WHERE crawl = ?1 AND {} IN"
                             " (SELECT id FROM urls WHERE crawl = ?1 AND url >= ?2 AND url < ?3)",
                             table, column))
        .run(crawl, first, end);
  }
}

void Forgetting::forget_crawl(crawler::CrawlId crawl, Forgotten& forgotten) {
  Connection& connection = database_.connection();
  Statement postings = connection.prepare(R"sql(
    INSERT INTO page_index(page_index, rowid, body, title, headings, description, path, rest)
      SELECT 'delete', id, body, title, headings, description, path, rest FROM texts
       WHERE id IN (SELECT id FROM pages WHERE crawl = ?))sql");
  Statement pages = connection.prepare("SELECT count(*) FROM pages WHERE crawl = ?");
  Statement urls = connection.prepare("SELECT count(*) FROM urls WHERE crawl = ?");
  forgotten.pages += pages.integer(crawl).value_or(0);
  forgotten.urls += urls.integer(crawl).value_or(0);
  database_.pending_postings().write();  // of others FTS5 does not know
  postings.run(crawl);
  constexpr auto kTables =
      std::to_array<std::string_view>({"staged", "repeats", "canonicals", "frontier", "deferred", "refusals", "robots",
                                       "sitemaps", "bounds", "pages", "urls"});
  for (const std::string_view table : kTables) {
    connection.prepare(fmt::format("DELETE FROM {} WHERE crawl = ?", table)).run(crawl);
  }
  connection.prepare("DELETE FROM crawls WHERE id = ?").run(crawl);
}

void Forgetting::forget_site_of(crawler::CrawlId crawl, std::string_view site, Forgotten& forgotten) {
  Connection& connection = database_.connection();
  Statement select =
      connection.prepare("SELECT id FROM urls WHERE crawl = ? AND url >= ? AND url < ? AND state <> 'refused'");
  for (const std::string_view scheme : {"http", "https"}) {
    const std::string origin = fmt::format("{}://{}", scheme, site);
    take_from_queues(crawl, origin + '/', origin + '0');
    for (const crawler::UrlId id : ids(select.rows(crawl, origin + '/', origin + '0'))) forget_row(id, forgotten);
    connection.prepare("DELETE FROM robots WHERE crawl = ? AND origin = ?").run(crawl, origin);
  }
}

std::vector<std::string> Forgetting::seeds_of(crawler::CrawlId crawl) {
  Statement select = database_.connection().prepare("SELECT value FROM crawls, json_each(seeds) WHERE crawls.id = ?");
  std::vector<std::string> seeds;
  for (const Row row : select.rows(crawl)) seeds.emplace_back(row.text(0));
  return seeds;
}

}  // namespace storage
