// How a crawl got on: its URLs by status and its pages by depth over time, as plots and as a table.

import { plotAreas } from "./admin_chart.js";
import { call } from "./admin_connection.js";
import { count, distance, duration, make } from "./admin_elements.js";

const SHADES = 12;
const STATUSES = { "2xx": "2xx", "3xx": "3xx", "4xx": "4xx", "5xx": "5xx", none: "no answer" };

const choice = document.getElementById("course-of");
const crawls = new Map(); // by id: those that have begun

function labelOf({ id, site, state, started_at: began }) {
  return `${site}, ${state}, began ${distance(began)} (${id})`;
}

/** The crawls that may be chosen: those that run first, then the latest. */
function showChoice() {
  const chosen = Number(choice.value);
  const runs = ({ state }) => Number(state === "running");
  const list = [...crawls.values()].sort((one, other) => runs(other) - runs(one) || other.id - one.id);
  choice.replaceChildren(...list.map((crawl) => make("option", { value: crawl.id }, labelOf(crawl))));
  if (crawls.has(chosen)) choice.value = String(chosen);
  document.getElementById("no-course").hidden = list.length > 0;
  document.getElementById("course-form").hidden = list.length === 0;
}

/** Takes crawls as the API has them. */
export function offer(jobs) {
  for (const job of jobs) {
    if (job?.started_at) crawls.set(job.id, job);
  }
  showChoice();
}

function seriesOf(samples) {
  const statuses = Object.entries(STATUSES).map(([key, name]) =>
    ({ name, kind: `status-${key}`, values: samples.map((sample) => sample.statuses[key]) }));
  const deepest = Math.max(samples.at(-1).depths.findLastIndex((pages) => pages > 0), 1);
  const shade = (depth) => Math.min(Math.round((depth * (SHADES - 1)) / deepest), SHADES - 1);
  const depths = samples.at(-1).depths.map((_, depth, { length }) =>
    ({ name: depth + 1 < length ? `depth ${depth}` : `depth ${depth} and more`, kind: `shade-${shade(depth)}`,
       values: samples.map((sample) => sample.depths[depth]) }));
  return { statuses, depths };
}

function showTable(times, series) {
  const some = series.filter(({ values }) => values.at(-1) > 0);
  const names = ["After", ...some.map(({ name }) => name)];
  document.getElementById("course-names").replaceChildren(
    make("tr", {}, ...names.map((name, at) => make("th", { scope: "col", class: at > 0 && "number" }, name))));
  document.getElementById("course-rows").replaceChildren(...times.map((time, at) =>
    make("tr", {}, make("th", { scope: "row" }, duration(time)),
         ...some.map(({ values }) => make("td", { class: "number" }, count(values[at]))))));
}

/** Reads the samples of the crawl that is chosen, and draws them. */
export async function showCourse() {
  const id = Number(choice.value);
  if (!id) return;
  const { samples } = await call(`crawls/${id}/samples`);
  if (id !== Number(choice.value)) return; // another one was chosen since
  document.getElementById("course-shown").hidden = samples.length === 0;
  if (samples.length === 0) return;
  const { statuses, depths } = seriesOf(samples);
  const times = samples.map((sample) => sample.worked_ms / 1000);
  plotAreas(document.getElementById("course-statuses"), "URLs by status", times, times.at(-1), statuses);
  plotAreas(document.getElementById("course-depths"), "Pages by depth", times, times.at(-1), depths);
  showTable(times, [...statuses, ...depths]);
}

/** Whether the crawl that is chosen goes on. */
export function isGoingOn() {
  return crawls.get(Number(choice.value))?.state === "running";
}
