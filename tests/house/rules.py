"""The rules of the house (ARCHITECTURE.md, "The floors"). Each takes the root of a source tree and yields, for each
breach, a line "file:line: what is wrong"."""

import os
import re
from pathlib import Path

FLOORS = {"base": 0, "lazy": 0, "html": 1, "crawler": 2, "indexer": 3, "storage": 4, "jobs": 5, "views": 5, "extension": 5,
          "server": 5, "web": 6, "app": 7}

# Who may name a library's headers: what is wrapped in one room stays there.
OWNERS = {
    "boost/": {"server"},
    "curl/": {"crawler"},
    "gumbo.h": {"html"},
    "prometheus/": {"server"},
    "re2/": {"crawler"},
    "spdlog/": {"base"},
    "sqlite3": {"extension", "storage"},
    "unicode/": {"crawler", "indexer"},
    "libstemmer.h": {"indexer"},
    "cld2/": {"indexer"},
    "xxhash.h": {"crawler", "indexer", "storage"},
}

MOST_LINES = 450

NOT_OURS = re.compile(r"build.*|\..*")  # folders that hold no sources


def stands_above(room, other):
    """Whether `other` is out of reach for `room`: on a higher floor, or beside it on the same one."""
    return other != room and FLOORS[other] >= FLOORS[room]


def sources(root, *suffixes):
    """Files below `root` with one of the suffixes, as paths relative to it, in order."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not NOT_OURS.fullmatch(name))
        for name in sorted(files):
            if name.endswith(suffixes):
                yield (Path(folder) / name).relative_to(root)


def rooms(root, *suffixes):
    """Pairs of a file in a room and that room. Tests and examples stand outside and may reach for anything."""
    for path in sources(root, *suffixes):
        if path.parts[0] in FLOORS:
            yield path, path.parts[0]


def matches(root, path, pattern):
    """Pairs of "file:line" and match, for each line of the file that the pattern is found in."""
    for number, line in enumerate((root / path).read_text().splitlines(), 1):
        for match in re.finditer(pattern, line):
            yield f"{path}:{number}", match


def upward_includes(root):
    for path, room in rooms(root, ".hpp", ".cpp"):
        for where, match in matches(root, path, r'^\s*#\s*include\s*([<"])([^>"]+)[>"]'):
            quote, header = match.groups()
            other = header.split("/")[0]
            if other in FLOORS and stands_above(room, other):
                yield f"{where}: {room} includes {header}, which does not stand below it"
            elif quote == '"' and other not in FLOORS:
                yield f'{where}: "{header}" does not start with a room; includes go from the root'


def strayed_headers(root):
    for path, room in rooms(root, ".hpp", ".cpp"):
        for where, match in matches(root, path, r'^\s*#\s*include\s*[<"]([^>"]+)[>"]'):
            for header, owners in OWNERS.items():
                if match[1].startswith(header) and room not in owners:
                    yield f"{where}: <{match[1]}> belongs to {' and '.join(sorted(owners))}"


def upward_links(root):
    for path, room in rooms(root, "CMakeLists.txt"):
        for where, code in matches(root, path, r"^[^#]+"):
            for other in re.findall(r"\bsitedex(?:::|_)(\w+)", code[0]):
                if other in FLOORS and stands_above(room, other):
                    yield f"{where}: {room} links {other}, which does not stand below it"


def is_listed(root, path):
    """Whether a CMakeLists.txt in the file's folder or above names it, as seen from there."""
    for folder in path.parents:
        listing = root / folder / "CMakeLists.txt"
        name = re.escape(str(path.relative_to(folder)))
        if listing.exists() and re.search(rf"(?<![\w./-]){name}(?![\w.])", listing.read_text()):
            return True
    return False


def unlisted_sources(root):
    for path in sources(root, ".cpp"):
        if not is_listed(root, path):
            yield f"{path}: no CMakeLists.txt lists it"


def long_files(root):
    for path in sources(root, ".hpp", ".cpp", ".py"):
        lines = len((root / path).read_text().splitlines())
        if lines > MOST_LINES:
            yield f"{path}: {lines} lines; {MOST_LINES} are the most"


def unknown_commands(root):
    """`make TARGET` in a document where the Makefile has no such target."""
    makefile = (root / "Makefile").read_text()
    targets = {name for names in re.findall(r"^([a-z][a-z -]*):", makefile, re.MULTILINE) for name in names.split()}
    for path in sources(root, ".md"):
        for where, match in matches(root, path, r"(?:^\s*|`|&& )(?:sudo )?make ([a-z][a-z-]*)"):
            if match[1] not in targets:
                yield f"{where}: the Makefile has no target {match[1]}"
