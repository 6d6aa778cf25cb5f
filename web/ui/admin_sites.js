// Sites with what is done for each, and the buttons that start, pause, resume and cancel it.

import { call } from "./admin_connection.js";
import { offer } from "./admin_course.js";
import { announce, complain, count, distance, duration, make, moment, rate } from "./admin_elements.js";

const list = document.getElementById("site-list");
const connection = document.getElementById("connection");
const cards = new Map(); // by name

const ACTIONS = {
  start: { label: "Start", when: ["none", "waiting"] },
  pause: { label: "Pause", when: ["running"] },
  resume: { label: "Resume", when: ["paused"] },
  cancel: { label: "Cancel", when: ["running", "paused"] },
};

const TONES = { running: "good", done: "good", paused: "warn", waiting: "faint", failed: "bad", cancelled: "warn" };

function emptyFigure(label) {
  const value = make("dd", {}, "0");
  return { value, row: make("div", {}, make("dt", {}, label), value) };
}

// What comes of an order is told by an event: the order's own answer may be older than one that is here already.
async function act(card, action) {
  const { site } = card;
  if (card.isBusy) return;
  card.isBusy = true;
  try {
    if (action === "start") await call("crawls", "POST", { site: site.name });
    else await call(`crawls/${site.job.id}/${action}`, "POST");
    complain();
    if (connection.dataset.state !== "live") setSites((await call("sites")).sites);
  } catch (error) {
    complain(`${site.name}: ${error.message}`);
  }
  card.isBusy = false;
}

function cardOf(site) {
  const heading = `site-${cards.size}`;
  const figures = Object.fromEntries(
    Object.entries({ pages: "Pages", pages_per_second: "Pages/s", waiting: "Queue", failures: "Failures",
                     forbidden: "Refused", depth: "Depth" })
      .map(([name, label]) => [name, emptyFigure(label)]));
  const card = { site, figures, buttons: {}, isBusy: false };
  card.state = make("span", { class: "state" });
  card.note = make("p", { class: "soft note" });
  for (const [action, { label }] of Object.entries(ACTIONS)) {
    card.buttons[action] = make("button", { type: "button", "data-action": action, "aria-describedby": heading,
                                            onclick: () => act(card, action) }, label);
  }
  card.element = make("li", { class: "site", "data-site": site.name },
    make("div", { class: "about" },
         make("h3", { id: heading }, site.name, " ", card.state),
         make("p", { class: "soft" }, site.seeds.join(", ")),
         card.note),
    make("dl", {}, ...Object.values(figures).map(({ row }) => row)),
    make("div", { class: "buttons", role: "group", "aria-labelledby": heading }, ...Object.values(card.buttons)));
  return card;
}

function stateOf({ job, last }) {
  return job?.state ?? last?.state ?? "new";
}

// The focus stays within the buttons of a site where the one that had it goes.
function showButtons(card) {
  const state = card.site.job?.state ?? "none";
  const focused = Object.values(card.buttons).find((button) => button === document.activeElement);
  for (const [action, { when }] of Object.entries(ACTIONS)) card.buttons[action].hidden = !when.includes(state);
  if (focused?.hidden) Object.values(card.buttons).find((button) => !button.hidden)?.focus();
}

function noteOf({ schedule, job, last }) {
  const parts = [schedule];
  const reason = (job?.state === "waiting" ? last : job ?? last)?.reason;
  if (job?.state === "waiting" && job.due_at) parts.push(`next ${distance(job.due_at)}`);
  if (job?.state === "running" && job.started_at) parts.push(`began ${distance(job.started_at)}`);
  if (last?.ended_at) parts.push(`last ${last.state} ${distance(last.ended_at)}`);
  if (reason !== schedule) parts.push(reason);
  return parts.filter(Boolean).join(" \u00b7 ");
}

function show(card) {
  const { site } = card;
  const state = stateOf(site);
  const job = site.job && site.job.state !== "waiting" ? site.job : site.last;
  const progress = site.progress ?? { pages: job?.pages, failures: job?.failures };
  card.state.textContent = state;
  card.state.className = `state ${TONES[state] ?? "faint"}`;
  card.note.textContent = noteOf(site);
  for (const [name, { value, row }] of Object.entries(card.figures)) {
    row.hidden = progress[name] === undefined;
    value.textContent = name === "pages_per_second" ? rate(progress[name]) : count(progress[name]);
  }
  showButtons(card);
}

function newsOf(job) {
  return `${job?.id} ${job?.state}`;
}

/** Takes the sites as the API lists them. */
export function setSites(sites) {
  for (const site of sites) {
    if (!cards.has(site.name)) {
      const card = cardOf(site);
      card.told = newsOf(site.job ?? site.last);
      cards.set(site.name, card);
      list.append(card.element);
    }
    cards.get(site.name).site = site;
    show(cards.get(site.name));
  }
  for (const [name, card] of cards) {
    if (sites.some((site) => site.name === name)) continue;
    card.element.remove();
    cards.delete(name);
  }
  document.getElementById("no-sites").hidden = sites.length > 0;
}

/** Takes an event; true if the job has come to another state. */
export function update({ job, progress }) {
  const card = cards.get(job.site);
  if (!card) return true; // of a site that is new: the list is to be read again
  const { site } = card;
  const isOver = ["done", "failed", "cancelled"].includes(job.state);
  card.site = { ...site, job: isOver ? null : job, last: isOver ? job : site.last, progress: isOver ? null : progress };
  show(card);
  const isNews = card.told !== newsOf(job);
  card.told = newsOf(job);
  if (isNews && job.state !== "waiting") announce(`${job.site}: ${job.state}${job.reason ? `, ${job.reason}` : ""}`);
  return isNews;
}

/** What all crawls that run do together. */
export function together() {
  const sum = { pages_per_second: 0, pages: 0, waiting: 0, failures: 0, running: 0 };
  for (const { site } of cards.values()) {
    if (site.job?.state !== "running") continue;
    sum.running += 1;
    for (const name of ["pages_per_second", "pages", "waiting", "failures"]) sum[name] += site.progress?.[name] ?? 0;
  }
  return sum;
}

const jobs = document.getElementById("jobs");
const older = document.getElementById("older");
let next;

function rowOf(job) {
  const figures = job.ended_at ? [job.pages, job.changed, job.failures].map(count) : ["", "", ""];
  const isOver = job.started_at && job.ended_at;
  const took = isOver ? duration((new Date(job.ended_at) - new Date(job.started_at)) / 1000) : "";
  return make("tr", {},
    make("th", { scope: "row" }, job.site),
    make("td", {}, make("span", { class: `state ${TONES[job.state] ?? "faint"}` }, job.state)),
    make("td", {}, job.started_at ? moment(job.started_at) : `due ${distance(job.due_at)}`),
    make("td", { class: "number" }, took),
    ...figures.map((figure) => make("td", { class: "number" }, figure)),
    make("td", {}, job.reason ?? ""));
}

/** The crawls that were, the latest first; or those before the last one that is shown. */
export async function showHistory(goesOn = false) {
  const answer = await call(`crawls?limit=15${goesOn ? `&before=${next}` : ""}`);
  if (!goesOn) jobs.replaceChildren();
  jobs.append(...answer.crawls.map(rowOf));
  offer(answer.crawls);
  next = answer.next;
  older.hidden = next === undefined;
}

older.addEventListener("click", () => showHistory(true).catch((error) => complain(error.message)));
