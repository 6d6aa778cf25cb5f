// What the index and its ledger say: figures, findings, and what is known of a URL.

import { bars } from "./admin_chart.js";
import { call } from "./admin_connection.js";
import { complain, count, link, make, moment, size } from "./admin_elements.js";

const STATE_TONES = {
  page: "good", failed: "bad", deferred: "warn", waiting: "warn", target: "warn", refused: "faint",
};

const MOST_DEPTHS = 12;

function statusTone(status) {
  return { 2: "good", 3: "plain", 4: "bad", 5: "bad" }[String(status)[0]] ?? "faint";
}

function tile(label, value) {
  return make("li", {}, make("b", {}, value), make("span", {}, label));
}

function fill(id, ...children) {
  document.getElementById(id).replaceChildren(...children);
}

/** The first depths, and all that is deeper as one. */
function firstDepths(depths) {
  if (depths.length <= MOST_DEPTHS) return depths;
  const deeper = depths.slice(MOST_DEPTHS - 1).reduce((sum, each) => sum + each.count, 0);
  return [...depths.slice(0, MOST_DEPTHS - 1), { name: "deeper", count: deeper }];
}

export async function showOverview() {
  const [overview, stats] = await Promise.all([call("overview"), call("stats")]);
  fill("tiles", tile("pages to search", count(overview.pages)), tile("file", size(stats.file_bytes ?? 0)),
       tile("first answer", moment(overview.first_answer) || "none"),
       tile("last answer", moment(overview.last_answer) || "none"));
  const statuses = overview.statuses.map((each) => ({ ...each, tone: statusTone(each.name) }));
  const states = overview.states.map((each) => ({ ...each, tone: STATE_TONES[each.name] }));
  fill("status-bars", ...bars("Answers by status", statuses));
  fill("depth-bars", ...bars("Pages by depth", firstDepths(overview.depths)));
  fill("state-bars", ...bars("URLs by state", states));
}

const kind = document.getElementById("kind");

function addressOf(page) {
  return typeof page === "string" ? page : page.url;
}

function findingRow(finding) {
  const holders = finding.pages.map((page) => make("li", {}, link(addressOf(page))));
  const more = finding.holders - holders.length;
  if (more > 0) holders.push(make("li", { class: "soft" }, `and ${count(more)} more`));
  const title = finding.title ? make("span", { class: "soft title" }, finding.title) : null;
  return make("tr", {},
    make("th", { scope: "row" }, link(finding.url), title),
    make("td", {}, [finding.status || "", finding.reason].filter(Boolean).join(" ")),
    make("td", {}, make("ul", { class: "plain-list" }, ...holders)));
}

export async function showFindings() {
  const report = await call(`report?kind=${kind.value}&limit=100`);
  fill("finding-rows", ...report.findings.map(findingRow));
  document.getElementById("findings-table").hidden = report.count === 0;
  const shown = report.findings.length < report.count ? `; the first ${report.findings.length} of them` : "";
  fill("findings-count", report.count === 0 ? "None found" : `${count(report.count)} found${shown}`);
}

function look(event) {
  event.preventDefault();
  showFindings().then(() => complain(), (error) => complain(error.message));
}

document.getElementById("findings-form").addEventListener("submit", look);
kind.addEventListener("change", look);

function isSaid([name, value]) {
  return value !== null && value !== "" && value.length !== 0 && name !== "sentences";
}

/** Any JSON as lists of names and values. */
function tell(value, name = "") {
  if (Array.isArray(value)) {
    return make("ul", { class: "plain-list" }, ...value.map((each) => make("li", {}, tell(each))));
  }
  if (value !== null && typeof value === "object") {
    return make("dl", { class: "known" }, ...Object.entries(value).filter(isSaid).map(([key, each]) =>
      make("div", {}, make("dt", {}, key.replaceAll("_", " ")), make("dd", {}, tell(each, key)))));
  }
  if (typeof value === "number" && name.endsWith("_at")) return moment(new Date(value * 1000).toISOString());
  return typeof value === "string" ? link(value) : make("span", {}, String(value));
}

function sentencesOf({ sentences = [], in_crawls: crawls = [] }) {
  return [...sentences, ...crawls.flatMap((crawl) => crawl.sentences ?? [])];
}

async function explain(event) {
  event.preventDefault();
  try {
    const known = await call(`explain?url=${encodeURIComponent(document.getElementById("explain-url").value)}`);
    fill("explanation", ...sentencesOf(known).map((sentence) => make("p", {}, sentence)),
         make("details", {}, make("summary", {}, "All that is known"), tell(known)));
  } catch (error) {
    fill("explanation", make("p", { class: "trouble" }, error.message));
  }
}

document.getElementById("explain-form").addEventListener("submit", explain);
