#include "storage/schema.hpp"

#include <fmt/format.h>

#include "storage/migrations.hpp"

namespace storage {
namespace {

// What the migrations come to, for new files: they take 7 ms, and this takes 2. A change is made here, and is a further
// migration.
constexpr const char* kSchema = R"sql(
-- What FTS5 makes comes first: where there is little room, it cannot say so of a file that has many tables already.
-- The built-in name of a tokenizer, under which connections of ours find ours: elsewhere the file still opens. The body
-- comes first: before the positions of a word in a column FTS5 writes two bytes that say which, but not for the first.
CREATE VIRTUAL TABLE page_index USING fts5(
  body, title, headings, description, path, rest,
  content = 'texts', content_rowid = 'id', tokenize = 'unicode61'
);
-- What FTS5 is told of gathers in memory up to this many bytes. Pages that are new it is not told of
-- (storage/pending_postings.hpp).
INSERT INTO page_index(page_index, rank) VALUES ('hashsize', 16777216);

-- What links to a page show, of other pages' main content: of those that lead to it the commonest texts, one a line,
-- each behind the number of pages and a space. Made when a crawl is over (storage/anchors.hpp), and with it an index in
-- which a text stands the more often, the more pages show it; `language` is that of the page, as the index has it.
CREATE TABLE anchors(
  id       INTEGER PRIMARY KEY,  -- in `pages`
  language TEXT NOT NULL,
  pages    INTEGER NOT NULL,     -- that link to it
  texts    TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE anchor_index USING fts5(texts, content = '', columnsize = 0, tokenize = 'unicode61');

CREATE TABLE meta(
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A crawl is run in rounds: the first one, and one each time when it is crawled again. Each finds the site as if for the
-- first time; a row of `urls` belongs to the round that last came upon it, and what an earlier one stored is used again.
CREATE TABLE crawls(
  id              INTEGER PRIMARY KEY,
  name            TEXT NOT NULL UNIQUE,  -- sorted seeds, then the scope
  seeds           TEXT NOT NULL,         -- JSON array of URLs
  scope           TEXT NOT NULL,
  sites           TEXT NOT NULL,         -- JSON array of hosts, each with its port where it is not the default
  state           TEXT NOT NULL CHECK (state IN ('unfinished', 'finished')),
  reason          TEXT NOT NULL,         -- why it ended; empty if it did not
  started_at      INTEGER NOT NULL,      -- here and below: seconds since 1970
  finished_at     INTEGER,
  sitemap_entries INTEGER NOT NULL DEFAULT 0,  -- taken so far
  round           INTEGER NOT NULL DEFAULT 1,
  reused          INTEGER,                     -- the round whose pages stand without being asked for
  rules           TEXT NOT NULL DEFAULT '',    -- which URLs it takes; empty: by an earlier version
  max_depth       INTEGER,                     -- of the last run
  refilled        INTEGER NOT NULL DEFAULT 0,  -- the queue ran dry: sitemaps, deferred URLs came
  usable_from     INTEGER NOT NULL DEFAULT 1,  -- what rounds before it stored is of no use
  modelled        INTEGER,                     -- the round that made its `repeats`
  model_is_ahead  INTEGER NOT NULL DEFAULT 0   -- 1: pages of earlier rounds are still to be parted by them
) STRICT;

-- The ledger: every URL ever seen, and why it is, or is not, a page. `check` sees to the states: a CHECK of their names
-- would cost 2.5 us a URL, as much as the row.
CREATE TABLE urls(
  id               INTEGER PRIMARY KEY,
  crawl            INTEGER NOT NULL REFERENCES crawls(id),
  url              TEXT NOT NULL,
  found_from       INTEGER REFERENCES urls(id),  -- NULL for a seed
  depth            INTEGER NOT NULL,             -- links from a seed
  state            TEXT NOT NULL,                -- waiting, target (of a redirect, its page on its way),
                                                 -- page, alias, skipped, failed, deferred, refused
  reason           TEXT NOT NULL DEFAULT '',
  alias_of         INTEGER REFERENCES urls(id),
  status           INTEGER,
  content_type     TEXT,
  bytes            INTEGER,
  body_hash        BLOB,
  fetched_at       INTEGER,
  took_ms          INTEGER,
  attempts         INTEGER NOT NULL DEFAULT 0,
  lastmod          INTEGER,                      -- as a sitemap says
  round            INTEGER NOT NULL DEFAULT 1,
  good_round       INTEGER,                      -- that last found a good page there
  held             INTEGER NOT NULL DEFAULT 0,   -- was good, and there is no evidence that it is gone
  canonical_reason TEXT NOT NULL DEFAULT '',     -- why its rel=canonical was not followed
  UNIQUE (crawl, url)
) STRICT;
CREATE INDEX targets ON urls(state) WHERE state = 'target';
CREATE INDEX aliases ON urls(alias_of) WHERE alias_of IS NOT NULL;

CREATE TABLE frontier(
  crawl    INTEGER NOT NULL REFERENCES crawls(id),
  position INTEGER NOT NULL,
  url      INTEGER NOT NULL REFERENCES urls(id),
  is_last  INTEGER NOT NULL DEFAULT 0,  -- it was deferred: what comes of it stands
  PRIMARY KEY (crawl, position)
) STRICT, WITHOUT ROWID;

-- What gave no answer that stands, by its place in the queue: asked for once more when that has run dry. In `urls` it
-- has the state 'deferred'.
CREATE TABLE deferred(
  crawl    INTEGER NOT NULL REFERENCES crawls(id),
  position INTEGER NOT NULL,
  url      INTEGER NOT NULL REFERENCES urls(id),
  PRIMARY KEY (crawl, position)
) STRICT, WITHOUT ROWID;

-- What a rule refused: rows of `urls` up to a bound, then a mere number.
CREATE TABLE refusals(
  crawl   INTEGER NOT NULL REFERENCES crawls(id),
  rule    TEXT NOT NULL,
  host    TEXT NOT NULL,
  kept    INTEGER NOT NULL,
  counted INTEGER NOT NULL,
  PRIMARY KEY (crawl, rule, host)
) STRICT, WITHOUT ROWID;

CREATE TABLE robots(
  id       INTEGER PRIMARY KEY,
  crawl    INTEGER NOT NULL REFERENCES crawls(id),
  origin   TEXT NOT NULL,
  text     TEXT NOT NULL,     -- empty where there is none
  asked_at INTEGER NOT NULL,
  UNIQUE (crawl, origin)
) STRICT;

CREATE TABLE sitemaps(
  crawl  INTEGER NOT NULL REFERENCES crawls(id),
  url    TEXT NOT NULL,
  reason TEXT NOT NULL,               -- why it was not read to its end; empty if it was
  round  INTEGER NOT NULL DEFAULT 1,
  trust  INTEGER NOT NULL DEFAULT 0,  -- 2: was read to its end; 1: in part; 0: is gone
  held   INTEGER NOT NULL DEFAULT 0,  -- gives less than it did, without evidence
  PRIMARY KEY (crawl, url)
) STRICT, WITHOUT ROWID;

-- How many URLs count toward a bound of what may be a trap (crawler/traps.hpp).
CREATE TABLE bounds(
  crawl INTEGER NOT NULL REFERENCES crawls(id),
  key   INTEGER NOT NULL,
  urls  INTEGER NOT NULL,
  PRIMARY KEY (crawl, key)
) STRICT, WITHOUT ROWID;

-- Pages that name a canonical URL whose turn is still to come.
CREATE TABLE canonicals(
  crawl  INTEGER NOT NULL REFERENCES crawls(id),
  target INTEGER NOT NULL REFERENCES urls(id),
  page   INTEGER NOT NULL REFERENCES urls(id),
  PRIMARY KEY (crawl, target, page)
) STRICT, WITHOUT ROWID;

-- Blocks that stand on many of a crawl's first 64 pages: whatever structure says, they are not the content of any.
CREATE TABLE repeats(
  crawl INTEGER NOT NULL REFERENCES crawls(id),
  block TEXT NOT NULL,
  PRIMARY KEY (crawl, block)
) STRICT, WITHOUT ROWID;

-- A page is all that is needed when its server says that it is unchanged: what was answered stands here, too. The body
-- comes last: what stands before it is read without following its overflow pages. Rows are long: they lie where they fill
-- the file's pages (storage/placement.hpp), not in the order of `id`.
CREATE TABLE pages(
  place         INTEGER PRIMARY KEY,
  id            INTEGER NOT NULL UNIQUE REFERENCES urls(id),
  crawl         INTEGER NOT NULL REFERENCES crawls(id),
  url           TEXT NOT NULL,
  born          INTEGER NOT NULL,  -- the round that first indexed it
  is_whole      INTEGER NOT NULL,  -- 1: all that its answer led to is stored, so that it need not come again
  status        INTEGER NOT NULL,
  content_type  TEXT NOT NULL,
  bytes         INTEGER NOT NULL,
  body_hash     BLOB NOT NULL,
  etag          TEXT NOT NULL,     -- validators, as they were sent (RFC 9110, 8.8)
  last_modified TEXT NOT NULL,
  changed_at    INTEGER,           -- when what is below was first seen so
  fingerprint   INTEGER,           -- SimHash of `body`
  needs_script  INTEGER NOT NULL,  -- 1: shows hardly a word without JavaScript
  language      TEXT NOT NULL,
  canonical     TEXT,
  title         TEXT NOT NULL,
  description   TEXT NOT NULL,
  headings      TEXT NOT NULL,  -- one a line
  links         TEXT NOT NULL,  -- JSON array of ids in `urls`, in document order
  nofollow      TEXT NOT NULL,  -- JSON array: the places in `links`, from 0, of those not to be followed
  body          TEXT NOT NULL,  -- the main content
  rest TEXT NOT NULL DEFAULT '', -- what surrounds it: navigation, header, footer ..., and blocks that repeat
  sections TEXT NOT NULL DEFAULT '[]', -- JSON: [[block of the body, from 0, its level, fragment that leads there], ...]
  link_texts BLOB NOT NULL DEFAULT x'', -- what links show, as stretches of the body, before blocks were moved
                                        -- (storage/link_texts.hpp)
  layout BLOB NOT NULL DEFAULT x'', -- which lines were one block of the body (indexer/layout.hpp)
  moved  BLOB NOT NULL DEFAULT x''  -- which of these blocks repeat, and are at the end of `rest`
) STRICT;
CREATE INDEX contents ON pages(crawl, body_hash, id);
CREATE VIEW links(source, target) AS
  SELECT pages.id, json_each.value FROM pages, json_each(pages.links);

-- What the daemon crawls, has crawled and will crawl: a job is one crawl of a site, of which at most one is open at a
-- time; `job_states` are the states that it has been in.
CREATE TABLE jobs(
  id         INTEGER PRIMARY KEY,
  site       TEXT NOT NULL,     -- its name in the settings
  state      TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'paused', 'done', 'failed', 'cancelled')),
  reason     TEXT NOT NULL,     -- why it is in that state
  due_at     INTEGER NOT NULL,  -- here and below: seconds since 1970
  created_at INTEGER NOT NULL,
  started_at INTEGER,           -- first
  ended_at   INTEGER,
  pages      INTEGER NOT NULL DEFAULT 0,  -- good ones, of all its runs
  failures   INTEGER NOT NULL DEFAULT 0,
  changed    INTEGER NOT NULL DEFAULT 0   -- pages that were new, gone, or not as before
) STRICT;
CREATE UNIQUE INDEX open_jobs ON jobs(site) WHERE state IN ('waiting', 'running', 'paused');
CREATE INDEX jobs_of_sites ON jobs(site, id);
CREATE TABLE job_states(
  job    INTEGER NOT NULL REFERENCES jobs(id),
  at     INTEGER NOT NULL,
  state  TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX states_of_jobs ON job_states(job);

-- How far a job had come at a moment (storage/job_samples.hpp): a bounded number of samples of each.
CREATE TABLE job_samples(
  job       INTEGER NOT NULL REFERENCES jobs(id),
  worked_ms INTEGER NOT NULL,  -- how long it had been running by then, without pauses
  at        INTEGER NOT NULL,  -- seconds since 1970
  statuses  TEXT NOT NULL,     -- JSON array: URLs without an answer, and by its status: 2xx, 3xx, 4xx, 5xx
  depths    TEXT NOT NULL,     -- JSON array: good pages by depth, from 0; the last one: all that are deeper
  PRIMARY KEY (job, worked_ms)
) STRICT, WITHOUT ROWID;

-- Pages that seem to have lost their text: they replace those of the same id only where few do, at the end of a round.
CREATE TABLE staged(
  id            INTEGER PRIMARY KEY REFERENCES pages(id),
  crawl         INTEGER NOT NULL REFERENCES crawls(id),
  url           TEXT NOT NULL,
  born          INTEGER NOT NULL,
  is_whole      INTEGER NOT NULL,
  status        INTEGER NOT NULL,
  content_type  TEXT NOT NULL,
  bytes         INTEGER NOT NULL,
  body_hash     BLOB NOT NULL,
  etag          TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  changed_at    INTEGER,
  fingerprint   INTEGER,
  needs_script  INTEGER NOT NULL,
  language      TEXT NOT NULL,
  canonical     TEXT,
  title         TEXT NOT NULL,
  description   TEXT NOT NULL,
  headings      TEXT NOT NULL,
  links         TEXT NOT NULL,
  nofollow      TEXT NOT NULL,
  body          TEXT NOT NULL,
  rest TEXT NOT NULL DEFAULT '',
  sections TEXT NOT NULL DEFAULT '[]',
  link_texts BLOB NOT NULL DEFAULT x'',
  layout BLOB NOT NULL DEFAULT x'',
  moved  BLOB NOT NULL DEFAULT x''
) STRICT;
CREATE INDEX staged_contents ON staged(crawl, body_hash);

-- What the index is made of: texts of a page, each behind the mark of its language (indexer/language.hpp), by which the
-- tokenizer knows how to make stems. The path of a URL with escapes says nothing to it.
CREATE VIEW texts AS
  SELECT id, mark || body AS body, mark || rest AS rest, mark || title AS title, mark || headings AS headings,
         mark || description AS description,
         CASE WHEN instr(url, '%') THEN '' ELSE mark || substr(url, instr(substr(url, 9), '/') + 8) END AS path
    FROM (SELECT *, CASE WHEN language GLOB '[a-z][a-z]' OR language GLOB '[a-z][a-z]-*'
                         THEN char(917505, 917504 + unicode(language), 917504 + unicode(substr(language, 2)))
                         ELSE '' END AS mark
            FROM pages);
)sql";

// No row changes by that, so that the schema's text may (https://www.sqlite.org/lang_altertable.html#otheralter).
constexpr const char* kAdmitCompressedTexts = R"sql(
CREATE TABLE dictionaries(
  id    INTEGER PRIMARY KEY,  -- as zstd's frames name it
  bytes BLOB NOT NULL
) STRICT;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql, 'body          TEXT', 'body          ANY'), 'rest TEXT', 'rest ANY')
 WHERE name IN ('pages', 'staged');
UPDATE sqlite_schema
   SET sql = replace(replace(sql, 'mark || body', 'mark || text_of(body)'), 'mark || rest', 'mark || text_of(rest)')
 WHERE name = 'texts';
PRAGMA writable_schema = RESET;
)sql";

}  // namespace

std::int64_t schema_version() {
  return static_cast<std::int64_t>(migrations().size());
}

void migrate(Connection& connection, std::int64_t to) {
  Transaction transaction(connection);
  const auto version = static_cast<std::size_t>(connection.integer("PRAGMA user_version"));
  if (version == 0 && to == schema_version()) {
    connection.execute(kSchema);
  } else {
    for (std::size_t i = version; i < static_cast<std::size_t>(to); ++i) connection.execute(migrations()[i]);
  }
  connection.execute(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kApplicationId, to));
  transaction.commit();
}

void admit_compressed_texts(Connection& connection) {
  connection.execute(kAdmitCompressedTexts);
}

}  // namespace storage
