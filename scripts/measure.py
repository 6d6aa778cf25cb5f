"""What the benchmarks have in common: corpora on a server, commands that are measured, tables in Markdown.

CPU time is the steady figure; wall time depends on the disk and the neighbours. How much these took is measured too."""

import contextlib
import datetime
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "build/sitedex"
FLOORS = ROOT / "build/sitedex_floors"
START = {"postgres": "/index.html", "java": "/api/index.html", "python": "/index.html", "cppref": "/en/index.html",
         "linux": "/index.html"}
FLOOR_STAGES = ("fetch_us", "parse_us", "insert_us")


class Server(NamedTuple):
    site: str
    pid: int


class Corpus(NamedTuple):
    name: str
    server: Server
    paths: list  # of the pages that the program finds

    @property
    def start(self):
        return self.server.site + START[self.name]


@contextlib.contextmanager
def answering(command):
    """A server within the `with`: a command that prints its address, and ends with its input."""
    with subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield Server(process.stdout.readline().strip(), process.pid)
        process.stdin.close()


@contextlib.contextmanager
def served(name):
    """A corpus, served by nginx within the `with`."""
    with answering([ROOT / "scripts/serve", folder_of(name), "sh", "-c", 'echo "$SITEDEX_SITE"; exec cat']) as server:
        listing = subprocess.run([PROGRAM, "crawl", "--list", "-q", server.site + START[name]], check=True, text=True,
                                 stdout=subprocess.PIPE).stdout
        yield Corpus(name, server, [url.removeprefix(server.site) for url in listing.splitlines()])


def folder_of(name):
    made = subprocess.run([ROOT / "scripts/corpus", name], check=True, text=True, stdout=subprocess.PIPE)
    return Path(made.stdout.strip())


def package_of(name):
    """Package and version that a corpus was made from."""
    return folder_of(name).with_suffix(".package").read_text().strip()


@contextlib.contextmanager
def new_folder():
    """An empty folder on the disk that is measured with; gone after the `with`."""
    with tempfile.TemporaryDirectory(prefix="sitedex-bench.") as folder:
        yield Path(folder)


def crawl_manuals(database):
    """All manuals in one index of ours."""
    for name in START:
        progress(f"indexing {name}")
        with served(name) as corpus:
            subprocess.run([PROGRAM, "crawl", "-q", "--db", database, corpus.start], check=True)


def omindex_manuals(peer, *options):
    """All files of the manuals in one of omega's, whose URLs are "/MANUAL" and the path."""
    with new_folder() as documents:
        for name in START:
            (documents / name).symlink_to(folder_of(name))
        progress("indexing all with omega")
        subprocess.run(["omindex", "--follow", *options, "--db", peer, "--url", "/", documents], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def run_floors(corpus):
    """What the stages cost at the least (tests/bench/floors.cpp), in microseconds a page."""
    with new_folder() as folder:
        output = subprocess.run([FLOORS, corpus.server.site, folder / "floors.db"], input="\n".join(corpus.paths),
                                check=True, text=True, stdout=subprocess.PIPE).stdout
    floors = json.loads(output)
    return floors | {"sum_us": sum(floors[stage] for stage in FLOOR_STAGES)}


def run(command, folder, server, statuses=(0,), watch=None, **options):
    """Figures of a command and all processes below it; what it says is in `stdout` and `stderr` of the folder.

    time(1) measures the peak, that of the largest process: as a child of this process the command would be charged
    with Python's memory. `others` is the CPU time that neither it nor the server took, in cores: how disturbed it was.
    `watch` is called ten times a second meanwhile."""
    os.sync()  # or what was written before would be written during it
    peak = folder / "peak"
    with open(folder / "stdout", "w") as stdout, open(folder / "stderr", "w") as stderr:
        busy, begin = busy_s() - tree_cpu_s(server.pid), time.monotonic()
        process = subprocess.Popen(["time", "--quiet", "--format=%M", f"--output={peak}", *command], stdout=stdout,
                                   stderr=stderr, **options)
        usage = wait(process, watch)
        wall, busy = time.monotonic() - begin, busy_s() - tree_cpu_s(server.pid) - busy
    if process.returncode not in statuses:
        said = (folder / "stderr").read_text()
        raise SystemExit(f"{sys.argv[0]}: {' '.join(map(str, command))} ended with {process.returncode}:\n{said}")
    cpu = usage.ru_utime + usage.ru_stime
    return {
        "cpu_s": cpu,
        "wall_s": wall,
        "peak_mb": int(peak.read_text().split()[-1]) * 1024 / 1e6,
        "others": max(0, busy - cpu) / wall,
    }


def wait(process, watch):
    ended, status, usage = os.wait4(process.pid, os.WNOHANG if watch else 0)
    while not ended:
        watch()
        time.sleep(0.1)
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage


def tree_cpu_s(pid):
    """CPU time that a process and those below it have taken so far."""
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK") + sum(tree_cpu_s(child) for child in children)


def busy_s():
    """CPU time that this machine's cores have not been idle so far; what its host took from them counts."""
    user, nice, system, _idle, _iowait, irq, softirq, steal = map(
        int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def bytes_of(paths):
    """The sizes of files, and of all files in folders, together."""
    files = (file for path in paths for file in ([path] if path.is_file() else path.rglob("*")))
    return sum(file.stat().st_size for file in files if file.is_file())


def spread(values, digits=0):
    """Median, and least to most."""
    median = f"{statistics.median(values):.{digits}f}"
    return median if len(values) == 1 else f"{median} ({min(values):.{digits}f}-{max(values):.{digits}f})"


def print_table(columns, rows):
    """Columns line up, to be read without a browser too; numbers are on the right."""
    lines = [[str(cell) for cell in row] for row in rows]
    aligned = []
    for title, *cells in zip(columns, *lines):
        width = max(map(len, (title, *cells)))
        is_number = all(re.match(r"\d|-$", cell) for cell in cells)
        rule = "-" * (width - 1) + (":" if is_number else "-")
        aligned.append([text.rjust(width) if is_number else text.ljust(width) for text in (title, rule, *cells)])
    for line in zip(*aligned):
        print("|", " | ".join(line), "|")
    print(flush=True)


def print_conditions():
    """When and where the figures below were taken, and of what."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    commit = first_line("git", "-C", ROOT, "describe", "--always", "--dirty")
    disk = first_line("findmnt", "--noheadings", "--output=FSTYPE", "--target", tempfile.gettempdir())
    print(f"{datetime.date.today()}, {commit}; {os.cpu_count()} x {model[1] if model else os.uname().machine}, "
          f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB, files on {disk}; "
          f"{first_line('/usr/sbin/nginx', '-v')}; load at the start {os.getloadavg()[0]:.1f}\n", flush=True)


def first_line(*command):
    """What a command says first, on either output."""
    said = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout
    return said.splitlines()[0]


def progress(text):
    print(text, file=sys.stderr, flush=True)
