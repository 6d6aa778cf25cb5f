// Proposes what one may be about to type: a combobox with a list, after the ARIA Authoring Practices
// (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/).

const form = document.querySelector("form[role=search]");
const input = document.getElementById("q");

const PAUSE_MS = 90;
const MOST = 6;

const list = document.createElement("ul");
list.id = "completions";
list.className = "completions";
list.hidden = true;
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", "Completions");
input.parentElement.append(list);
input.setAttribute("role", "combobox");
input.setAttribute("aria-autocomplete", "list");
input.setAttribute("aria-controls", list.id);
input.setAttribute("aria-expanded", "false");

let pause;
let request;
let completions = [];
let active = -1;

function isOfWeb(url) {
  return /^https?:\/\//i.test(url ?? "");
}

function placeOf(url) {
  return url.replace(/^https?:\/\//i, "");
}

function optionOf({ text, url }, number) {
  const option = document.createElement("li");
  option.id = `completion-${number}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  const words = document.createElement("span");
  words.textContent = text;
  option.append(words);
  if (isOfWeb(url)) {
    const place = document.createElement("span");
    place.className = "place";
    place.textContent = placeOf(url);
    option.append(place);
  }
  option.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  option.addEventListener("click", () => choose(number));
  return option;
}

function activate(number) {
  list.children[active]?.setAttribute("aria-selected", "false");
  active = number;
  const option = list.children[active];
  option?.setAttribute("aria-selected", "true");
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
}

function open(found) {
  completions = found;
  list.replaceChildren(...found.map(optionOf));
  list.hidden = found.length === 0;
  input.setAttribute("aria-expanded", String(!list.hidden));
  active = -1;
  input.removeAttribute("aria-activedescendant");
}

function close() {
  clearTimeout(pause);
  request?.abort();
  open([]);
}

function choose(number) {
  const { text, url } = completions[number];
  close();
  if (isOfWeb(url)) {
    location.assign(url);
    return;
  }
  input.value = text;
  form.requestSubmit();
}

async function propose() {
  request?.abort();
  request = new AbortController();
  const { signal } = request;
  const typed = input.value;
  try {
    const response = await fetch(`/api/v1/suggest?limit=${MOST}&q=${encodeURIComponent(typed)}`, { signal });
    if (!response.ok) return;
    const answer = await response.json();
    const news = answer.completions.filter(({ text, url }) => url || text !== typed.trim().toLowerCase());
    if (!signal.aborted && document.activeElement === input) open(news);
  } catch {
    // Without completions one types on.
  }
}

input.addEventListener("input", (event) => {
  clearTimeout(pause);
  if (event.isComposing) return;
  if (input.value.trim().length < 2) close();
  else pause = setTimeout(propose, PAUSE_MS);
});

input.addEventListener("keydown", (event) => {
  if (list.hidden || event.isComposing) return;
  const count = completions.length;
  if (event.key === "ArrowDown") activate(active + 1 < count ? active + 1 : -1);
  else if (event.key === "ArrowUp") activate(active < 0 ? count - 1 : active - 1);
  else if (event.key === "Enter" && active >= 0) choose(active);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
});

input.addEventListener("blur", close);
form.addEventListener("submit", close);
