#include "storage/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "storage/anchors.hpp"
#include "storage/text_compression.hpp"

namespace storage {
namespace {

constexpr int kMostOfAKind = 20;  // of the same finding: more would say nothing more

struct Invariant {
  std::string_view broken;  // what a row of `select` is
  std::string_view select;  // the URLs that break it
};

constexpr std::array kInvariants = {
    Invariant{"a page whose URL is not in the ledger as a page",
              // One of an earlier round may be kept until the present one is over, or longer.
              "SELECT pages.url FROM pages JOIN crawls ON crawls.id = pages.crawl LEFT JOIN urls ON urls.id = pages.id"
              " WHERE (urls.state IS NOT 'page' AND pages.born = crawls.round) OR urls.crawl IS NOT pages.crawl"
              "    OR urls.url <> pages.url"},
    Invariant{"in the ledger as a page, and there is none",
              "SELECT url FROM urls WHERE state = 'page' AND reason <> 'noindex' AND id NOT IN (SELECT id FROM pages)"},
    Invariant{
        "waiting, and not in the frontier",
        "SELECT url FROM urls JOIN crawls ON crawls.id = crawl"
        " WHERE urls.state = 'waiting' AND urls.round = crawls.round AND urls.id NOT IN (SELECT url FROM frontier)"},
    Invariant{"in the frontier, and not waiting",
              "SELECT coalesce(urls.url, frontier.url) FROM frontier LEFT JOIN urls ON urls.id = frontier.url"
              " WHERE urls.state IS NOT 'waiting' OR urls.crawl <> frontier.crawl"},
    Invariant{"deferred, and not to be asked for once more",
              "SELECT url FROM urls JOIN crawls ON crawls.id = crawl"
              " WHERE urls.state = 'deferred' AND urls.round = crawls.round"
              "   AND urls.id NOT IN (SELECT url FROM deferred)"},
    Invariant{"to be asked for once more, and not deferred",
              "SELECT coalesce(urls.url, deferred.url) FROM deferred LEFT JOIN urls ON urls.id = deferred.url"
              " WHERE urls.state IS NOT 'deferred' OR urls.crawl <> deferred.crawl"},
    Invariant{
        "names a canonical URL whose turn it waits for in vain",
        "SELECT page.url FROM canonicals JOIN urls AS target ON target.id = target JOIN urls AS page ON page.id = page"
        " WHERE target.state NOT IN ('waiting', 'target', 'deferred') OR page.state <> 'page'"},
    Invariant{"what links to it show is kept, and it is no page",
              "SELECT coalesce(urls.url, 'page ' || anchors.id) FROM anchors LEFT JOIN urls ON urls.id = anchors.id"
              " WHERE anchors.id NOT IN (SELECT id FROM pages)"},
    Invariant{"to be replaced, and not there", "SELECT url FROM staged WHERE id NOT IN (SELECT id FROM pages)"},
    Invariant{"an alias of nothing", "SELECT url FROM urls WHERE state = 'alias' AND alias_of IS NULL"},
    Invariant{"a page with a link to a URL that is not in the ledger",
              "SELECT pages.url FROM links JOIN pages ON pages.id = source"
              " WHERE target NOT IN (SELECT id FROM urls)"},
    Invariant{"in no known state",
              "SELECT url FROM urls WHERE state NOT IN"
              " ('waiting', 'target', 'page', 'alias', 'skipped', 'failed', 'deferred', 'refused')"},
    Invariant{"a URL of no crawl", "SELECT url FROM urls WHERE crawl NOT IN (SELECT id FROM crawls)"},
};

void check_structure(Connection& connection, std::vector<std::string>& problems) {
  Statement integrity = connection.prepare(fmt::format("PRAGMA integrity_check({})", kMostOfAKind));
  for (const Row row : integrity.rows()) {
    if (row.text(0) != "ok") problems.push_back(fmt::format("the file's structure: {}", row.text(0)));
  }
}

void check_references(Connection& connection, std::vector<std::string>& problems) {
  Statement references = connection.prepare(
      fmt::format("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT {}", kMostOfAKind));
  for (const Row row : references.rows()) {
    problems.push_back(fmt::format("row {} of {} refers to no row of {}", row.integer(1), row.text(0), row.text(2)));
  }
}

void check_invariants(Connection& connection, std::vector<std::string>& problems) {
  for (const auto& [broken, select] : kInvariants) {
    Statement offenders = connection.prepare(fmt::format("{} LIMIT {}", select, kMostOfAKind));
    for (const Row row : offenders.rows()) problems.push_back(fmt::format("{}: {}", row.text(0), broken));
  }
}

/// Each by itself, so that one which cannot be read is named.
void check_texts(Connection& connection, std::vector<std::string>& problems) {
  if (!are_texts_compressed(connection)) return;
  Statement pages = connection.prepare("SELECT id, url FROM pages ORDER BY id");
  Statement text = connection.prepare("SELECT text_of(body), text_of(rest) FROM pages WHERE id = ?");
  int found = 0;
  for (const Row page : pages.rows()) {
    try {
      text.run(page.integer(0));
    } catch (const StorageError& error) {
      if (error.kind() != StorageErrorKind::kDamaged) throw;
      problems.push_back(fmt::format("{}: its text cannot be read", page.text(1)));
      if (++found == kMostOfAKind) return;
    }
  }
}

/// With rank 1 the postings are held against the text of `pages`, too.
void check_postings(Connection& connection, std::vector<std::string>& problems) try {
  connection.execute("INSERT INTO page_index(page_index, rank) VALUES ('integrity-check', 1)");
} catch (const StorageError& error) {
  if (error.kind() != StorageErrorKind::kDamaged) throw;
  problems.emplace_back(kIndexDisagrees);
}

void check_anchors(Connection& connection, std::vector<std::string>& problems) try {
  connection.execute("INSERT INTO anchor_index(anchor_index) VALUES ('integrity-check')");
  if (!anchor_index_agrees(connection)) problems.emplace_back(kAnchorsDisagree);
} catch (const StorageError& error) {
  if (error.kind() != StorageErrorKind::kDamaged) throw;
  problems.emplace_back(kAnchorsDisagree);
}

}  // namespace

std::vector<std::string> check(Database& database) {
  std::vector<std::string> problems;
  for (const auto look :
       {check_structure, check_references, check_texts, check_postings, check_anchors, check_invariants}) {
    try {
      look(database.connection(), problems);
    } catch (const StorageError& error) {  // it cannot even be looked at
      if (error.kind() != StorageErrorKind::kDamaged) throw;
      if (std::ranges::find(problems, error.what()) == problems.end()) problems.emplace_back(error.what());
    }
  }
  return problems;
}

}  // namespace storage
