"""The house keeps its rules, and each rule sees its breach."""

import tempfile
import unittest
from pathlib import Path

import rules

ROOT = Path(__file__).resolve().parents[2]


class House(unittest.TestCase):
    """This tree."""

    def keeps(self, rule):
        self.assertEqual([], list(rule(ROOT)))

    def test_includes_look_down(self):
        self.keeps(rules.upward_includes)

    def test_libraries_link_down(self):
        self.keeps(rules.upward_links)

    def test_library_headers_stay_in_their_rooms(self):
        self.keeps(rules.strayed_headers)

    def test_every_source_is_listed(self):
        self.keeps(rules.unlisted_sources)

    def test_files_are_short(self):
        self.keeps(rules.long_files)

    def test_documents_name_commands_that_exist(self):
        self.keeps(rules.unknown_commands)


class Rules(unittest.TestCase):
    """Small trees, each with a breach beside something that is right."""

    def breaches(self, rule, files):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for name, text in files.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text)
            return [breach.split(": ")[0] for breach in rule(root)]

    def test_an_upward_include_is_a_breach(self):
        files = {"crawler/url.cpp": '#include "crawler/url.hpp"\n#include "base/error.hpp"\n#include "storage/index.hpp"\n'}
        self.assertEqual(["crawler/url.cpp:3"], self.breaches(rules.upward_includes, files))

    def test_an_upward_include_in_angle_brackets_is_a_breach(self):
        files = {"indexer/token.hpp": "  # include <app/config.hpp>  // why\n#include <vector>\n"}
        self.assertEqual(["indexer/token.hpp:1"], self.breaches(rules.upward_includes, files))

    def test_base_and_lazy_do_not_know_each_other(self):
        files = {"base/log.hpp": '#include "lazy/turn.hpp"\n', "lazy/turn.hpp": '#include "base/log.hpp"\n'}
        self.assertEqual(["base/log.hpp:1", "lazy/turn.hpp:1"], self.breaches(rules.upward_includes, files))

    def test_an_include_goes_from_the_root(self):
        files = {"crawler/url.cpp": '#include "url.hpp"\n#include "../app/main.hpp"\n'}
        self.assertEqual(["crawler/url.cpp:1", "crawler/url.cpp:2"], self.breaches(rules.upward_includes, files))

    def test_tests_include_anything_and_build_folders_are_not_read(self):
        files = {"tests/lazy/a_test.cpp": '#include "app/b.hpp"\n', "build-x/lazy/a.cpp": '#include "app/b.hpp"\n'}
        self.assertEqual([], self.breaches(rules.upward_includes, files))

    def test_an_upward_link_is_a_breach(self):
        files = {"lazy/CMakeLists.txt": "sitedex_room_headers(lazy\n  sitedex::app)\n",
                 "app/CMakeLists.txt": "# sitedex::app\ntarget_link_libraries(x sitedex::storage sitedex_flags)\n",
                 "base/CMakeLists.txt": "target_link_libraries(sitedex_base PRIVATE sitedex_lazy)\n"}
        self.assertEqual(["base/CMakeLists.txt:1", "lazy/CMakeLists.txt:2"], self.breaches(rules.upward_links, files))

    def test_a_library_header_in_another_room_is_a_breach(self):
        files = {"app/main.cpp": "#include <sqlite3.h>\n", "storage/sqlite.cpp": "#include <sqlite3.h>\n",
                 "html/tree.cpp": "#include <gumbo.h>\n", "crawler/encoding.cpp": "#include <unicode/uchar.h>\n"}
        self.assertEqual(["app/main.cpp:1"], self.breaches(rules.strayed_headers, files))

    def test_an_unlisted_source_is_a_breach(self):
        files = {"lazy/CMakeLists.txt": "sources(\n  a_b.cpp)\n", "lazy/a_b.cpp": "", "lazy/b.cpp": "",
                 "tests/CMakeLists.txt": "probe/main.cpp", "tests/probe/main.cpp": ""}
        self.assertEqual(["lazy/b.cpp"], self.breaches(rules.unlisted_sources, files))

    def test_a_long_file_is_a_breach(self):
        files = {"lazy/a.cpp": "\n" * rules.MOST_LINES, "lazy/b.cpp": "\n" * (rules.MOST_LINES + 1)}
        self.assertEqual(["lazy/b.cpp"], self.breaches(rules.long_files, files))

    def test_an_unknown_command_is_a_breach(self):
        files = {"Makefile": ".PHONY: x\nbuild:\nasan tsan:  ## both\n",
                 "README.md": "    make build && make tsan\nWe make sense with `make tea`.\n    sudo make install\n"}
        self.assertEqual(["README.md:2", "README.md:3"], self.breaches(rules.unknown_commands, files))


if __name__ == "__main__":
    unittest.main()
