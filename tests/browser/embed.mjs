import assert from "node:assert/strict";
import { test } from "node:test";

import { faults, keep, until } from "./world.mjs";

export function embedTests(world) {
  test("finds by the API, with marks where they belong", () => world.look("about:blank", {}, async (page) => {
    await page.goto(`${world.notes}/box.html`);
    const names = await page.evaluate(() => Object.keys(globalThis).length);
    await page.getByRole("textbox", { name: "Search" }).fill("asyncio \u2014 coroutine");
    const links = page.locator("#search ol a");
    await links.first().waitFor();
    assert.ok((await page.locator("#search mark").allTextContents()).every((text) => /asyncio|coroutine/i.test(text)));
    assert.match(await page.locator("#search [role=status]").textContent(), /pages?$/);
    const snippets = await page.locator("#search ol a span").allTextContents();
    assert.ok(snippets.some((text) => /^\u2026 .* \u2026$/.test(text)), "what is cut is marked");
    await keep(page, "embed");
    assert.deepEqual(await faults(page), []);
    assert.equal(await page.evaluate(() => Object.keys(globalThis).length), names + 1, "axe alone");
    await page.keyboard.press("ArrowDown");
    const focused = () => page.evaluate(() => {
      const { activeElement } = document.querySelector("#search div").shadowRoot;
      return activeElement?.href ?? "";
    });
    assert.equal(await focused(), await links.first().getAttribute("href"));
    await page.keyboard.press("Escape");
    assert.equal(await links.first().isVisible(), false);
    await page.keyboard.press("Enter");
    await links.first().waitFor();
    await page.getByRole("textbox", { name: "Search" }).fill("asyncio corouti");
    await until(async () => (await page.locator("#search mark").allTextContents()).some((text) => /coroutin/i.test(text)),
                "the last word counts as a beginning");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${world.manual}/**`);
  }));

  test("says so where its site is not allowed", () => world.look("about:blank", {}, async (page) => {
    await page.goto(`${world.notes.replace("127.0.0.1", "localhost")}/box.html`);
    await page.getByRole("textbox", { name: "Search" }).fill("asyncio");
    const status = page.locator("#search [role=status]");
    await until(async () => /does not answer/.test(await status.textContent()), "it is said");
  }));
}
