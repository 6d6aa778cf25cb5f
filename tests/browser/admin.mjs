import assert from "node:assert/strict";
import { test } from "node:test";

import { EVIL, NOTES, faults, keep, until } from "./world.mjs";

function partsOf(page) {
  const notes = page.locator(".site[data-site=notes]");
  return {
    state: () => notes.locator(".state").textContent(),
    pages: async () => Number((await notes.locator("dd").first().textContent()).replaceAll(",", "")),
    button: (action) => notes.locator(`button[data-action=${action}]`),
    announced: () => page.locator("#announcer").textContent(),
  };
}

function isLive(page) {
  return page.waitForSelector("#connection[data-state=live]");
}

export function adminTests(world) {
  test("shows sites, the index and what was", () => world.look("/admin", {}, async (page) => {
    await isLive(page);
    assert.equal(await page.locator(".site").count(), 2);
    assert.match(await page.locator("#tiles").textContent(), /527/);
    assert.match(await page.locator("#jobs").textContent(), /manual.*done/);
    assert.ok(await page.locator("#status-bars tr").count() > 0);
    assert.deepEqual(await faults(page), []);
    await keep(page, "admin", { fullPage: true });
  }));

  test("starts, pauses and resumes a crawl, and shows it live", () => world.look("/admin", {}, async (page) => {
    const notes = partsOf(page);
    await isLive(page);
    await notes.button("start").click();
    await until(async () => await notes.state() === "running", "it runs");
    await until(async () => await notes.pages() > NOTES / 3, "pages come in");
    assert.match(await notes.announced(), /^notes: running/);
    await keep(page, "admin-running", { fullPage: true });
    assert.deepEqual(await faults(page), []);
    await notes.button("pause").click();
    await until(async () => await notes.state() === "paused", "it pauses");
    await until(async () => /^notes: paused/.test(await notes.announced()), "that is announced");
    assert.ok((await world.daemon.site("notes")).job.state === "paused");
    assert.ok(await notes.pages() < NOTES);
    await notes.button("resume").click();
    await until(async () => (await world.daemon.site("notes")).last?.state === "done", "it ends");
    await until(async () => await notes.pages() === NOTES, "all are counted");
    assert.match(await page.locator("#rate-plot svg").getAttribute("aria-label"), /^Pages a second: pages\/s \d+$/);
  }), { timeout: 60000 });

  test("plots the course of crawls that run and of those that are over", () => world.look("/admin", {}, async (page) => {
    const labels = () => page.evaluate(() => ["statuses", "depths"].map((name) =>
      document.querySelector(`#course-${name} svg`)?.getAttribute("aria-label") ?? ""));
    await isLive(page);
    const manual = page.locator("#course-of option", { hasText: "manual, done" }).first();
    await page.selectOption("#course-of", await manual.getAttribute("value"));
    const { samples } = await (await fetch(`${world.daemon.address}/api/v1/crawls/${await manual.getAttribute("value")}/samples`)).json();
    const good = samples.at(-1).statuses["2xx"];
    assert.ok(good >= 527);
    await until(async () => (await labels())[0].includes(`2xx: ${good}`), "the manual's answers are drawn");
    assert.match((await labels())[1], /^Pages by depth after .*: depth 0: 1, depth 1: \d+/);
    assert.ok(await page.locator("#course-statuses path.status-2xx").count() === 1);
    await page.click("#course summary");
    const last = page.locator("#course-rows tr").last();
    assert.match(await last.textContent(), new RegExp(`${good}`));
    assert.ok(await page.locator("#course-rows tr").count() <= 121);
    assert.deepEqual(await faults(page), []);
    await keep(page, "admin-course", { fullPage: true });
    await partsOf(page).button("start").click();
    const running = page.locator("#course-of option", { hasText: "notes, running" });
    await running.waitFor({ state: "attached" });
    await page.selectOption("#course-of", await running.getAttribute("value"));
    await until(async () => /2xx: [1-9]/.test((await labels())[0]), "what has come so far is drawn");
    await until(async () => new RegExp(`2xx: ${NOTES}, 4xx: 1`).test((await labels())[0]), "and all in the end");
    assert.match((await labels())[1], new RegExp(`depth 0: 1, depth 1: ${NOTES - 1}`));
  }), { timeout: 60000 });

  test("cancels by keyboard, and the focus stays", () => world.look("/admin", {}, async (page) => {
    const notes = partsOf(page);
    await isLive(page);
    await notes.button("start").focus();
    await page.keyboard.press("Enter");
    await notes.button("cancel").waitFor();
    const focused = () => page.evaluate(() => document.activeElement.dataset.action);
    await until(async () => await focused() === "pause", "the focus is on what may be done now");
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "cancel");
    await page.keyboard.press("Enter");
    await until(async () => (await world.daemon.site("notes")).last?.state === "cancelled", "it is cancelled");
    await until(async () => await focused() === "start", "the focus is on what may be done now");
    await until(async () => /cancelled/.test(await page.locator("#jobs").textContent()), "the history has it");
  }));

  test("shows broken links, and takes nothing for markup", () => world.look("/admin", {}, async (page) => {
    await isLive(page);
    assert.equal(await page.locator("#findings-count").textContent(), "1 found");
    const row = page.locator("#finding-rows tr");
    await row.first().waitFor();
    assert.match(await row.first().textContent(), /lost\.html.*404.*3\.html/);
    await page.selectOption("#kind", "orphans");
    await until(async () => await page.locator("#findings-count").textContent() === "None found", "the others come");
    await page.fill("#explain-url", `${world.notes}/7.html`);
    await page.keyboard.press("Enter");
    await page.waitForSelector("#explanation p");
    await page.click("#explanation summary");
    await keep(page, "admin-explained", { fullPage: true });
    assert.deepEqual(await faults(page), []);
    await page.goto("/?q=marmalade%20hostile");
    assert.equal(await page.locator(".hits h2 a").first().textContent(), `Hostile ${EVIL}`);
    assert.equal(await page.locator("main img").count(), 0);
    assert.notEqual(await page.title(), "taken");
  }));

  test("is read in the dark, and on a small screen", () => world.look("/admin", {
    colorScheme: "dark", viewport: { width: 320, height: 640 }, isMobile: true,
  }, async (page) => {
    await isLive(page);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    assert.deepEqual(await faults(page), []);
    await keep(page, "admin-small-dark", { fullPage: true });
  }));

  test("shows an index that is only served", () => world.look("about:blank", {}, async (page) => {
    await page.goto(`${world.reader.address}/admin`);
    await page.waitForSelector("#no-sites");
    assert.equal(await page.locator("#history").isVisible(), false);
    await page.locator("#tiles li").first().waitFor();
    assert.match(await page.locator("#tiles").textContent(), new RegExp(`^${527 + NOTES}pages`));
    assert.equal(await page.locator("#trouble").isVisible(), false);
    assert.deepEqual(await faults(page), []);
  }));

  test("asks for the token, and keeps it in this tab only", () => world.look("about:blank", {}, async (page) => {
    await page.goto(`${world.guarded.address}/admin`);
    const dialog = page.locator("#token-dialog");
    await dialog.waitFor();
    await page.keyboard.press("Escape");
    assert.ok(await dialog.isVisible());
    assert.deepEqual(await faults(page), []);
    await keep(page, "admin-token");
    await page.keyboard.type("not-the-token-0123456");
    await page.keyboard.press("Enter");
    await until(async () => await page.inputValue("#token") === "", "it asks again");
    await page.fill("#token", "a-token-of-letters-0123");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".site[data-site=notes]");
    await isLive(page);
    const kept = await page.evaluate(() => [localStorage.length, document.cookie, sessionStorage.length]);
    assert.deepEqual(kept, [0, "", 1]);
    await page.click("#forget");
    await dialog.waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  }));

  test("comes back when the server does", () => world.look("about:blank", {}, async (page) => {
    await page.goto(`${world.guarded.address}/admin`);
    await page.fill("#token", "a-token-of-letters-0123");
    await page.keyboard.press("Enter");
    await isLive(page);
    assert.equal(await world.guarded.stop(), 0);
    await page.waitForSelector("#connection[data-state=lost]");
    await world.guarded.start();
    await isLive(page);
  }));
}
