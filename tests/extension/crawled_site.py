"""A small site, served on loopback, crawled by the built program, and what is asked of its index."""

import http.server
import json
import sqlite3
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM, EXTENSION = sys.argv[1:3]

VACUUM = """Vacuum reclaims storage occupied by dead rows. Without it tables grow, and the planner knows less and less of what
they hold. Most sites let a daemon do it, which looks at each table once a minute."""
FOREIGN = """A foreign key says that the values of a column must be those of a row of another table. We say that it keeps the two
tables in order. A foreign key is checked at the end of each statement, or of the transaction."""
INDEXES = """An index makes a search in a large table quick. The columns of a foreign key deserve one, for each change of the
other table looks there. Indexes cost time when rows are written, and nothing when they are read."""
GERMAN = """Ein Fremdschlüssel verlangt, dass die Werte einer Spalte auch in einer anderen Tabelle stehen. Er wird am Ende jeder
Anweisung geprüft."""
FIRST = "This is the manual of a small database. It tells what tables, keys and indexes are, and how to keep them in order."
ARCHIVE = "What changed in former versions of the manual, kept for those who look for it."


def page(language, title, text, *links):
    listed = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    return (200, "text/html; charset=utf-8",
            f'<!DOCTYPE html><html lang="{language}"><title>{title}</title>'
            f"<main><h1>{title}</h1><p>{text}</p></main><ul>{listed}</ul>")


PAGES = {
    "/": page("en", "Manual", FIRST, "/keys.html", "/indexes.html", "/vacuum.html", "/vacuum-print.html",
              "/de/schluessel.html", "/tables.html", "/removed.html", "/internal/plan.html", "/manual.pdf",
              "http://elsewhere.test/"),
    "/keys.html": page("en", "Foreign keys", FOREIGN, "/", "/indexes.html", "/removed.html"),
    "/indexes.html": page("en", "Indexes", INDEXES, "/", "/keys.html", "/vacuum.html"),
    "/vacuum.html": page("en", "Vacuum", VACUUM, "/"),
    "/vacuum-print.html": page("en", "Vacuum", VACUUM, "/"),
    "/de/schluessel.html": page("de", "Fremdschlüssel", GERMAN, "/"),
    "/archive.html": page("en", "Archive", ARCHIVE, "/"),
    "/tables.html": (301, "/keys.html", ""),
    "/manual.pdf": (200, "application/pdf", "%PDF-"),
    "/robots.txt": (200, "text/plain", "User-agent: *\nDisallow: /internal/\nSitemap: {origin}/sitemap.xml\n"),
    "/sitemap.xml": (200, "application/xml", "<urlset><url><loc>{origin}/archive.html</loc></url></urlset>"),
}


class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        status, kind, body = PAGES.get(self.path, (404, "text/html", "gone"))
        content = body.replace("{origin}", f"http://{self.headers['Host']}").encode()
        self.send_response(status)
        self.send_header("Location" if status == 301 else "Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)


class Crawled(unittest.TestCase):
    """Has `folder`, and in it two indexes of the site, `plain` and `compressed`."""

    @classmethod
    def setUpClass(cls):
        if not hasattr(sqlite3.Connection, "enable_load_extension"):
            raise AssertionError(f"{sys.executable} cannot load extensions of SQLite: Debian's python3 can")
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        cls.addClassCleanup(server.server_close)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cls.addClassCleanup(server.shutdown)
        cls.origin = f"http://127.0.0.1:{server.server_address[1]}"
        cls.plain, cls.compressed = cls.folder / "plain.db", cls.folder / "compressed.db"
        cls.crawl(cls.plain)
        cls.compressed.write_bytes(cls.plain.read_bytes())  # pages changed when they did
        cls.crawl(cls.compressed, "--compress")

    @classmethod
    def crawl(cls, file, *options):
        ended = run(PROGRAM, "crawl", cls.origin + "/", "-q", "--db", file, *options)
        if ended.returncode != 0:
            raise AssertionError(ended.stderr)

    def connect(self, file=None, how="mode=ro"):
        """A connection with the extension."""
        connection = sqlite3.connect(f"file:{file or self.plain}?{how}", uri=True, check_same_thread=False)
        self.addCleanup(connection.close)
        connection.enable_load_extension(True)
        connection.load_extension(EXTENSION)
        return connection

    def by_python(self, sql, file=None):
        """The names of the columns of the last statement of `sql`, and its rows."""
        connection = self.connect(file)
        statement = ""
        for part in sql.split(";"):
            statement = part + ";"
            if not statement.strip(" \n;"):
                continue
            cursor = connection.execute(statement)
        return [column[0] for column in cursor.description], [list(row) for row in cursor]

    def by_shell(self, sql, file=None):
        """The same, as the program `sqlite3` has it."""
        ended = run("sqlite3", "-readonly", "-bail", "-json", "-cmd", f".load {EXTENSION}", file or self.plain, sql)
        self.assertEqual("", ended.stderr)
        rows = json.loads(ended.stdout or "[]")
        return list(rows[0]) if rows else [], [list(row.values()) for row in rows]

    def search(self, words, limit=10, file=None):
        """The hits of `sitedex search`."""
        ended = run(PROGRAM, "search", "--db", file or self.plain, "--format", "json", "--limit", limit, "--explain",
                    "--group-by", "nothing", "--", words)
        self.assertEqual(0, ended.returncode, ended.stderr)
        return json.loads(ended.stdout)["hits"]


def main():
    del sys.argv[1:3]
    unittest.main()
