import assert from "node:assert/strict";
import { test } from "node:test";

import { faults, keep, until } from "./world.mjs";

const HITS = ".hits h2 a";

function summaryOf(page) {
  return page.locator("#summary").textContent();
}

function focused(page) {
  return page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
}

export function searchTests(world) {
  test("needs no script", () => world.look("/", { javaScriptEnabled: false }, async (page) => {
    await page.fill("#q", "generator expression");
    await page.click("button[type=submit]");
    assert.equal(await page.locator(HITS).count(), 10);
    assert.equal(await page.title(), "generator expression - Search");
    assert.ok(await page.locator("mark").count() > 0);
    const first = await page.locator(HITS).first().textContent();
    await keep(page, "search-without-script");
    await page.click("a[rel=next]");
    assert.match(page.url(), /page=2$/);
    assert.notEqual(await page.locator(HITS).first().textContent(), first);
    await page.click("a[rel=prev]");
    assert.equal(await page.locator(HITS).first().textContent(), first);
    await page.click(".facets [data-field=section] a >> nth=0");
    assert.match(await page.inputValue("#q"), /^generator expression site:/);
    await page.click(".conditions a");
    assert.equal(await page.inputValue("#q"), "generator expression");
    await page.click(`${HITS} >> nth=0`);
    assert.ok(page.url().startsWith(world.manual));
  }));

  test("says what may have been meant, and that nothing was found", () =>
    world.look("/?q=genrator", { javaScriptEnabled: false }, async (page) => {
      await keep(page, "search-did-you-mean");
      await page.click(".meant a");
      assert.equal(await page.inputValue("#q"), "generator");
      assert.ok(await page.locator(HITS).count() > 0);
      await page.goto("/?q=qwxzvkjh");
      assert.equal(await summaryOf(page), "Nothing found");
      await keep(page, "search-nothing");
    }));

  test("finds as one types", () => world.look("/", {}, async (page) => {
    assert.equal(await focused(page), "q");
    await keep(page, "search-empty");
    await page.keyboard.type("asyncio", { delay: 20 });
    await page.waitForSelector(HITS);
    await until(async () => page.url().endsWith("/?q=asyncio"), "the address follows");
    assert.match(await summaryOf(page), /^(About |More than )?[\d,]+ pages$/);
    assert.equal(await page.title(), "asyncio - Search");
    assert.equal(await focused(page), "q");
    await page.fill("#q", "");
    await until(async () => await page.locator(HITS).count() === 0, "the hits go with the query");
    assert.equal(new URL(page.url()).search, "");
  }));

  test("shows the last of what was typed, however late answers come", () => world.look("/", {}, async (page) => {
    const release = [];
    await page.route(/\?q=list$/, async (route) => {
      await new Promise((resolve) => release.push(resolve));
      await route.continue().catch(() => {}); // it has been given up meanwhile
    });
    await page.fill("#q", "list");
    await until(() => release.length > 0, "the first question is asked");
    await page.fill("#q", "dictionary");
    await until(async () => await page.title() === "dictionary - Search", "the second is answered");
    for (const go of release) go();
    await page.waitForLoadState("networkidle");
    assert.equal(await page.title(), "dictionary - Search");
  }));

  test("completes words and titles", () => world.look("/", {}, async (page) => {
    await page.keyboard.type("asyn", { delay: 20 });
    await page.waitForSelector("#completions li");
    await page.waitForSelector(HITS);
    const input = page.locator("#q");
    assert.equal(await input.getAttribute("role"), "combobox");
    assert.equal(await input.getAttribute("aria-expanded"), "true");
    await page.keyboard.press("ArrowDown");
    const active = page.locator(`#${await input.getAttribute("aria-activedescendant")}`);
    assert.equal(await active.getAttribute("aria-selected"), "true");
    const words = await active.locator("span").first().textContent();
    await keep(page, "search-completions");
    assert.deepEqual(await faults(page), []);
    await page.keyboard.press("Enter");
    await until(async () => await page.title() === `${words} - Search`, "the completion is looked for");
    assert.equal(await input.inputValue(), words);
    assert.equal(await input.getAttribute("aria-expanded"), "false");
    await input.fill("gener");
    await page.waitForSelector("#completions li");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#completions").isVisible(), false);
    assert.equal(await input.inputValue(), "gener");
  }));

  test("is used by keyboard alone", () => world.look("/?q=decorator", {}, async (page) => {
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("/");
    assert.equal(await focused(page), "q");
    assert.equal(await page.inputValue("#q"), "decorator");
    const titles = await page.locator(HITS).allTextContents();
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(page), titles[0]);
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(page), titles[1]);
    await keep(page, "search-keyboard");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    assert.equal(await focused(page), "q");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Escape");
    assert.equal(await focused(page), "q");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${world.manual}/**`);
    await page.goBack();
    assert.equal(await page.inputValue("#q"), "decorator");
    assert.equal(await page.locator(HITS).count(), 10);
  }));

  test("is read in the dark", () => world.look("/?q=exception", { colorScheme: "dark" }, async (page) => {
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.ok(ground.match(/\d+/g).every((part) => Number(part) < 60), ground);
    assert.deepEqual(await faults(page), []);
    await keep(page, "search-dark");
  }));

  test("has no serious fault in any state", () => world.look("/", {}, async (page) => {
    for (const path of ["/", "/?q=exception", "/?q=exception&page=2", "/?q=exception%20lang:en", "/?q=genrator",
                        "/?q=qwxzvkjh", "/?q=-Wall%20gcc%20foo:bar"]) {
      await page.goto(path);
      assert.deepEqual(await faults(page), [], path);
    }
    await page.goto("/?q=exception%20lang:en");
    await keep(page, "search-found", { fullPage: true });
  }));

  test("fits a small screen", () => world.look("/?q=exception", {
    viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true,
  }, async (page) => {
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    assert.deepEqual(await faults(page), []);
    await keep(page, "search-small");
  }));

  test("moves nothing for those who do not want it", () =>
    world.look("/?q=exception", { reducedMotion: "reduce" }, async (page) => {
      const times = await page.evaluate(() => [...document.querySelectorAll("*")]
        .map((each) => getComputedStyle(each).transitionDuration));
      assert.ok(times.every((time) => time === "0s"));
    }));

  test("is small on the line", () => world.look("about:blank", {}, async (page, context) => {
    const session = await context.newCDPSession(page);
    let bytes = 0;
    await session.send("Network.enable");
    session.on("Network.loadingFinished", ({ encodedDataLength }) => { bytes += encodedDataLength; });
    await page.goto("/?q=exception", { waitUntil: "networkidle" });
    assert.ok(bytes > 5000 && bytes < 30000, `${bytes} bytes`);
  }));

  test("says when the server is gone", () => world.look("/?q=exception", {}, async (page, context) => {
    await context.setOffline(true);
    await page.fill("#q", "exceptions of all kinds");
    await until(async () => /does not answer/.test(await summaryOf(page)), "it is said");
    await context.setOffline(false);
    await page.fill("#q", "exceptions of any kind");
    await until(async () => await page.title() === "exceptions of any kind - Search", "it goes on");
  }));
}
