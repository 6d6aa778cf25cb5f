"""What configs/ has for operators goes with the daemon. configs_test.py PROGRAM"""

import contextlib
import http.client
import http.server
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

import yaml

CONFIGS = Path(__file__).resolve().parents[2] / "configs"
PROGRAM = sys.argv.pop(1)
TOKEN = "a token that is long enough".replace(" ", "-")
PAGES = {"/": b'<title>Bridges</title><p>Stone arches. <a href="/lisbon.html">Lisbon</a>',
         "/lisbon.html": b"<title>Lisbon</title><p>An aqueduct crosses the valley."}


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = PAGES.get(self.path)
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_):
        pass


def ask(port, path, **headers):
    """Status, headers and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.closing(connection):
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def within(seconds, is_so):
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s")
        time.sleep(0.01)


class Deployment(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def site(self):
        """The address of a served site."""
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
        self.addCleanup(server.server_close)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_address[1]}/"

    def daemon(self, settings):
        """Starts it, and returns its port when it has crawled its site."""
        (self.folder / "sitedex.toml").write_text(settings)
        port = free_port()
        log = self.folder / "log"
        with log.open("w") as stderr:
            process = subprocess.Popen([PROGRAM, "serve", "--config", "sitedex.toml", "--listen", f"127.0.0.1:{port}"],
                                       cwd=self.folder, env={"SITEDEX_ADMIN_TOKEN": TOKEN}, stderr=stderr)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)

        def has_crawled():
            self.assertIsNone(process.poll(), log.read_text())
            with contextlib.suppress(ConnectionRefusedError):
                return "lisbon.html" in ask(port, "/api/v1/search?q=aqueduct")[2]
            return False
        within(30, has_crawled)
        return port


class Compose(Deployment):
    def setUp(self):
        super().setUp()
        self.file = yaml.safe_load((CONFIGS / "compose.yaml").read_text())
        self.settings = self.file["configs"]["sitedex"]["content"]

    def test_its_settings_are_right(self):
        file = self.folder / "sitedex.toml"
        file.write_text(self.settings)
        ended = subprocess.run([PROGRAM, "config", "check", file], capture_output=True, text=True, check=False)
        self.assertEqual(0, ended.returncode, ended.stdout + ended.stderr)

    def test_parts_agree(self):
        nginx = (CONFIGS / "nginx.conf").read_text()
        inside = self.file["services"]["nginx"]["networks"]["inside"]
        self.assertIn(f'trusted-proxies = ["{inside["ipv4_address"]}"]', self.settings)
        for name in (*inside["aliases"], *re.findall(r'hosts = \["(.*)"\]', self.settings)):
            self.assertIn(f"server_name {name};", nginx)
        self.assertIn(f'url = "http://{inside["aliases"][0]}:8080/"', self.settings)
        for mounted in self.file["services"]["nginx"]["volumes"]:
            self.assertIn(mounted.split(":")[-2], nginx + "/etc/nginx/nginx.conf")

    def test_services_may_do_nothing_but_their_work(self):
        for service in self.file["services"].values():
            self.assertTrue(service["read_only"])
            self.assertEqual(["ALL"], service["cap_drop"])
            self.assertEqual(["no-new-privileges:true"], service["security_opt"])


class Dashboard(Deployment):
    def test_each_metric_that_it_names_is_there(self):
        dashboard = (CONFIGS / "grafana-dashboard.json").read_text()
        json.loads(dashboard)
        named = {re.sub(r"_(bucket|count)$", "", name) for name in re.findall(r"\bsitedex_\w+", dashboard)}
        self.assertGreater(len(named), 10)

        port = self.daemon(f'[[site]]\nname = "bridges"\nurl = "{self.site()}"\n')
        self.assertEqual(421, ask(port, "/", Host="elsewhere.example.org")[0])  # is counted as refused

        def told():
            return set(re.findall(r"^# TYPE (\w+)", ask(port, "/metrics")[2], re.MULTILINE))
        within(10, lambda: "sitedex_crawl_last_success" in told())  # the crawl is over
        self.assertEqual(set(), named - told())


class Nginx(Deployment):
    """The file of configs/ with other places in it, which has to be all that is between it and this machine."""

    def start(self, daemon_port):
        self.port = free_port()
        text = (CONFIGS / "nginx.conf").read_text()
        for there, here in {"sitedex:7878;": f"127.0.0.1:{daemon_port};", "listen 8080": f"listen 127.0.0.1:{self.port}",
                            "/tmp/": f"{self.folder}/", "/srv/docs": f"{self.folder}", "/dev/std": f"{self.folder}/std",
                            "worker_processes auto": "worker_processes 1"}.items():
            self.assertIn(there, text)
            text = text.replace(there, here)
        file = self.folder / "nginx.conf"
        # Root's worker stays root, to read the folder.
        file.write_text(("user root;\n" if os.geteuid() == 0 else "") + f"daemon off;\n{text}")
        self.command = [shutil.which("nginx", path="/usr/sbin:/usr/bin"), "-c", file, "-p", self.folder,
                        "-e", self.folder / "stderr"]
        tested = subprocess.run([*self.command, "-t"], capture_output=True, text=True, check=False)
        self.assertEqual(0, tested.returncode, tested.stderr)
        self.assertNotIn("[warn]", tested.stderr)
        process = subprocess.Popen(self.command)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)

        def answers():
            with socket.socket() as attempt:
                return attempt.connect_ex(("127.0.0.1", self.port)) == 0
        within(10, answers)

    def test_stands_in_front_of_the_daemon(self):
        self.start(self.daemon('[server]\nhosts = ["search.example.org"]\ntrusted-proxies = ["127.0.0.1"]\n'
                               f'[[site]]\nname = "bridges"\nurl = "{self.site()}"\n'))

        def search(**headers):
            return ask(self.port, "/api/v1/search?q=aqueduct", Host="search.example.org", **headers)

        status, _, body = search()
        self.assertEqual((200, 1), (status, body.count("/lisbon.html")))
        self.assertEqual(404, ask(self.port, "/metrics", Host="search.example.org")[0])
        self.assertEqual(401, ask(self.port, "/api/v1/sites", Host="search.example.org")[0])
        self.assertEqual(421, ask(self.port, "/api/v1/search?q=aqueduct", Host="elsewhere.example.org")[0])

        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            connection.request("GET", "/api/v1/events",
                               headers={"Host": "search.example.org", "Authorization": f"Bearer {TOKEN}"})
            events = connection.getresponse()
            self.assertEqual("text/event-stream", events.headers["Content-Type"])
            self.assertNotEqual(b"", events.readline())  # while the answer goes on

        limits = {search()[0] for _ in range(300)}
        self.assertEqual({200, 429}, limits)
        self.assertEqual(429, search(X_Forwarded_For="192.0.2.1")[0])

    def test_serves_the_site(self):
        (self.folder / "index.html").write_bytes(PAGES["/"])
        self.start(1)
        self.assertEqual(PAGES["/"].decode(), ask(self.port, "/", Host="docs.example.org")[2])


@unittest.skipUnless(shutil.which("systemd-analyze"), "there is no systemd here")
class Unit(Deployment):
    def setUp(self):
        super().setUp()
        text = (CONFIGS / "sitedex.service").read_text()
        self.unit = self.folder / "sitedex.service"
        self.unit.write_text(text.replace("/usr/bin/sitedex", PROGRAM))

    def analyze(self, *command):
        return subprocess.run(["systemd-analyze", *command, self.unit], capture_output=True, text=True, check=False)

    def test_is_right(self):
        verified = self.analyze("verify", "--man=no")
        self.assertEqual((0, ""), (verified.returncode, verified.stderr))

    def test_may_do_little(self):
        told = self.analyze("security", "--offline=true", "--threshold=20")
        self.assertEqual(0, told.returncode, told.stdout[-300:])


if __name__ == "__main__":
    unittest.main()
