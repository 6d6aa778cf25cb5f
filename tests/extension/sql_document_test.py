"""The queries of docs/SQL.md do what it says. sql_document_test.py PROGRAM EXTENSION"""

import re

from crawled_site import ROOT, Crawled, main

ORIGIN = "https://docs.example"


def queries():
    """Triples of a heading, a query, and the lines that the document shows of its answer."""
    text = (ROOT / "docs/SQL.md").read_text()
    pattern = r"^## ([^\n]*)\n[^#]*?^```sql\n(.*?)^```\n\n```text\n(.*?)^```$"
    return [(heading, sql, shown.splitlines())
            for heading, sql, shown in re.findall(pattern, text, re.MULTILINE | re.DOTALL)]


class SqlDocument(Crawled):
    def test_has_at_least_ten_queries(self):
        self.assertGreaterEqual(len(queries()), 10)

    def test_each_query_answers_in_the_shape_that_is_shown(self):
        for heading, sql, shown in queries():
            with self.subTest(heading):
                sql = sql.replace(ORIGIN, self.origin)
                names, rows = self.by_python(sql)
                self.assertEqual(shown[0].split(), names)
                self.assertEqual(len(shown) - 2, len(rows), "behind the names and a rule")
                self.assertEqual((names, rows), self.by_shell(sql))

    def test_each_query_answers_the_same_where_texts_are_compressed(self):
        for heading, sql, _ in queries():
            with self.subTest(heading):
                sql = sql.replace(ORIGIN, self.origin)
                self.assertEqual(self.by_python(sql), self.by_python(sql, self.compressed))

    def test_queries_with_an_asterisk_need_no_extension(self):
        for heading, sql, _ in queries():
            with self.subTest(heading):
                has_functions = re.search(r"sitedex_|text_of", sql) is not None
                self.assertEqual(has_functions, not heading.endswith("*"))


if __name__ == "__main__":
    main()
