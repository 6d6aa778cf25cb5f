#include "storage/report.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <bit>
#include <utility>

namespace storage {
namespace {

// Places grow in the order of telling.
constexpr const char* kTables = R"sql(
CREATE TABLE temp.findings(
  place   INTEGER PRIMARY KEY,
  kind    INTEGER NOT NULL,
  url     INTEGER NOT NULL,
  other   INTEGER,
  reason  TEXT NOT NULL DEFAULT '',
  holders INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX temp.kinds ON findings(kind);

-- Which URLs stand for a finding: a failed one and all that redirects there; a redirect itself.
CREATE TABLE temp.names(finding INTEGER, name INTEGER, PRIMARY KEY (finding, name)) STRICT, WITHOUT ROWID;

-- The links to such URLs, backwards.
CREATE TABLE temp.holders(target INTEGER, page INTEGER, PRIMARY KEY (target, page)) STRICT, WITHOUT ROWID;

CREATE TABLE temp.unlinked(id INTEGER PRIMARY KEY) STRICT;

CREATE TABLE temp.texts(crawl INTEGER, hash INTEGER, id INTEGER, PRIMARY KEY (crawl, hash, id)) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* kIsRedirect = "urls.state = 'alias' AND urls.reason LIKE 'redirects %'";

// What the crawl's last round came upon, or the present one may still come upon.
constexpr const char* kIsCurrent =
    "EXISTS(SELECT * FROM crawls WHERE id = urls.crawl AND (round = urls.round OR state = 'unfinished'))";

// Where an alias leads in the end, over other ones: so many steps, for a chain may be closed by mistake.
constexpr const char* kEnd = R"sql((
  WITH RECURSIVE way(id, steps) AS (
    SELECT urls.alias_of, 1
    UNION ALL
    SELECT next.alias_of, steps + 1 FROM way JOIN urls AS next ON next.id = way.id
     WHERE next.state = 'alias' AND steps < 50)
  SELECT id FROM way ORDER BY steps DESC LIMIT 1))sql";

// Whether a redirect, or a guess at its scheme, led there from a seed.
constexpr const char* kComesFromSeed = R"sql(EXISTS(
  WITH RECURSIVE way(id, steps) AS (
    SELECT urls.found_from, 1
    UNION ALL
    SELECT origin.found_from, steps + 1 FROM way JOIN urls AS origin ON origin.id = way.id
     WHERE origin.state <> 'page' AND steps < 50)
  SELECT * FROM way JOIN urls AS origin ON origin.id = way.id
   WHERE origin.state <> 'page' AND origin.found_from IS NULL AND origin.depth = 0))sql";

constexpr int number(FindingKind kind) {
  return static_cast<int>(kind);
}

std::optional<std::int64_t> integer_or_none(const Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
}

}  // namespace

Report::Report(Database& database, ReportThresholds thresholds)
    : connection_(database.connection()), thresholds_(thresholds), moment_(database.connection()) {
  connection_.execute(kTables);
}

std::int64_t Report::count(FindingKind kind) {
  look_for(kind);
  return connection_.prepare("SELECT count(*) FROM temp.findings WHERE kind = ?").integer(number(kind)).value_or(0);
}

lazy::generator<Finding> Report::findings(FindingKind kind) {
  look_for(kind);
  Statement select = connection_.prepare(R"sql(
    SELECT findings.place, urls.url, pages.title, findings.reason, other.url, other.state,
           iif(urls.state = 'alias', other.status, urls.status), urls.depth, urls.took_ms, urls.bytes, holders
      FROM temp.findings JOIN urls ON urls.id = findings.url LEFT JOIN pages ON pages.id = urls.id
      LEFT JOIN urls AS other ON other.id = findings.other
     WHERE kind = ? ORDER BY findings.place)sql");
  for (const Row row : select.rows(number(kind))) {
    Finding finding{.kind = kind,
                    .place = row.integer(0),
                    .url = std::string(row.text(1)),
                    .title = std::string(row.text(2)),
                    .reason = std::string(row.text(3)),
                    .other = std::string(row.text(4)),
                    .other_state = std::string(row.text(5)),
                    .status = integer_or_none(row, 6),
                    .depth = row.integer(7),
                    .took_ms = integer_or_none(row, 8),
                    .bytes = integer_or_none(row, 9),
                    .holders = row.integer(10)};
    co_yield std::move(finding);
  }
}

lazy::generator<Holder> Report::holders(const Finding& finding) {
  // A page that names the finding itself is told so, whatever else it names.
  Statement select = connection_.prepare(R"sql(
    SELECT pages.url, name.url, max(name = findings.url)
      FROM temp.findings JOIN temp.names ON finding = findings.url JOIN temp.holders ON target = name
      JOIN pages ON pages.id = holders.page JOIN urls AS name ON name.id = names.name
     WHERE findings.place = ? GROUP BY pages.id ORDER BY pages.url, pages.id)sql");
  const std::string url = finding.url;
  for (const Row row : select.rows(finding.place)) {
    Holder holder{.page = std::string(row.text(0)), .via = row.text(1) == url ? "" : std::string(row.text(1))};
    co_yield std::move(holder);
  }
}

void Report::look_for(FindingKind kind) {
  if (std::exchange(is_ready_.at(static_cast<std::size_t>(kind)), true)) return;
  switch (kind) {
    case FindingKind::kBroken:
      return add_broken();
    case FindingKind::kRedirects:
      return add_redirects();
    case FindingKind::kSlow:
      return connection_
          .prepare(
              "INSERT INTO temp.findings(kind, url) SELECT ?, id FROM urls WHERE state = 'page' AND took_ms >= ?"
              " ORDER BY took_ms DESC, url, id")
          .run(number(kind), thresholds_.slow.count());
    case FindingKind::kLarge:
      return connection_
          .prepare(
              "INSERT INTO temp.findings(kind, url) SELECT ?, id FROM urls WHERE state = 'page' AND bytes >= ?"
              " ORDER BY bytes DESC, url, id")
          .run(number(kind), thresholds_.large_bytes);
    case FindingKind::kOrphans:
      return add_orphans();
    case FindingKind::kDuplicates:
      return add_duplicates();
    case FindingKind::kScripts:
      return connection_
          .prepare("INSERT INTO temp.findings(kind, url) SELECT ?, id FROM pages WHERE needs_script ORDER BY url, id")
          .run(number(kind));
  }
}

/// One pass over all links keeps those that are wanted.
void Report::gather_link_holders() {
  if (std::exchange(has_link_holders_, true)) return;
  connection_.execute(fmt::format(R"sql(
    INSERT INTO temp.names
      WITH RECURSIVE reached(finding, name) AS (
        SELECT id, id FROM urls WHERE state = 'failed'
        UNION
        SELECT finding, urls.id FROM reached JOIN urls ON urls.alias_of = reached.name AND {0})
      SELECT * FROM reached;
    INSERT OR IGNORE INTO temp.names SELECT id, id FROM urls WHERE {0};
    CREATE TABLE temp.wanted(id INTEGER PRIMARY KEY) STRICT;
    INSERT OR IGNORE INTO temp.wanted SELECT name FROM temp.names;
    INSERT OR IGNORE INTO temp.holders
      SELECT value, pages.id FROM pages, json_each(pages.links) WHERE value IN temp.wanted AND value <> pages.id;
    DROP TABLE temp.wanted)sql",
                                  kIsRedirect));
}

void Report::add_broken() {
  gather_link_holders();
  connection_
      .prepare(fmt::format(R"sql(
        INSERT INTO temp.findings(kind, url, reason, holders)
          SELECT ?, urls.id, urls.reason, count(DISTINCT holders.page)
            FROM urls JOIN temp.names ON finding = urls.id LEFT JOIN temp.holders ON target = name
           WHERE urls.state = 'failed' GROUP BY urls.id HAVING count(holders.page) > 0 OR {}
           ORDER BY 4 DESC, urls.url, urls.id)sql",
                           kIsCurrent))
      .run(number(FindingKind::kBroken));
}

void Report::add_redirects() {
  gather_link_holders();
  connection_
      .prepare(fmt::format(R"sql(
        INSERT INTO temp.findings(kind, url, other, reason, holders)
          SELECT ?, urls.id, {}, urls.reason, count(*) FROM urls JOIN temp.holders ON target = urls.id
           WHERE {} GROUP BY urls.id ORDER BY 5 DESC, urls.url, urls.id)sql",
                           kEnd, kIsRedirect))
      .run(number(FindingKind::kRedirects));
}

/// A page found on another one is linked to. What was found otherwise is looked for among all links.
void Report::add_orphans() {
  connection_.execute(fmt::format(R"sql(
    INSERT INTO temp.unlinked
      SELECT urls.id FROM urls JOIN pages ON pages.id = urls.id LEFT JOIN urls AS origin ON origin.id = urls.found_from
       WHERE urls.state = 'page' AND (urls.found_from IS NOT NULL OR urls.depth > 0)
         AND (origin.id IS NULL OR origin.state NOT IN ('page', 'alias') OR origin.reason LIKE 'redirects %')
         AND NOT {};
    DELETE FROM temp.unlinked WHERE id IN (
      SELECT value FROM pages, json_each(pages.links) WHERE value IN temp.unlinked AND value <> pages.id))sql",
                                  kComesFromSeed));
  connection_
      .prepare(R"sql(
        INSERT INTO temp.findings(kind, url, other, reason)
          SELECT ?, urls.id, found_from, iif(found_from IS NULL, 'listed by a sitemap', 'a redirect leads there')
            FROM urls WHERE id IN temp.unlinked ORDER BY url, id)sql")
      .run(number(FindingKind::kOrphans));
}

void Report::add_duplicates() {
  connection_
      .prepare(fmt::format(R"sql(
        INSERT INTO temp.findings(kind, url, other, reason)
          SELECT ?, id, original, reason FROM (SELECT id, url, reason, {} AS original FROM urls
                                                WHERE state = 'alias' AND reason NOT LIKE 'redirects %' AND {})
           ORDER BY (SELECT url FROM urls WHERE urls.id = original), url, id)sql",
                           kEnd, kIsCurrent))
      .run(number(FindingKind::kDuplicates));
  add_equal_texts();
}

/// Texts are compared by their hashes, and those that seem equal by themselves: sorting them would write them all.
void Report::add_equal_texts() {
  Statement insert = connection_.prepare("INSERT INTO temp.texts VALUES (?, ?, ?)");
  Statement select = connection_.prepare("SELECT id, crawl, text_of(body) FROM pages WHERE body <> '' ORDER BY id");
  for (const Row row : select.rows()) {
    const std::string_view text = row.text(2);
    insert.run(row.integer(1), std::bit_cast<std::int64_t>(XXH3_64bits(text.data(), text.size())), row.integer(0));
  }
  connection_
      .prepare(R"sql(
        INSERT INTO temp.findings(kind, url, other, reason)
          SELECT ?, pages.id, first.id, 'has the text of another page'
            FROM (SELECT crawl, hash, min(id) AS id FROM temp.texts GROUP BY crawl, hash HAVING count(*) > 1) AS equal
            JOIN temp.texts USING (crawl, hash) JOIN pages ON pages.id = texts.id JOIN pages AS first ON first.id = equal.id
           WHERE texts.id <> equal.id AND text_of(first.body) = text_of(pages.body) ORDER BY first.url, pages.url, pages.id)sql")
      .run(number(FindingKind::kDuplicates));
  connection_.execute("DELETE FROM temp.texts");
}

}  // namespace storage
