// Shows results while one types, and moves through them by keyboard. What is shown is what the server makes of the
// same address, so that the page with and without scripts is one.

const form = document.querySelector("form[role=search]");
const input = document.getElementById("q");
const main = document.getElementById("results");
const summary = document.getElementById("summary");

const PAUSE_MS = 180; // between the last key and the question

let asked = input.value.trim();
let pause;
let request;

function addressOf(query) {
  return query ? `/?q=${encodeURIComponent(query)}` : "/";
}

function say(text) {
  summary.className = "";
  summary.textContent = text;
}

// The live region itself stays where it is: one that is put in anew is not announced.
function show(page) {
  const results = page.getElementById("results");
  const said = page.getElementById("summary");
  if (!results || !said) return;
  said.remove();
  while (summary.nextSibling) summary.nextSibling.remove();
  main.append(...results.childNodes);
  summary.className = said.className;
  summary.textContent = said.textContent;
  document.title = page.title;
  document.body.className = page.body.className;
  nameLanguages();
}

// "English" for "en", in the reader's own language.
function nameLanguages() {
  const names = new Intl.DisplayNames(undefined, { type: "language", fallback: "code" });
  for (const value of main.querySelectorAll(".facets [data-field=lang] a .value")) {
    value.textContent = names.of(value.textContent);
  }
}

async function load(address) {
  request?.abort();
  request = new AbortController();
  const { signal } = request;
  main.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, { signal, headers: { Accept: "text/html" } });
    if (response.status === 429) {
      say("Too many questions in a short time. Please wait a moment.");
    } else if (!response.headers.get("Content-Type")?.startsWith("text/html")) {
      say("The server cannot answer now. Please try again.");
    } else {
      const html = await response.text();
      if (!signal.aborted) show(new DOMParser().parseFromString(html, "text/html"));
    }
  } catch (error) {
    if (error.name === "AbortError") return;
    say("The server does not answer. Is there a connection?");
  }
  main.removeAttribute("aria-busy");
}

function ask() {
  clearTimeout(pause);
  const query = input.value.trim();
  if (query === asked) return;
  asked = query;
  history.replaceState(null, "", addressOf(query));
  load(addressOf(query));
}

input.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(ask, PAUSE_MS);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});

window.addEventListener("pageshow", () => {
  asked = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  ask(); // where the browser has put back what was typed since
});

function hits() {
  return [...main.querySelectorAll(".hits h2 a")];
}

// From the box to the first hit and on, and back.
function move(event, step) {
  const links = hits();
  const at = links.indexOf(document.activeElement);
  if (at < 0 && document.activeElement !== input) return;
  if (at < 0 && step < 0) return;
  const next = at + step < 0 ? input : links[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function takesText(element) {
  return element.matches("input, textarea, select, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowDown") move(event, 1);
  if (event.key === "ArrowUp") move(event, -1);
  const leaves = event.key === "Escape" && document.activeElement !== input;
  if (leaves || (event.key === "/" && !takesText(event.target))) {
    event.preventDefault();
    input.focus();
    input.select();
  }
});

document.getElementById("hints").hidden = false;
nameLanguages();
