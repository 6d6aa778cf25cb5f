#include "storage/migrations.hpp"

#include <array>

namespace storage {
namespace {

// A step is never changed once released; a new version is a new step. Step n leads from version n to n + 1.
constexpr std::array kMigrations = {
    R"sql(
CREATE TABLE meta(
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE crawls(
  id          INTEGER PRIMARY KEY,
  name        TEXT NOT NULL UNIQUE,  -- sorted seeds, then the scope
  seeds       TEXT NOT NULL,         -- JSON array of URLs
  scope       TEXT NOT NULL,
  sites       TEXT NOT NULL,         -- JSON array of hosts, each with its port where it is not the default
  state       TEXT NOT NULL CHECK (state IN ('unfinished', 'finished')),
  reason      TEXT NOT NULL,         -- why it ended; empty if it did not
  started_at  INTEGER NOT NULL,      -- here and below: seconds since 1970
  finished_at INTEGER
) STRICT;

-- The ledger: every URL ever seen, and why it is, or is not, a page. `check` sees to the states: a CHECK of seven names
-- would cost 2.5 us a URL, as much as the row.
CREATE TABLE urls(
  id           INTEGER PRIMARY KEY,
  crawl        INTEGER NOT NULL REFERENCES crawls(id),
  url          TEXT NOT NULL,
  found_from   INTEGER REFERENCES urls(id),  -- NULL for a seed
  depth        INTEGER NOT NULL,             -- links from a seed
  state        TEXT NOT NULL,                -- waiting, target (of a redirect, its page on its way),
                                             -- page, alias, skipped, failed, refused
  reason       TEXT NOT NULL DEFAULT '',
  alias_of     INTEGER REFERENCES urls(id),
  status       INTEGER,
  content_type TEXT,
  bytes        INTEGER,
  body_hash    BLOB,
  fetched_at   INTEGER,
  took_ms      INTEGER,
  attempts     INTEGER NOT NULL DEFAULT 0,
  UNIQUE (crawl, url)
) STRICT;
CREATE INDEX targets ON urls(state) WHERE state = 'target';

CREATE TABLE frontier(
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

-- The body comes last: what stands before it is read without following its overflow pages.
CREATE TABLE pages(
  id          INTEGER PRIMARY KEY REFERENCES urls(id),
  crawl       INTEGER NOT NULL REFERENCES crawls(id),
  url         TEXT NOT NULL,
  language    TEXT NOT NULL,
  canonical   TEXT,
  title       TEXT NOT NULL,
  description TEXT NOT NULL,
  headings    TEXT NOT NULL,  -- one a line
  links       TEXT NOT NULL,  -- JSON array of ids in `urls`, in document order
  body        TEXT NOT NULL
) STRICT;

CREATE VIEW links(source, target) AS
  SELECT pages.id, json_each.value FROM pages, json_each(pages.links);

-- The built-in name of a tokenizer, under which connections of ours find ours: elsewhere the file still opens.
CREATE VIRTUAL TABLE page_index USING fts5(
  title, headings, description, body,
  content = 'pages', content_rowid = 'id', tokenize = 'unicode61'
);
-- Postings gather in memory up to this many bytes: 144 us a page of 8 kB, against 173 with the default of 1 MiB.
INSERT INTO page_index(page_index, rank) VALUES ('hashsize', 16777216);
)sql",
    R"sql(
-- What gave no answer that stands, by its place in the queue: asked for once more when that has run dry. In `urls` it
-- has the state 'deferred', and the reason 'nofollow' is one more of those for 'refused'.
CREATE TABLE deferred(
  crawl    INTEGER NOT NULL REFERENCES crawls(id),
  position INTEGER NOT NULL,
  url      INTEGER NOT NULL REFERENCES urls(id),
  PRIMARY KEY (crawl, position)
) STRICT, WITHOUT ROWID;
ALTER TABLE frontier ADD COLUMN is_last INTEGER NOT NULL DEFAULT 0;  -- it was deferred: what comes of it stands

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
  reason TEXT NOT NULL,  -- why it was not read to its end; empty if it was
  PRIMARY KEY (crawl, url)
) STRICT, WITHOUT ROWID;
ALTER TABLE crawls ADD COLUMN sitemap_entries INTEGER NOT NULL DEFAULT 0;  -- taken so far
ALTER TABLE urls ADD COLUMN last_modified INTEGER;                         -- as a sitemap says

-- How many URLs count toward a bound of what may be a trap (crawler/traps.hpp).
CREATE TABLE bounds(
  crawl INTEGER NOT NULL REFERENCES crawls(id),
  key   INTEGER NOT NULL,
  urls  INTEGER NOT NULL,
  PRIMARY KEY (crawl, key)
) STRICT, WITHOUT ROWID;
)sql",
    R"sql(
-- A crawl is run in rounds: the first one, and one each time when it is crawled again. Each finds the site as if for the
-- first time; a row of `urls` belongs to the round that last came upon it, and what an earlier one stored is used again.
ALTER TABLE crawls ADD COLUMN round INTEGER NOT NULL DEFAULT 1;
ALTER TABLE crawls ADD COLUMN reused INTEGER;                    -- the round whose pages stand without being asked for
ALTER TABLE crawls ADD COLUMN rules TEXT NOT NULL DEFAULT '';    -- which URLs it takes; empty: by an earlier version
ALTER TABLE crawls ADD COLUMN max_depth INTEGER;                 -- of the last run
ALTER TABLE crawls ADD COLUMN refilled INTEGER NOT NULL DEFAULT 0;  -- the queue ran dry: sitemaps, deferred URLs came
ALTER TABLE sitemaps ADD COLUMN round INTEGER NOT NULL DEFAULT 1;
ALTER TABLE crawls ADD COLUMN usable_from INTEGER NOT NULL DEFAULT 1;  -- what rounds before it stored is of no use
ALTER TABLE sitemaps ADD COLUMN trust INTEGER NOT NULL DEFAULT 0;  -- 2: was read to its end; 1: in part; 0: is gone
ALTER TABLE sitemaps ADD COLUMN held INTEGER NOT NULL DEFAULT 0;   -- gives less than it did, without evidence
UPDATE sitemaps SET trust = 2 WHERE reason = '';

ALTER TABLE urls RENAME COLUMN last_modified TO lastmod;
ALTER TABLE urls ADD COLUMN round INTEGER NOT NULL DEFAULT 1;
ALTER TABLE urls ADD COLUMN good_round INTEGER;               -- that last found a good page there
ALTER TABLE urls ADD COLUMN held INTEGER NOT NULL DEFAULT 0;  -- was good, and there is no evidence that it is gone
ALTER TABLE urls ADD COLUMN canonical_reason TEXT NOT NULL DEFAULT '';  -- why its rel=canonical was not followed
UPDATE urls SET good_round = 1 WHERE state = 'page';
CREATE INDEX aliases ON urls(alias_of) WHERE alias_of IS NOT NULL;

-- Pages that name a canonical URL whose turn is still to come.
CREATE TABLE canonicals(
  crawl  INTEGER NOT NULL REFERENCES crawls(id),
  target INTEGER NOT NULL REFERENCES urls(id),
  page   INTEGER NOT NULL REFERENCES urls(id),
  PRIMARY KEY (crawl, target, page)
) STRICT, WITHOUT ROWID;

-- A page is all that is needed when its server says that it is unchanged: what was answered stands here, too.
CREATE TABLE new_pages(
  id            INTEGER PRIMARY KEY REFERENCES urls(id),
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
  body          TEXT NOT NULL
) STRICT;
INSERT INTO new_pages
  SELECT id, pages.crawl, pages.url, 1, 0, coalesce(status, 200), coalesce(content_type, ''), coalesce(bytes, 0),
         coalesce(body_hash, x''), '', '', fetched_at, NULL, 0,
         language, canonical, title, description, headings, links, '[]', body
    FROM pages JOIN urls USING (id);
DROP VIEW links;
DROP TABLE pages;
ALTER TABLE new_pages RENAME TO pages;
CREATE INDEX contents ON pages(crawl, body_hash);
CREATE VIEW links(source, target) AS
  SELECT pages.id, json_each.value FROM pages, json_each(pages.links);

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
  body          TEXT NOT NULL
) STRICT;
CREATE INDEX staged_contents ON staged(crawl, body_hash);
)sql",
    R"sql(
-- The body comes first: before the positions of a word in a column FTS5 writes two bytes that say which, but not for
-- the first. They were a fifth of all postings. (DROP TABLE would take the settings along, and wants a statement journal
-- in a place of its own, which may be full.)
INSERT INTO page_index(page_index) VALUES ('delete-all');
PRAGMA writable_schema = ON;
UPDATE sqlite_schema
   SET sql = replace(sql, 'title, headings, description, body', 'body, title, headings, description')
 WHERE name = 'page_index';
PRAGMA writable_schema = RESET;
INSERT INTO page_index(page_index) VALUES ('rebuild');
)sql",
    R"sql(
-- Rows of texts are long: they lie where they fill the file's pages (storage/placement.hpp), not in the order of `id`.
CREATE TABLE new_pages(
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
  body          ANY NOT NULL
) STRICT;
INSERT INTO new_pages SELECT NULL, * FROM pages ORDER BY id;
DROP VIEW links;
PRAGMA legacy_alter_table = ON;  -- lets be what reads `pages` where texts are compressed
DROP TABLE pages;
ALTER TABLE new_pages RENAME TO pages;
PRAGMA legacy_alter_table = OFF;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'body          ANY', 'body          TEXT')
 WHERE name = 'pages' AND NOT EXISTS (SELECT * FROM meta WHERE key = 'texts');
PRAGMA writable_schema = RESET;
CREATE INDEX contents ON pages(crawl, body_hash, id);
CREATE VIEW links(source, target) AS
  SELECT pages.id, json_each.value FROM pages, json_each(pages.links);
)sql",
    R"sql(
-- What the index is made of: texts of a page, each behind the mark of its language (indexer/language.hpp), by which the
-- tokenizer knows how to make stems. The path of a URL with escapes says nothing to it.
INSERT INTO page_index(page_index) VALUES ('delete-all');
DROP VIEW IF EXISTS texts;
CREATE VIEW texts AS
  SELECT id, mark || body AS body, mark || title AS title, mark || headings AS headings,
         mark || description AS description,
         CASE WHEN instr(url, '%') THEN '' ELSE mark || substr(url, instr(substr(url, 9), '/') + 8) END AS path
    FROM (SELECT *, CASE WHEN language GLOB '[a-z][a-z]' OR language GLOB '[a-z][a-z]-*'
                         THEN char(917505, 917504 + unicode(language), 917504 + unicode(substr(language, 2)))
                         ELSE '' END AS mark
            FROM pages);
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'mark || body', 'mark || text_of(body)')
 WHERE name = 'texts' AND EXISTS (SELECT * FROM meta WHERE key = 'texts');
UPDATE sqlite_schema
   SET sql = replace(replace(sql, 'headings, description', 'headings, description, path'), '''pages''', '''texts''')
 WHERE name = 'page_index';
PRAGMA writable_schema = RESET;
DELETE FROM meta WHERE key = 'analyzer';  -- so the index is made anew
)sql",
    R"sql(
-- The main content of a page is parted from what surrounds it: navigation, header, footer ... A page that was stored
-- before has all of it in its body until it is read again.
INSERT INTO page_index(page_index) VALUES ('delete-all');
DROP VIEW texts;
ALTER TABLE pages ADD COLUMN rest TEXT NOT NULL DEFAULT '';
ALTER TABLE staged ADD COLUMN rest TEXT NOT NULL DEFAULT '';
CREATE VIEW texts AS
  SELECT id, mark || body AS body, mark || rest AS rest, mark || title AS title, mark || headings AS headings,
         mark || description AS description,
         CASE WHEN instr(url, '%') THEN '' ELSE mark || substr(url, instr(substr(url, 9), '/') + 8) END AS path
    FROM (SELECT *, CASE WHEN language GLOB '[a-z][a-z]' OR language GLOB '[a-z][a-z]-*'
                         THEN char(917505, 917504 + unicode(language), 917504 + unicode(substr(language, 2)))
                         ELSE '' END AS mark
            FROM pages);
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'rest TEXT', 'rest ANY')
 WHERE name IN ('pages', 'staged') AND EXISTS (SELECT * FROM meta WHERE key = 'texts');
UPDATE sqlite_schema
   SET sql = replace(replace(sql, 'mark || body', 'mark || text_of(body)'), 'mark || rest', 'mark || text_of(rest)')
 WHERE name = 'texts' AND EXISTS (SELECT * FROM meta WHERE key = 'texts');
UPDATE sqlite_schema SET sql = replace(sql, 'description, path', 'description, path, rest') WHERE name = 'page_index';
PRAGMA writable_schema = RESET;
DELETE FROM meta WHERE key = 'analyzer';  -- so the index is made anew
)sql",
    R"sql(
-- Where the headings of a page's body are, and what leads to them. A page that was stored before has none until it is
-- read again.
ALTER TABLE pages ADD COLUMN sections TEXT NOT NULL DEFAULT '[]';
ALTER TABLE staged ADD COLUMN sections TEXT NOT NULL DEFAULT '[]';
)sql",
    R"sql(
-- Pages that were stored before have no texts of links until they are read again.
ALTER TABLE pages ADD COLUMN link_texts BLOB NOT NULL DEFAULT x'';
ALTER TABLE staged ADD COLUMN link_texts BLOB NOT NULL DEFAULT x'';
CREATE TABLE anchors(
  id       INTEGER PRIMARY KEY,  -- in `pages`
  language TEXT NOT NULL,
  pages    INTEGER NOT NULL,     -- that link to it
  texts    TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE anchor_index USING fts5(texts, content = '', columnsize = 0, tokenize = 'unicode61');
)sql",
    R"sql(
-- Blocks that stand on many of a crawl's first 64 pages: whatever structure says, they are not the content of any. Which
-- lines are a block, of earlier pages nobody knows: so they are asked for as a whole when the crawl is run again.
CREATE TABLE repeats(
  crawl INTEGER NOT NULL REFERENCES crawls(id),
  block TEXT NOT NULL,
  PRIMARY KEY (crawl, block)
) STRICT, WITHOUT ROWID;
ALTER TABLE crawls ADD COLUMN modelled INTEGER;                           -- the round that made its `repeats`
ALTER TABLE crawls ADD COLUMN model_is_ahead INTEGER NOT NULL DEFAULT 0;  -- 1: pages are still to be parted by them
ALTER TABLE pages ADD COLUMN layout BLOB NOT NULL DEFAULT x'';  -- which lines were one block of the body
ALTER TABLE pages ADD COLUMN moved BLOB NOT NULL DEFAULT x'';   -- which of these blocks repeat, and are in `rest`
ALTER TABLE staged ADD COLUMN layout BLOB NOT NULL DEFAULT x'';
ALTER TABLE staged ADD COLUMN moved BLOB NOT NULL DEFAULT x'';
UPDATE pages SET is_whole = 0;
)sql",
    R"sql(
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
)sql",
    R"sql(
-- How far a job had come at a moment (storage/job_samples.hpp): a bounded number of samples of each.
CREATE TABLE job_samples(
  job INTEGER NOT NULL REFERENCES jobs(id), worked_ms INTEGER NOT NULL, at INTEGER NOT NULL,
  statuses TEXT NOT NULL, depths TEXT NOT NULL,  -- JSON arrays
  PRIMARY KEY (job, worked_ms)
) STRICT, WITHOUT ROWID;
)sql",
};

}  // namespace

std::span<const char* const> migrations() {
  return kMigrations;
}

}  // namespace storage
