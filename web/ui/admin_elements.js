// Elements and words of the operator's page. Texts are set as texts: nothing from the index is ever read as markup.

const SVG = "http://www.w3.org/2000/svg";

function furnish(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== null));
  return element;
}

export function make(name, attributes = {}, ...children) {
  return furnish(document.createElement(name), attributes, children);
}

export function draw(name, attributes = {}, ...children) {
  return furnish(document.createElementNS(SVG, name), attributes, children);
}

export function link(url, text = url) {
  const isOfWeb = /^https?:\/\/\S+$/i.test(url);
  return isOfWeb ? make("a", { href: url, rel: "noreferrer" }, text) : make("span", {}, text);
}

export function count(number) {
  return (number ?? 0).toLocaleString("en");
}

export function rate(number) {
  return (number ?? 0).toLocaleString("en", { maximumFractionDigits: number < 10 ? 1 : 0 });
}

export function size(bytes) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  while (bytes >= 1000 && unit < units.length - 1) {
    bytes /= 1000;
    unit += 1;
  }
  return `${bytes.toLocaleString("en", { maximumFractionDigits: bytes < 10 && unit > 0 ? 1 : 0 })} ${units[unit]}`;
}

/** For people: no more exact than they want it. */
export function duration(seconds) {
  if (seconds < 10 && !Number.isInteger(seconds)) return `${rate(seconds)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} days`;
}

const moments = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** An instant as the API gives it, in the reader's own time. */
export function moment(time) {
  return time ? make("time", { datetime: time }, moments.format(new Date(time))) : "";
}

/** "in 5 min", "3 h ago". */
export function distance(time) {
  const seconds = Math.round((new Date(time) - Date.now()) / 1000);
  return seconds > 0 ? `in ${duration(seconds)}` : `${duration(-seconds)} ago`;
}

const announcer = document.getElementById("announcer");
const trouble = document.getElementById("trouble");

/** Says it to those who do not see the page. */
export function announce(text) {
  announcer.textContent = text;
}

/** Shows what went wrong; with no text, that all is well again. */
export function complain(text = "") {
  trouble.textContent = text;
  trouble.hidden = text === "";
}
