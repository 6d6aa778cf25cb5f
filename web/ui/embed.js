// A search box for any site:
//   <script src="https://search.example.org/embed.js" data-target="#search" async></script>
// data-target: where it goes (else: where the script stands); data-label, data-limit. The site's origin has to be among
// the origins that the server allows. Colours: --sitedex-accent, --sitedex-ground, --sitedex-ink on the target.
(() => {
  "use strict";
  const script = document.currentScript;
  const server = new URL(script.src).origin;
  const label = script.dataset.label || "Search";
  const limit = Number(script.dataset.limit) || 6;
  const PAUSE_MS = 200;

  const STYLE = `
    :host { display: block; position: relative; color-scheme: inherit; --accent: var(--sitedex-accent, LinkText);
      --ground: var(--sitedex-ground, Canvas); --ink: var(--sitedex-ink, CanvasText); font-size: 1rem;
      line-height: 1.45; }
    * { box-sizing: border-box; font-family: inherit; }
    input { width: 100%; font: inherit; color: var(--ink); background: var(--ground); padding: .55em .8em;
      border: 1px solid color-mix(in srgb, var(--ink) 55%, transparent); border-radius: 8px; }
    input:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; }
    .panel { position: absolute; z-index: 1000; top: calc(100% + 6px); left: 0; right: 0; min-width: min(22rem, 90vw);
      max-height: 70vh; overflow: auto; padding: .4em; color: var(--ink); background: var(--ground);
      border: 1px solid color-mix(in srgb, var(--ink) 25%, transparent); border-radius: 10px;
      box-shadow: 0 8px 28px rgb(0 0 0 / 20%); }
    [hidden] { display: none; }
    p { margin: 0; padding: .3em .6em; font-size: .875em; }
    ol { list-style: none; margin: 0; padding: 0; }
    a { display: block; padding: .45em .6em; border-radius: 7px; color: inherit; text-decoration: none;
      overflow-wrap: anywhere; }
    a:hover, a:focus { background: color-mix(in srgb, var(--accent) 14%, transparent); }
    b { display: block; color: var(--accent); }
    span { font-size: .875em; display: block; }
    mark { background: none; color: inherit; font-weight: 700; text-decoration: underline;
      text-underline-offset: .15em; }
    .all { border-top: 1px solid color-mix(in srgb, var(--ink) 20%, transparent); border-radius: 0; }
    label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }`;

  function make(name, { role, ...properties } = {}, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    if (role) element.setAttribute("role", role);
    element.append(...children);
    return element;
  }

  function isOfWeb(url) {
    return /^https?:\/\//i.test(url);
  }

  // Matches are byte offsets in UTF-8.
  function snippetOf({ snippet, matches, cut_before: before, cut_after: after }) {
    const bytes = new TextEncoder().encode(snippet);
    const text = (begin, end) => new TextDecoder().decode(bytes.subarray(begin, end));
    const line = make("span", {}, before ? "\u2026 " : "");
    let at = 0;
    for (const [begin, end] of matches) {
      line.append(text(at, begin), make("mark", {}, text(begin, end)));
      at = end;
    }
    line.append(text(at), after ? " \u2026" : "");
    return line;
  }

  function linkOf(hit) {
    const url = hit.section?.url ?? hit.url;
    const title = make("b", {}, hit.title || hit.url);
    return make("a", isOfWeb(url) ? { href: url } : {}, title, snippetOf(hit));
  }

  function totalOf(answer) {
    const total = answer.estimatedTotalHits;
    if (total === 0) return "Nothing found";
    const about = answer.total_is_least ? "More than " : answer.total_is_estimate ? "About " : "";
    return `${about}${total.toLocaleString()} ${total === 1 ? "page" : "pages"}`;
  }

  function furnish(host) {
    const root = host.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    root.adoptedStyleSheets = [style];
    const input = make("input", { id: "q", type: "text", autocomplete: "off", spellcheck: false, placeholder: label,
                                  inputMode: "search", enterKeyHint: "search" });
    const status = make("p", { role: "status" });
    const list = make("ol");
    const all = make("a", { className: "all" }, "All results");
    const panel = make("div", { className: "panel", hidden: true }, status, list, all);
    const form = make("form", { role: "search", action: `${server}/` }, make("label", { htmlFor: "q" }, label), input);
    root.append(form, panel);

    let pause;
    let request;

    function close() {
      clearTimeout(pause);
      request?.abort();
      panel.hidden = true;
    }

    function show(text, hits) {
      status.textContent = text;
      list.replaceChildren(...hits.map((hit) => make("li", {}, linkOf(hit))));
      all.hidden = hits.length === 0;
      panel.hidden = false;
    }

    async function ask() {
      const query = input.value.trim();
      if (!query) return close();
      request?.abort();
      request = new AbortController();
      const parameters = new URLSearchParams({ q: query, limit, group_by: "likeness", typing: 1 });
      all.href = `${server}/?${new URLSearchParams({ q: query })}`;
      try {
        const response = await fetch(`${server}/api/v1/search?${parameters}`,
                                     { signal: request.signal, credentials: "omit" });
        const answer = await response.json();
        if (response.ok) show(totalOf(answer), answer.hits);
        else show(answer.message ?? "The search cannot answer now", []);
      } catch (error) {
        if (error.name !== "AbortError") show("The search does not answer", []);
      }
    }

    input.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(ask, PAUSE_MS);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(pause);
      ask();
    });
    root.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const stops = [input, ...panel.querySelectorAll("a[href]")];
      const at = stops.indexOf(root.activeElement);
      const next = stops[at + { ArrowDown: 1, ArrowUp: -1 }[event.key]];
      if (event.key === "Escape") {
        input.focus();
        close();
      } else if (next && !panel.hidden) {
        event.preventDefault();
        next.focus();
      }
    });
    panel.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    host.addEventListener("focusout", (event) => {
      if (event.relatedTarget !== host && !host.contains(event.relatedTarget)) close();
    });
  }

  function begin() {
    const target = script.dataset.target && document.querySelector(script.dataset.target);
    const host = make("div");
    if (target) target.append(host);
    else script.after(host);
    furnish(host);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
