/** The drawing's style sheet. Colours are named once, for light and for dark; classes begin with `bd-`. */

const LIGHT = `
  --bd-paper: #ffffff; --bd-ink: #18202b; --bd-muted: #566172; --bd-line: #455166; --bd-faint: #98a3b3;
  --bd-control: #6b2fc9; --bd-plain: #b3470a; --bd-boundary: #d21f35; --bd-box: #ffffff; --bd-edge: #455166;
  --bd-device: #e9f5ea; --bd-field-gateway: #e2f3f1; --bd-cloud-gateway: #e5effb; --bd-services: #ecebfa;
  --bd-cloud: #f3f5f8; --bd-user: #fbf1e0; --bd-zone-edge: #b9c3d0;
  --bd-good: #17703f; --bd-warn: #9a5b00; --bd-bad: #b91c2e; --bd-calm: #566172; --bd-on-badge: #ffffff;`;

const DARK = `
  --bd-paper: #10151c; --bd-ink: #e8edf4; --bd-muted: #a2aebe; --bd-line: #b3bfce; --bd-faint: #66738a;
  --bd-control: #b99bff; --bd-plain: #ffa552; --bd-boundary: #ff6675; --bd-box: #1a222d; --bd-edge: #8c9bb0;
  --bd-device: #15251b; --bd-field-gateway: #122625; --bd-cloud-gateway: #14233a; --bd-services: #1e1d39;
  --bd-cloud: #161c25; --bd-user: #2a2216; --bd-zone-edge: #3c4858;
  --bd-good: #58c98a; --bd-warn: #f0b04f; --bd-bad: #ff8089; --bd-calm: #a2aebe; --bd-on-badge: #10151c;`;

export const STYLE = `
.bd { ${LIGHT}
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; }
@media (prefers-color-scheme: dark) { .bd { ${DARK} } }
@media print { .bd { ${LIGHT} } }
.bd text { fill: var(--bd-ink); }
.bd-paper { fill: var(--bd-paper); }
.bd-title { font-size: 20px; font-weight: 650; }
.bd-subtitle { font-size: 12px; }
.bd .bd-subtitle, .bd .bd-caption, .bd .bd-protection { fill: var(--bd-muted); }
.bd-zone { stroke: var(--bd-zone-edge); stroke-width: 1; }
.bd-boundary { stroke: var(--bd-boundary); stroke-width: 1.8; stroke-dasharray: 0.1 5; stroke-linecap: round; }
.bd-device { fill: var(--bd-device); } .bd-field-gateway { fill: var(--bd-field-gateway); }
.bd-cloud-gateway { fill: var(--bd-cloud-gateway); } .bd-services { fill: var(--bd-services); }
.bd-cloud { fill: var(--bd-cloud); } .bd-local-user, .bd-remote-user { fill: var(--bd-user); }
.bd-zone-name { font-size: 13px; font-weight: 650; }
.bd-caption { font-size: 10px; }
.bd-shape { fill: var(--bd-box); stroke: var(--bd-edge); stroke-width: 1.4; }
.bd-open { fill: none; stroke: var(--bd-edge); stroke-width: 2; }
.bd-fill { fill: var(--bd-box); }
.bd-name { font-size: 12.5px; font-weight: 650; }
.bd-pill { fill: var(--bd-ink); }
.bd .bd-pill-text { font-size: 10px; font-weight: 650; fill: var(--bd-paper); }
.bd-wire { fill: none; stroke: var(--bd-line); stroke-width: 1.4; }
.bd-tip { fill: var(--bd-line); }
.bd-control .bd-wire { stroke: var(--bd-control); stroke-width: 2.6; stroke-dasharray: 9 4; }
.bd-control .bd-tip { fill: var(--bd-control); }
.bd-unstated .bd-wire { stroke-opacity: 0.5; }
.bd-unstated .bd-tip { fill-opacity: 0.6; }
.bd .bd-unstated .bd-protection { font-style: italic; }
.bd-plain .bd-wire { stroke: var(--bd-plain); } .bd-plain .bd-tip { fill: var(--bd-plain); }
.bd .bd-plain .bd-protection { fill: var(--bd-plain); font-weight: 650; }
.bd-connection .bd-wire { stroke: var(--bd-faint); stroke-width: 1.2; stroke-dasharray: 3 3; }
.bd-connection .bd-tip { fill: none; stroke: var(--bd-faint); stroke-width: 1.3; }
.bd-flow-name { font-size: 11px; font-weight: 650; }
.bd-protection { font-size: 10px; }
.bd .bd-control .bd-flow-name { fill: var(--bd-control); }
.bd-mark { stroke: var(--bd-boundary); stroke-width: 2; stroke-dasharray: 0.1 4.4; stroke-linecap: round; fill: none; }
.bd .bd-mark-text { font-size: 9.5px; font-weight: 700; fill: var(--bd-boundary); }
.bd-out { opacity: 0.45; filter: grayscale(1); }
.bd-badge-good { fill: var(--bd-good); } .bd-badge-warn { fill: var(--bd-warn); }
.bd-badge-bad { fill: var(--bd-bad); } .bd-badge-calm { fill: var(--bd-calm); }
.bd .bd-badge-text { font-size: 9.5px; font-weight: 700; fill: var(--bd-on-badge); }
.bd-legend { font-size: 11px; }
`;
