// What the tests look at: two sites on nginx, the program that crawls them, and a browser.

import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const SCREENSHOTS = join(ROOT, "build/screenshots");
const PATIENCE_MS = 30000;

const installed = createRequire(join(ROOT, ".cache/browser/"));
const { chromium } = installed("playwright-core");
const axe = readFileSync(installed.resolve("axe-core/axe.min.js"), "utf8");

export const EVIL = `<img src=x onerror="document.title='taken'">`;
export const NOTES = 100;

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** Pages that link to each other, one of them with a lost link, and names that would like to be markup. */
function writeNotes(folder) {
  const numbers = Array.from({ length: NOTES }, (_, at) => at);
  for (const at of numbers) {
    const title = at === 7 ? `Hostile ${EVIL}` : `Note ${at}`;
    const links = at === 0 ? numbers.map((each) => `<a href="${each}.html">note ${each}</a>`).join(" ") : "";
    const lost = at === 3 ? `<a href="lost.html?${encodeURIComponent(EVIL)}">lost</a>` : "";
    writeFileSync(join(folder, `${at}.html`), `<!doctype html><title>${escaped(title)}</title><h1>${escaped(title)}</h1>
      <p>This is what note number ${at} says of marmalade, and of ${escaped(EVIL)} as a text. ${links} ${lost}</p>`);
  }
}

function embedPage(server) {
  return `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A site</title>
    <main><h1>A site of its own</h1><div id="search"></div><p>And its text.</p></main>
    <script src="${server}/embed.js" data-target="#search" async></script></html>`;
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** A folder on nginx: [address, process, which ends with its input]. */
async function served(folder) {
  const server = spawn(join(ROOT, "scripts/serve"), [folder, "sh", "-c", 'echo "$SITEDEX_SITE"; exec cat'],
                       { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = await new Promise((resolve) => server.stdout.once("data", (data) => resolve([String(data)])));
  return [line.trim(), server];
}

/** Waits until `question` has an answer that is true. */
export async function until(question, what) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await question();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A settings file. */
function settings(folder, port, lines) {
  const file = join(folder, `${port}.toml`);
  writeFileSync(file, [
    "[server]", `listen = "127.0.0.1:${port}"`, 'rate = "1000/s"', "burst = 10000", 'log-level = "warning"', ...lines,
  ].join("\n"));
  return file;
}

/** The program as a daemon. */
class Daemon {
  constructor(port, options, environment = {}) {
    this.address = `http://127.0.0.1:${port}`;
    this.options = options;
    this.environment = environment;
  }

  async start() {
    this.process = spawn(join(ROOT, "build/sitedex"), ["serve", ...this.options],
                         { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...this.environment } });
    this.ended = new Promise((resolve) => this.process.once("exit", resolve));
    await until(() => fetch(`${this.address}/livez`).then((answer) => answer.ok, () => false), "the daemon answers");
  }

  async stop() {
    this.process?.kill("SIGTERM");
    return this.ended;
  }

  async site(name) {
    const { sites } = await (await fetch(`${this.address}/api/v1/sites`)).json();
    return sites.find((site) => site.name === name);
  }
}

export class World {
  async begin() {
    this.folder = mkdtempSync(join(tmpdir(), "sitedex-browser."));
    const notes = join(this.folder, "notes");
    mkdirSync(notes);
    writeNotes(notes);
    const corpus = spawnSync(join(ROOT, "scripts/corpus"), ["python"], { encoding: "utf8" }).stdout.trim();
    const port = await freePort();
    writeFileSync(join(notes, "box.html"), embedPage(`http://127.0.0.1:${port}`));
    const servers = [await served(corpus), await served(notes)];
    [this.manual, this.notes] = servers.map(([address]) => address);
    this.servers = servers.map(([, server]) => server);
    const index = join(this.folder, "index.db");
    this.daemon = new Daemon(port, ["--config", settings(this.folder, port, [
      `cors-origins = ["${this.notes}"]`,
      "[storage]", `db = "${index}"`,
      "[[site]]", 'name = "manual"', `url = "${this.manual}/index.html"`,
      "[[site]]", 'name = "notes"', `url = "${this.notes}/0.html"`, "on-demand = true", 'delay = "60ms"',
      "per-host = 1",
    ])]);
    const guarded = await freePort();
    this.guarded = new Daemon(guarded, ["--config", settings(this.folder, guarded, [
      "[storage]", `db = "${join(this.folder, "guarded.db")}"`,
      "[[site]]", 'name = "notes"', `url = "${this.notes}/0.html"`, "on-demand = true",
    ])], { SITEDEX_ADMIN_TOKEN: "a-token-of-letters-0123" });
    const reader = await freePort();
    this.reader = new Daemon(reader, ["--db", index, "--listen", `127.0.0.1:${reader}`, "--log-level", "warning"]);
    await Promise.all([this.daemon.start(), this.guarded.start()]);
    await until(async () => (await this.daemon.site("manual"))?.last?.state === "done", "the manual is crawled");
    await this.reader.start();
    this.browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  }

  async end() {
    await this.browser?.close();
    await Promise.all([this.daemon?.stop(), this.guarded?.stop(), this.reader?.stop()]);
    for (const server of this.servers ?? []) server.stdin.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Calls `look` with a new page of the daemon; what the page complains of on its console is a failure. */
  async look(path, options, look) {
    const viewport = { width: 1200, height: 850 };
    const context = await this.browser.newContext({ baseURL: this.daemon.address, viewport, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const complaints = [];
    const ours = [this.daemon.address, this.guarded.address, this.reader.address];
    const isOurs = () => ours.some((address) => page.url().startsWith(address));
    page.on("pageerror", (error) => isOurs() && complaints.push(error.message));
    page.on("console", (message) => {
      if (/Content.Security.Policy|violates/i.test(message.text())) complaints.push(message.text());
    });
    try {
      await page.goto(path);
      await look(page, context);
    } finally {
      await context.close();
    }
    if (complaints.length > 0) throw new Error(complaints.join("\n"));
  }
}

/** What axe-core finds that is serious or critical, as lines. */
export async function faults(page) {
  await page.evaluate(axe); // not as an element: the page's policy lets no such script in
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`));
}

export function keep(page, name, options = {}) {
  return page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), ...options });
}
