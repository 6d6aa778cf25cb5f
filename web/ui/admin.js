// The operator's page: reads the API once, and then follows its events.

import { plotLines } from "./admin_chart.js";
import { call, follow } from "./admin_connection.js";
import { isGoingOn, offer, showCourse } from "./admin_course.js";
import { announce, complain } from "./admin_elements.js";
import { showFindings, showOverview } from "./admin_ledger.js";
import { setSites, showHistory, together, update } from "./admin_sites.js";

const PLOTTED_S = 300;
const OVERVIEW_EVERY_S = 10; // while something runs: it reads the whole ledger
const COURSE_EVERY_S = 5;
const AFTER_NEWS_MS = 300;   // for several jobs that end together

const connection = document.getElementById("connection");
const rates = [];
const progress = { pages: [], queue: [], failures: [] };

let crawls = true; // whether the server does; one that serves an index alone has no sites

async function readCrawls() {
  try {
    const { sites } = await call("sites");
    setSites(sites);
    offer(sites.flatMap(({ job, last }) => [job, last]));
    await Promise.all([showHistory(), showCourse()]);
  } catch (error) {
    if (error.status !== 404) throw error;
    crawls = false;
    setSites([]);
    for (const part of document.querySelectorAll(".of-crawls")) part.hidden = true;
  }
}

async function readAll() {
  const parts = [readCrawls(), showOverview(), showFindings()];
  const failed = (await Promise.allSettled(parts)).find((part) => part.status === "rejected");
  complain(failed?.reason.message);
}

let waiting;
let reading = Promise.resolve(); // one after the other, so that the last one that is shown is the last one that was read

function readSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => { reading = reading.then(readAll); }, AFTER_NEWS_MS);
}

function take(event) {
  if (update(event)) readSoon();
}

const STATES = { live: "Live", lost: "Connection lost, trying again" };

function tell(state) {
  if (connection.dataset.state === "lost" && state === "live") readSoon(); // what was missed
  if (connection.dataset.state !== state && state === "lost") announce(STATES.lost);
  connection.dataset.state = state;
  connection.textContent = STATES[state];
}

function remember(values, value) {
  values.push(value);
  if (values.length > PLOTTED_S) values.shift();
}

function plot() {
  const now = together();
  remember(rates, now.pages_per_second);
  remember(progress.pages, now.pages);
  remember(progress.queue, now.waiting);
  remember(progress.failures, now.failures);
  if (document.hidden) return;
  plotLines(document.getElementById("rate-plot"), "Pages a second", [{ name: "pages/s", values: rates }]);
  plotLines(document.getElementById("progress-plot"), "Progress",
            Object.entries(progress).map(([name, values]) => ({ name, values })));
}

let seconds = 0;

function tick() {
  plot();
  seconds += 1;
  const isDue = seconds % OVERVIEW_EVERY_S === 0 && together().running > 0 && !document.hidden;
  if (isDue) showOverview().catch((error) => complain(error.message));
  if (seconds % COURSE_EVERY_S === 0 && isGoingOn() && !document.hidden) drawCourse();
}

function drawCourse() {
  showCourse().catch((error) => complain(error.message));
}

document.getElementById("course-of").addEventListener("change", drawCourse);
document.getElementById("course-form").addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("resize", drawCourse);

await readAll();
if (crawls) {
  plot();
  setInterval(tick, 1000);
  follow("events", take, tell);
}
