// Plots as SVG: lines over time, and bars. Each says its figures to those who do not see it.

import { count, draw, duration, make, rate } from "./admin_elements.js";

const HEIGHT = 150;
const LEFT = 52;
const BOTTOM = 22;
const TOP = 10;
const LEAST_SECONDS = 60;

/** A round number that is not less: 1, 2 or 5 with zeros. */
function roundUp(value) {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value);
}

function grid(most, begin, end, width) {
  const y = (part) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - part);
  const rows = [0, 0.5, 1].flatMap((part) => [
    draw("line", { x1: LEFT, x2: width, y1: y(part), y2: y(part), class: part === 0 ? "axis" : "grid" }),
    draw("text", { x: LEFT - 8, y: y(part) + 4, "text-anchor": "end" }, rate(most * part)),
  ]);
  return [
    ...rows,
    draw("text", { x: LEFT, y: HEIGHT - 4 }, begin),
    draw("text", { x: width, y: HEIGHT - 4, "text-anchor": "end" }, end),
  ];
}

function pathOf(values, most, seconds, width) {
  const x = (at) => LEFT + ((width - LEFT) * (seconds - values.length + at)) / (seconds - 1);
  const y = (value) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / most);
  return values.map((value, at) => `${at === 0 ? "M" : "L"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join("");
}

/** Puts lines of one value a second, the last of which is now, into `place`; `series`: [{name, values}]. */
export function plotLines(place, what, series) {
  const width = Math.max(place.clientWidth, 160);
  const seconds = Math.max(series[0].values.length, LEAST_SECONDS);
  const most = roundUp(Math.max(...series.flatMap(({ values }) => values), 0));
  const said = series.map(({ name, values }) => `${name} ${count(Math.round(values.at(-1) ?? 0))}`).join(", ");
  const svg = draw("svg", { width, height: HEIGHT, role: "img", "aria-label": `${what}: ${said}` },
                   ...grid(most, `${duration(seconds)} ago`, "now", width));
  series.forEach(({ values }, at) => {
    if (values.length < 2) return;
    svg.append(draw("path", { d: pathOf(values, most, seconds, width), class: `series series-${at}` }));
  });
  const legend = series.map(({ name, values }, at) =>
    make("li", { class: `series-${at}` }, `${name} `, make("b", {}, count(Math.round(values.at(-1) ?? 0)))));
  place.replaceChildren(svg, make("ul", { class: "legend", "aria-hidden": "true" }, ...legend));
}

/** An area between two lines of steps: a value holds until the next one. */
function areaOf(places, below, above, ends) {
  const steps = (values) => places.flatMap((at, index) => [[at, values[index]], [places[index + 1] ?? ends, values[index]]]);
  const points = [...steps(above), ...steps(below).reverse()];
  return `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`;
}

/**
 * Puts areas that lie on each other into `place`: what has come by each of `times`, in seconds, until `end`; `series`:
 * [{name, kind, values}]. Those of nothing are left out.
 */
export function plotAreas(place, what, times, end, series) {
  const width = Math.max(place.clientWidth, 160);
  const some = series.filter(({ values }) => values.at(-1) > 0);
  const most = roundUp(some.reduce((sum, { values }) => sum + values.at(-1), 0));
  const said = some.map(({ name, values }) => `${name}: ${count(values.at(-1))}`).join(", ") || "nothing yet";
  const svg = draw("svg", { width, height: HEIGHT, role: "img", "aria-label": `${what} after ${duration(end)}: ${said}` },
                   ...grid(most, "begin", duration(end), width));
  const x = (time) => LEFT + ((width - LEFT) * time) / Math.max(end, 0.001);
  const y = (value) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / most);
  const places = times.map(x);
  let below = times.map(() => 0);
  for (const { kind, values } of some) {
    const above = values.map((value, at) => value + below[at]);
    svg.append(draw("path", { d: areaOf(places, below.map(y), above.map(y), width), class: `area ${kind}` }));
    below = above;
  }
  const legend = some.map(({ name, kind, values }) =>
    make("li", { class: kind }, `${name} `, make("b", {}, count(values.at(-1)))));
  place.replaceChildren(svg, make("ul", { class: "legend areas", "aria-hidden": "true" }, ...legend));
}

/** A bar below the other; `data`: [{name, count, tone}]. */
export function bars(what, data) {
  if (data.length === 0) return [make("p", { class: "soft" }, "Nothing yet.")];
  const most = Math.max(...data.map((each) => each.count), 1);
  const rows = data.map(({ name, count: value, tone = "plain" }) => {
    const width = Math.max((100 * value) / most, value > 0 ? 0.6 : 0);
    const bar = draw("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none" },
                     draw("rect", { width, height: 10, class: tone }));
    return make("tr", {}, make("th", { scope: "row" }, name), make("td", { class: "bar", "aria-hidden": "true" }, bar),
                make("td", { class: "number" }, count(value)));
  });
  return [make("table", { class: "bars", "aria-label": what }, make("tbody", {}, ...rows))];
}
