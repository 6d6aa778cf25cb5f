"""The extension in sqlite3 and in Python finds what the program finds, and takes whatever it is given.
extension_test.py PROGRAM EXTENSION"""

import hashlib
import json
import sqlite3
import threading

from crawled_site import EXTENSION, PROGRAM, Crawled, main, run

WORDS = ["key", "foreign key", "what is an index", "keys tables order", "Fremdschlüssel geprüft", '"each statement"',
         "dead rows in tables that a daemon never saw", "nothing-of-the-kind", "AND OR NOT * ( \"", "", "x" * 100_000]


def load_into(connection):
    connection.enable_load_extension(True)
    connection.load_extension(EXTENSION)


class Search(Crawled):
    def test_table_has_the_hits_of_the_program(self):
        columns = "url, title, snippet, matches, score, all_words"
        for file in (self.plain, self.compressed):
            for words in WORDS[:-1]:
                for limit in (1, 3, 100):
                    wanted = [[hit["url"], hit["title"], hit["snippet"], hit["matches"], hit["score"], hit["all_words"]]
                              for hit in self.search(words, limit, file)]
                    found = self.connect(file).execute(f"SELECT {columns} FROM sitedex_search(?) LIMIT ?",
                                                       [words, limit])
                    self.assertEqual(wanted, [[url, title, text, json.loads(matches), score, bool(whole)]
                                              for url, title, text, matches, score, whole in found], words)

    def test_shell_has_the_same_as_python(self):
        sql = "SELECT url, snippet, matches, round(score, 6) AS score, id, rowid FROM sitedex_search('table key')"
        self.assertEqual(self.by_python(sql), self.by_shell(sql))
        self.assertNotEqual([], self.by_shell(sql)[1])

    def test_joins_with_words_of_another_table(self):
        sql = """WITH asked(words) AS (VALUES ('dead rows'), (NULL), ('archive'), ('nowhere'))
                 SELECT asked.words, url FROM asked JOIN sitedex_search(asked.words)"""
        wanted = [[words, hit["url"]] for words in ("dead rows", "archive") for hit in self.search(words)]
        self.assertEqual(wanted, self.by_python(sql)[1])

    def test_hits_can_be_kept_in_a_table(self):
        sql = "CREATE TEMP TABLE hits AS SELECT * FROM sitedex_search('key'); SELECT url FROM hits"
        self.assertEqual([[hit["url"]] for hit in self.search("key")], self.by_python(sql)[1])

    def test_wants_words(self):
        with self.assertRaisesRegex(sqlite3.OperationalError, "sitedex_search wants words"):
            self.connect().execute("SELECT * FROM sitedex_search")

    def test_is_ended_by_an_interrupt(self):
        connection = self.connect()
        connection.set_progress_handler(lambda: 1, 1)
        with self.assertRaisesRegex(sqlite3.OperationalError, "interrupted"):
            connection.execute("SELECT * FROM sitedex_search('key')").fetchall()
        connection.set_progress_handler(None, 1)
        self.assertNotEqual([], connection.execute("SELECT * FROM sitedex_search('key')").fetchall())

    def test_is_ours_where_fts5_was_asked_before(self):
        sql = "SELECT count(*) FROM page_index WHERE page_index MATCH 'searches'"
        connection = sqlite3.connect(f"file:{self.plain}?mode=ro", uri=True)
        self.addCleanup(connection.close)
        self.assertEqual((0,), connection.execute(sql).fetchone(), "elsewhere words have no stems")
        load_into(connection)
        asked = sql.replace("'searches'", "sitedex_query('searches')")
        self.assertEqual((1,), connection.execute(asked).fetchone())


def has_links_with_words(hit):
    return any("links" in part.get("occurrences", {}) for part in hit["parts"])


def score_of_words(hit):
    """What of the program's score comes of the page's own words."""
    return sum(part["score"] for part in hit["parts"] if part["kind"] in ("words", "closeness"))


class Functions(Crawled):
    def test_rank_is_what_the_program_has_for_the_words_of_a_page(self):
        for words in WORDS[:3] + WORDS[4:6]:
            if words == "what is an index":
                continue
            hits = [hit for hit in self.search(words, 100) if hit["all_words"]]
            wanted = {hit["url"]: score_of_words(hit) for hit in hits if not has_links_with_words(hit)}
            ranked = self.connect().execute("""SELECT url, -sitedex_rank(page_index)
                FROM page_index JOIN pages ON id = page_index.rowid WHERE page_index MATCH sitedex_query(?)""", [words])
            found = dict(ranked.fetchall())
            self.assertNotEqual({}, wanted)
            for url, score in wanted.items():
                self.assertAlmostEqual(score, found[url], 9)

    def test_rank_can_be_the_rank_of_a_query(self):
        sql = """SELECT rowid, rank FROM page_index WHERE page_index MATCH sitedex_query('key')
                 AND rank MATCH 'sitedex_rank()' ORDER BY rank"""
        ranks = [rank for _, rank in self.connect().execute(sql).fetchall()]
        self.assertEqual(sorted(ranks), ranks)
        self.assertEqual(len(self.search("key", 100)), len(ranks))

    def test_snippet_is_that_of_the_program(self):
        for file in (self.plain, self.compressed):
            found = dict(self.connect(file).execute("""SELECT url, sitedex_snippet(page_index, 'foreign keys', '', '')
                FROM page_index JOIN pages ON id = page_index.rowid
                WHERE page_index MATCH sitedex_query('foreign keys')""").fetchall())
            for hit in self.search("foreign keys", 100, file):
                if hit["all_words"]:
                    self.assertEqual(hit["snippet"], found[hit["url"]].removeprefix("... ").removesuffix(" ..."))

    def test_snippet_puts_matches_between_marks(self):
        sql = """SELECT sitedex_snippet(page_index, 'dead rows', '<', '>'), sitedex_snippet(page_index, 'dead rows')
                 FROM page_index WHERE page_index MATCH sitedex_query('dead rows')"""
        marked, starred = self.connect().execute(sql).fetchone()
        self.assertIn("occupied by <dead> <rows>. Without", marked)
        self.assertEqual(marked.replace("<", "*").replace(">", "*"), starred)

    def test_text_of_is_the_text_whether_compressed_or_not(self):
        sql = "SELECT url, text_of(body), text_of(rest) FROM pages ORDER BY id"
        kinds = self.by_python("SELECT DISTINCT typeof(body) FROM pages", self.compressed)[1]
        self.assertIn(["blob"], kinds)
        self.assertEqual(self.by_python(sql), self.by_python(sql, self.compressed))
        self.assertEqual(self.by_python(sql.replace("text_of", ""))[1], self.by_python(sql)[1])


class Guard(Crawled):
    def test_loading_changes_nothing(self):
        before = {path: hashlib.sha256(path.read_bytes()).digest() for path in self.folder.iterdir()}
        self.connect(how="mode=rw").execute("SELECT * FROM sitedex_search('key')").fetchall()
        after = {path: hashlib.sha256(path.read_bytes()).digest() for path in before}
        self.assertEqual(before, after)

    def test_other_files_are_refused(self):
        other, text, older, foreign = (self.folder / name for name in ("other.db", "text.db", "older.db", "foreign.db"))
        sqlite3.connect(other).execute("CREATE TABLE t(x)").connection.close()
        text.write_text("no database at all, but long enough to be read as one. " * 20)
        for copy, change in ((older, "PRAGMA user_version = 1"),
                             (foreign, "UPDATE meta SET value = 'another' WHERE key = 'analyzer'")):
            copy.write_bytes(self.plain.read_bytes())
            with sqlite3.connect(copy) as connection:
                connection.execute(change)
            connection.close()
        for file, why in ((":memory:", "not a database of sitedex"), (other, "not a database of sitedex"),
                          (text, "not a database"), (older, "written by an earlier version of sitedex"),
                          (foreign, "was indexed by another version")):
            connection = sqlite3.connect(file)
            self.addCleanup(connection.close)
            with self.assertRaisesRegex(sqlite3.OperationalError, why):
                load_into(connection)
            ended = run("sqlite3", file, "-cmd", f".load {EXTENSION}", "SELECT 1")
            self.assertIn(why, ended.stderr)
        connection = sqlite3.connect(other)
        self.addCleanup(connection.close)
        with self.assertRaises(sqlite3.OperationalError):
            load_into(connection)
        connection.execute("CREATE VIRTUAL TABLE f USING fts5(x, tokenize = 'unicode61')")
        connection.execute("INSERT INTO f VALUES ('of its own')")

    def test_the_index_is_not_written(self):
        copy = self.folder / "written.db"
        copy.write_bytes(self.plain.read_bytes())
        connection = self.connect(copy, "mode=rw")
        for sql in ("INSERT INTO page_index(rowid, body) VALUES (999, 'words')",
                    "INSERT INTO page_index(page_index) VALUES ('rebuild')",
                    "INSERT INTO page_index(page_index, rowid, body) VALUES ('delete', 1, 'manual')",
                    "CREATE VIRTUAL TABLE temp.f USING fts5(x, tokenize = 'unicode61'); INSERT INTO f VALUES ('words')"):
            with self.assertRaisesRegex(sqlite3.OperationalError, "readonly"):
                for statement in sql.split("; "):
                    connection.execute(statement)
            connection.rollback()
        connection.execute("CREATE VIRTUAL TABLE temp.g USING fts5(x)")
        connection.execute("INSERT INTO g VALUES ('words')")
        connection.close()
        self.assertEqual(0, run(PROGRAM, "check", "--db", copy).returncode)

    def test_of_the_library_only_its_entry_can_be_seen(self):
        symbols = run("nm", "-D", "--defined-only", EXTENSION).stdout.split()
        self.assertEqual(["sqlite3_sitedexsqlite_init"], symbols[2:])
        needed = run("readelf", "-d", EXTENSION).stdout
        for library in ("sqlite3", "ssl", "cld2"):
            self.assertNotIn(library, needed)


class Hostile(Crawled):
    ARGUMENTS = ["NULL", "''", "0", "-1", "9223372036854775807", "1e999", "x''", "x'00ff28b52ffd'", "zeroblob(1000000)",
                 "randomblob(100000)", "printf('%.*c', 1000000, 'x')", "printf('%.*c', 100000, '\"')", "char(0, 34, 0)",
                 "x'28b52ffd00'", "x'28b52ffda4ffffffffffffffff'", "char(917505)", "char(917505, 917600) || 'a'"]

    def test_any_value_is_an_argument(self):
        connection = self.connect()
        for argument in self.ARGUMENTS:
            for sql in ("SELECT * FROM sitedex_search({}) LIMIT 5", "SELECT sitedex_query({})", "SELECT text_of({})",
                        "SELECT rowid FROM page_index WHERE page_index MATCH sitedex_query({})",
                        "SELECT sitedex_snippet(page_index, {}) FROM page_index WHERE page_index MATCH 'table'",
                        "SELECT sitedex_snippet(page_index, 'key', {}, {}) FROM page_index WHERE page_index MATCH 'table'",
                        "SELECT sitedex_rank(page_index, {}) FROM page_index WHERE page_index MATCH 'table'",
                        "SELECT collect_candidate(page_index, {}) FROM page_index WHERE page_index MATCH 'table'"):
                with self.subTest(sql.format(argument, argument)):
                    try:
                        connection.execute(sql.format(argument, argument)).fetchall()
                    except sqlite3.Error as error:
                        self.assertIn("text_of", sql)
                        self.assertIn("a text cannot be read", str(error))

    def test_any_count_of_arguments_is_taken_or_told(self):
        connection = self.connect()
        for function in ("sitedex_rank", "sitedex_snippet", "collect_candidate"):
            for count in range(6):
                arguments = ", ".join(["page_index"] + ["'key'"] * count)
                try:
                    connection.execute(f"SELECT {function}({arguments}) FROM page_index('table')").fetchall()
                except sqlite3.Error as error:
                    self.assertIn("sitedex_snippet(page_index, WORDS", str(error))

    def test_functions_of_rows_are_for_the_index_only(self):
        connection = self.connect()
        connection.execute("CREATE VIRTUAL TABLE temp.f USING fts5(x, tokenize = 'ascii')")
        connection.execute("INSERT INTO f VALUES ('key')")
        for function in ("sitedex_rank(f)", "sitedex_snippet(f, 'key')"):
            with self.assertRaisesRegex(sqlite3.OperationalError, "rows of page_index"):
                connection.execute(f"SELECT {function} FROM f('key')").fetchall()
        for function in ("sitedex_rank", "sitedex_snippet"):
            with self.assertRaises(sqlite3.OperationalError):
                connection.execute(f"SELECT {function}(1, 'key')")

    def test_any_expression_is_ranked(self):
        connection = self.connect()
        for expression in ("ta*", "NEAR(foreign key, 2)", "title: keys", "{title body}: table", "^this", "a OR b NOT c",
                           " OR ".join(["table"] * 200), '"foreign key" AND table'):
            for sql in ("SELECT sitedex_rank(page_index), sitedex_snippet(page_index, 'key') FROM page_index(?)",
                        "SELECT sitedex_rank(page_index) FROM page_index WHERE ? IS NOT NULL ORDER BY 1"):
                connection.execute(sql, [expression]).fetchall()

    def test_huge_limits_are_no_more_than_all(self):
        for limit, offset in (("9223372036854775807", "0"), ("-1", "9223372036854775807"), ("1e15", "3")):
            self.connect().execute(f"SELECT * FROM sitedex_search('key table') LIMIT CAST({limit} AS INTEGER)"
                                   f" OFFSET {offset}").fetchall()

    def test_a_broken_query_of_fts5_is_an_error_of_sqlite(self):
        with self.assertRaisesRegex(sqlite3.OperationalError, "syntax error"):
            self.connect().execute("SELECT sitedex_rank(page_index) FROM page_index('AND')").fetchall()

    def test_a_damaged_text_is_told(self):
        copy = self.folder / "damaged.db"
        copy.write_bytes(self.compressed.read_bytes())
        with sqlite3.connect(copy) as connection:
            connection.execute("UPDATE pages SET body = x'28b52ffd' WHERE url LIKE '%/keys.html'")
        connection.close()
        with self.assertRaisesRegex(sqlite3.DatabaseError, "a text cannot be read"):
            self.connect(copy).execute("SELECT * FROM sitedex_search('foreign')").fetchall()


class Life(Crawled):
    def test_it_comes_and_goes_with_connections_of_many_threads(self):
        wanted = [hit["url"] for hit in self.search("foreign key")]
        failures = []

        def search_often():
            try:
                for _ in range(20):
                    connection = sqlite3.connect(f"file:{self.plain}?mode=ro", uri=True)
                    load_into(connection)
                    load_into(connection)
                    rows = connection.execute("SELECT url FROM sitedex_search('foreign key')").fetchall()
                    if [row[0] for row in rows] != wanted:
                        failures.append(rows)
                    connection.close()
            except sqlite3.Error as error:
                failures.append(error)

        threads = [threading.Thread(target=search_often) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([], failures)

    def test_a_connection_closes_in_the_middle_of_a_search(self):
        connection = self.connect()
        rows = connection.execute("SELECT url FROM sitedex_search('key')")
        rows.fetchone()
        connection.close()

    def test_searches_of_one_connection_stand_beside_each_other(self):
        connection = self.connect()
        outer = [row[0] for row in connection.execute("SELECT url FROM sitedex_search('key')")]
        seen = []
        for (url,) in connection.execute("SELECT url FROM sitedex_search('key')"):
            seen.append(url)
            self.assertEqual(outer, [row[0] for row in connection.execute("SELECT url FROM sitedex_search('key')")])
        self.assertEqual(outer, seen)

    def test_it_is_loaded_by_sql_too(self):
        ended = run("sqlite3", "-readonly", self.plain, f"SELECT load_extension('{EXTENSION}')",
                    "SELECT count(*) > 0 FROM sitedex_search('key')")
        self.assertEqual((["", "1"], ""), (ended.stdout.splitlines(), ended.stderr))


if __name__ == "__main__":
    main()
