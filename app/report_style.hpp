#pragma once

namespace app {

/// The look of an HTML report: one column of figures and tables, in the reader's light or dark, from 320 px on. Texts
/// have a contrast of 4.5 and more against what is behind them (WCAG 2.2, 1.4.3).
inline constexpr const char* kReportStyle = R"css(
:root { color-scheme: light dark;
  --ground: #f7f7f5; --card: #ffffff; --ink: #1c2430; --soft: #566070; --line: #dcdfe3;
  --plain: #3f77ad; --link: #1b5a94; --good: #2f7d4f; --warn: #b7791f; --bad: #b3322b; --faint: #9aa4b1; --badtext: #a52a24; }
@media (prefers-color-scheme: dark) { :root {
  --ground: #12161b; --card: #1a2027; --ink: #e6e9ed; --soft: #a5afbb; --line: #303842;
  --plain: #5b96cf; --link: #8fc1f0; --good: #55a878; --warn: #d6a04a; --bad: #e0675f; --faint: #6d7986; --badtext: #ff9d95; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; }
main, header { max-width: 72rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2.5rem); }
header { padding-top: 2.5rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; margin: 3rem 0 0.25rem; display: flex; gap: 0.6rem; align-items: baseline; flex-wrap: wrap; }
h2 .count { color: var(--soft); font-weight: 400; font-variant-numeric: tabular-nums; }
p { margin: 0.25rem 0 1rem; } .soft, header p { color: var(--soft); max-width: 56rem; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; overflow-wrap: anywhere; }
a .host { opacity: 0.8; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 0.75rem; margin: 1.5rem 0 0;
  padding: 0; list-style: none; }
.tiles a, .tiles div { display: block; height: 100%; background: var(--card); border: 1px solid var(--line);
  border-radius: 8px; padding: 0.7rem 0.9rem 0.8rem; text-decoration: none; color: var(--ink); }
.tiles a:hover { border-color: var(--link); }
.tiles b { display: block; font-size: 1.6rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tiles span { color: var(--soft); font-size: 0.875rem; line-height: 1.3; display: block; } .tiles .bad b { color: var(--badtext); }
.figures { display: grid; grid-template-columns: repeat(6, 1fr); gap: 1rem; margin: 1.5rem 0 0; }
.figures figure { grid-column: span 2; } .figures figure:nth-child(-n + 2) { grid-column: span 3; justify-content: flex-start; }
figure { display: flex; flex-direction: column; justify-content: space-between; margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 1rem 1.1rem 0.9rem; }
figcaption { margin-bottom: 0.9rem; } figcaption b { display: block; } figcaption span { color: var(--soft); font-size: 0.875rem; }
svg { display: block; overflow: visible; } svg text { fill: var(--soft); font-size: 12.5px; font-variant-numeric: tabular-nums; }
svg text.value { fill: var(--ink); } svg line { stroke: var(--line); }
rect.plain { fill: var(--plain); } rect.good { fill: var(--good); } rect.warn { fill: var(--warn); }
rect.bad { fill: var(--bad); } rect.faint { fill: var(--faint); }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-size: 0.9375rem; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.9rem; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-weight: 600; font-size: 0.8125rem; white-space: nowrap; }
tbody th { font-weight: 400; min-width: 14rem; width: 42%; } td { min-width: 9rem; }
td.number, th.number { text-align: right; min-width: 0; width: 20%; white-space: nowrap; font-variant-numeric: tabular-nums; }
td ul { margin: 0; padding: 0; list-style: none; } .title { display: block; color: var(--soft); font-size: 0.875rem; overflow-wrap: anywhere; }
details { margin-top: 0.2rem; } summary { cursor: pointer; color: var(--link); }
.more { padding: 0.6rem 0.9rem; margin: 0; color: var(--soft); font-size: 0.9375rem; border-top: 1px solid var(--line); }
.fine { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 0.8rem 1rem; margin-top: 1rem; color: var(--soft); }
footer { max-width: 72rem; margin: 3rem auto 2rem; padding: 0 clamp(1rem, 4vw, 2.5rem); color: var(--soft); font-size: 0.875rem; }
@media (max-width: 62rem) { .figures figure:nth-child(n) { grid-column: span 3; } }
@media (max-width: 40rem) {
  .figures figure:nth-child(n) { grid-column: 1 / -1; }
  h1 { font-size: 1.5rem; } header { padding-top: 1.5rem; } .tiles { grid-template-columns: repeat(2, 1fr); }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, tbody th, td, td.number { display: block; width: auto; text-align: left; border: 0; min-width: 0; padding: 0; }
  tr { padding: 0.7rem 0.9rem; border-top: 1px solid var(--line); } tbody tr:first-child { border-top: 0; }
  td:not(:empty)::before { content: attr(data-label) " "; color: var(--soft); font-size: 0.8125rem; }
  td { margin-top: 0.2rem; }
}
@media print { body { background: none; } figure, .scroll, tr { break-inside: avoid; } }
)css";

}  // namespace app
