// Every test of the pages, one after the other, against one daemon: tests/browser/run.

import { after, before, describe } from "node:test";

import { adminTests } from "./admin.mjs";
import { embedTests } from "./embed.mjs";
import { searchTests } from "./search.mjs";
import { World } from "./world.mjs";

const world = new World();

describe("pages", { concurrency: 1 }, () => {
  before(() => world.begin(), { timeout: 120000 });
  after(() => world.end());
  describe("search page", () => searchTests(world));
  describe("operator's page", () => adminTests(world));
  describe("box on another site", () => embedTests(world));
});
