/** The page's style sheet: light and dark, wide and narrow, screen and paper. */

const LIGHT = `
  --paper: #f6f7f9; --card: #ffffff; --ink: #18202b; --muted: #55606f; --line: #dde2e9; --accent: #1f5fbf;
  --bad: #b91c2e; --bad-soft: #fdebed; --warn: #8f5500; --warn-soft: #fdf3e0; --good: #146b3a;
  --good-soft: #e5f5eb; --calm: #4a5a70; --calm-soft: #eaeef3; --code: #eef1f5;`;

const DARK = `
  --paper: #0d1117; --card: #151b23; --ink: #e6ebf2; --muted: #9daaba; --line: #2a333f; --accent: #7fb2ff;
  --bad: #ff8a93; --bad-soft: #3a1a20; --warn: #f2b85c; --warn-soft: #352710; --good: #6fd39b;
  --good-soft: #12301f; --calm: #a9b7c9; --calm-soft: #222b37; --code: #1e2630;`;

export const PAGE_STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; }
body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.5; font-size: 15px;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; }
main, header.top > div, nav > div { max-width: 78rem; margin: 0 auto; padding: 0 1.25rem; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
header.top { padding: 2.2rem 0 1.2rem; }
header.top h1 { margin: 0 0 .3rem; font-size: 2rem; line-height: 1.15; overflow-wrap: anywhere; }
.eyebrow { margin: 0 0 .4rem; color: var(--muted); font-size: .8rem; letter-spacing: .06em; text-transform: uppercase; }
.facts { margin: 0; color: var(--muted); }
nav { position: sticky; top: 0; z-index: 2; background: var(--paper); border-bottom: 1px solid var(--line); }
nav > div { display: flex; gap: .2rem 1.2rem; overflow-x: auto; padding-top: .6rem; padding-bottom: .6rem; white-space: nowrap; }
nav a { color: var(--ink); text-decoration: none; font-size: .9rem; } nav a:hover { text-decoration: underline; }
section { margin: 2.4rem 0; }
h2 { margin: 0 0 .9rem; font-size: 1.3rem; } h3 { margin: 1.4rem 0 .4rem; font-size: 1rem; }
p { margin: .4rem 0; max-width: 46rem; }
.muted { color: var(--muted); } .small { font-size: .85rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.2rem; }
.cards { margin-top: 1rem; display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem; }
.card h3 { margin: 0; font-size: .95rem; color: var(--muted); font-weight: 600; }
.big { margin: .1rem 0 .2rem; font-size: 2.1rem; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; }
.big small { font-size: 1rem; font-weight: 400; color: var(--muted); }
.card p { margin: .2rem 0 0; }
.gate { margin-top: 1rem; border-left: 4px solid; border-radius: 6px; padding: .7rem 1rem; }
.gate.bad { border-color: var(--bad); background: var(--bad-soft); } .gate.good { border-color: var(--good); background: var(--good-soft); }
.gate ul { margin: .4rem 0 0; padding-left: 1.2rem; }
.bar { display: flex; height: 14px; border-radius: 7px; overflow: hidden; background: var(--line); margin: 1.2rem 0 .7rem; gap: 2px; }
.bar span { min-width: 5px; }
.bar .bad, .dot.bad { background: var(--bad); } .bar .warn, .dot.warn { background: var(--warn); }
.bar .good, .dot.good { background: var(--good); } .bar .calm, .dot.calm { background: var(--calm); }
.bar .lighter { opacity: .62; }
.key { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); gap: .15rem 1.4rem; font-size: .88rem; }
.key b { font-variant-numeric: tabular-nums; }
.dot { display: inline-block; width: .65em; height: .65em; border-radius: 50%; margin-right: .5em; } .dot.lighter { opacity: .62; }
figure { margin: 0; } .drawing { overflow: auto; max-height: 85vh; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
.drawing svg { display: block; min-width: 60rem; width: 100%; height: auto; } .drawing.wide svg { width: auto; }
figcaption { margin-top: .4rem; color: var(--muted); font-size: .85rem; }
.pill { display: inline-block; padding: .05rem .55rem; border-radius: 1rem; font-size: .8rem; font-weight: 600; white-space: nowrap; }
.pill.bad { color: var(--bad); background: var(--bad-soft); } .pill.warn { color: var(--warn); background: var(--warn-soft); }
.pill.good { color: var(--good); background: var(--good-soft); } .pill.calm { color: var(--calm); background: var(--calm-soft); }
code, .mono { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .88em; overflow-wrap: anywhere; }
code { background: var(--code); border-radius: 4px; padding: .05em .3em; }
.filters { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; margin-bottom: .8rem; }
.filters label { font-size: .82rem; color: var(--muted); display: grid; gap: .15rem; }
.filters select, .filters input { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .3rem .5rem; height: 2.2rem; max-width: 100%; }
.filters output { color: var(--muted); font-size: .88rem; padding-bottom: .35rem; }
.threats { border: 1px solid var(--line); border-radius: 10px; overflow: hidden; background: var(--card); }
.row > code { justify-self: start; }
.row { display: grid; grid-template-columns: 6.2rem minmax(8rem, 11rem) 1fr 4.2rem 10.5rem; gap: .2rem .9rem; align-items: baseline; padding: .6rem 1rem; }
.row.head { color: var(--muted); font-size: .8rem; border-bottom: 1px solid var(--line); }
details.threat { border-top: 1px solid var(--line); } .row.head + details.threat { border-top: 0; }
details.threat > summary { cursor: pointer; list-style: none; } details.threat > summary::-webkit-details-marker { display: none; }
details.threat .state::after { content: "▾"; float: right; color: var(--muted); } details.threat[open] .state::after { content: "▴"; }
details.threat > summary:hover { background: var(--paper); } details.threat[open] > summary { background: var(--paper); }
.risk { font-weight: 650; font-variant-numeric: tabular-nums; } .risk small { color: var(--muted); font-weight: 400; }
.letters { letter-spacing: .12em; font-weight: 600; } .letters abbr { text-decoration: none; }
.what small { display: block; color: var(--muted); }
.story { padding: .2rem 1rem 1.2rem; border-top: 1px dashed var(--line); }
.story > div { display: grid; grid-template-columns: 11rem 1fr; gap: .2rem 1.4rem; padding: .55rem 0; }
.story h4 { margin: 0; font-size: .86rem; color: var(--muted); font-weight: 600; }
.story p:first-child { margin-top: 0; } .story ul { margin: 0; padding-left: 1.1rem; } .story li { margin: .1rem 0; overflow-wrap: anywhere; }
.mitigation { border-left: 3px solid var(--line); padding: .1rem 0 .1rem .9rem; margin: 0 0 .9rem; } .mitigation p { margin: .15rem 0; }
.try { margin: .5rem 0; } .try table { margin-top: .3rem; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; } .scroll { overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .4rem .7rem .4rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--muted); font-weight: 600; } td { overflow-wrap: anywhere; } td.n { font-variant-numeric: tabular-nums; white-space: nowrap; }
.try th { width: 8.5rem; } .try td, .try th { padding-top: .2rem; padding-bottom: .2rem; border: 0; }
.gap { margin-bottom: .6rem; } .gap > summary { cursor: pointer; font-weight: 600; } .gap li { overflow-wrap: anywhere; }
.run { margin-bottom: .8rem; } .run > summary { cursor: pointer; display: flex; flex-wrap: wrap; gap: .2rem 1rem; align-items: baseline; }
.source { min-width: 60rem; }
footer { border-top: 1px solid var(--line); margin-top: 3rem; padding: 1.2rem 0 3rem; color: var(--muted); font-size: .85rem; }
[hidden] { display: none !important; }
@media (max-width: 46rem) {
  .row { grid-template-columns: 6.2rem 1fr; } .row.head { display: none; } .row .what { grid-column: 1 / -1; order: 3; }
  .row .letters { order: 4; } .row > .state { order: 5; } .story > div { grid-template-columns: 1fr; }
  header.top h1 { font-size: 1.5rem; } .drawing svg { min-width: 48rem; }
}
@media print {
  :root { ${LIGHT} } body { font-size: 10pt; background: #fff; } nav, .filters { display: none; }
  .drawing { max-height: none; border: 0; overflow: visible; } .drawing svg, .drawing.wide svg { min-width: 0; width: 100%; }
  details::details-content { content-visibility: visible; block-size: auto; } .card, .mitigation, .row { break-inside: avoid; }
  .source { min-width: 0; } a { color: inherit; }
}
`;
