import { describe, expect, it } from 'vitest';

import { drawSystem } from './index.ts';
import type { Badge } from './index.ts';
import { build, catalogue } from './testing/build.ts';
import type { Plan } from './testing/build.ts';
import { many, six } from './testing/plans.ts';
import { readXml } from './testing/xml.ts';

const draw = (plan: Plan, options?: Parameters<typeof drawSystem>[2]): string =>
  drawSystem(build(plan), catalogue, options);
const times = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

describe('drawSystem', () => {
  it('is one well-formed picture that says what it shows and loads nothing', () => {
    const svg = draw(six);
    expect(readXml(svg)[0]).toBe('svg');
    expect(svg).toContain('role="img"');
    expect(svg).toContain('<title>Valve line</title>');
    expect(svg).toContain('6 elements (9,243 units) · 6 flows · 3 trust boundaries');
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:|url\(|href|@import/);
  });

  it('draws a dotted red border around every zone that data passes, and around no other', () => {
    const svg = draw(six);
    const bordered = [
      ...svg.matchAll(/data-zone="([^"]+)"><title>[^<]*<\/title>\n<rect class="[^"]*bd-boundary"/g),
    ];
    expect(bordered.map(([, zone]) => zone)).toEqual(['field', 'plant', 'azure', 'hubs', 'backend']);
    expect(svg).toMatch(/\.bd-boundary \{ stroke: var\(--bd-boundary\);[^}]*stroke-dasharray: 0\.1 5/);
    const alone = draw({
      zones: { a: { type: 'device' }, b: { type: 'services' } },
      elements: { x: { type: 'sensor', zone: 'a' } },
    });
    expect(times(alone, /bd-boundary"/g)).toBe(0);
  });

  it('marks where flows pass a boundary drawn by hand, and names it', () => {
    const svg = draw({
      ...six,
      boundaries: { billing: { name: 'Billing', crossedBy: ['alarm', 'telemetry'] } },
    });
    expect(times(svg, /class="bd-hand-drawn"/g)).toBe(2);
    expect(svg).toContain('>B1 Billing</text>');
  });

  it('draws processes round, stores open at the sides, externals square', () => {
    const svg = draw(many(20));
    const shape = (kind: string): string =>
      svg.split('<g class="bd-element ').find((part) => part.startsWith(`bd-kind-${kind}`)) ?? '';
    expect(shape('process')).toMatch(/class="bd-shape"[^>]* rx="30"/);
    expect(shape('external')).toMatch(/class="bd-shape"[^>]* rx="0"/);
    expect(shape('store')).toMatch(/class="bd-open" d="M\S+ \S+H\S+M\S+ \S+H\S+"/);
    expect(shape('store')).not.toContain('bd-shape');
  });

  it('labels a flow with name, protocol and protection, and says so when nothing is stated', () => {
    const svg = draw(six);
    expect(svg).toContain('>alarm</text>');
    expect(svg).toContain('>coap · DTLS ≥1.2 · psk</text>');
    expect(svg).toContain('>mqtt · TLS ≥1.3 · x509</text>');
    expect(svg).toMatch(/<g class="bd-flow bd-data bd-unstated" data-flow="archive">/);
    expect(svg).toContain('>no protection stated</text>');
  });

  it('tells stated to be without protection from not stated, and shows what other protocols state', () => {
    const connections = {
      a: { from: 'smoke', to: 'gateway', properties: { protocol: 'modbus', 'tls.min': 'none' } },
      b: { from: 'valve', to: 'gateway', properties: { protocol: 'mqtt', 'tls.min': '1.2', client: 'none' } },
      c: { from: 'gateway', to: 'hub', properties: { protocol: 'ble', pairing: 'numeric' } },
    };
    const svg = draw({ ...six, flows: {}, connections });
    expect(svg).toContain('>modbus · plain</text>');
    expect(svg).toContain('>mqtt · TLS ≥1.2 · anybody</text>');
    expect(svg).toContain('>ble · pairing numeric</text>');
    expect(times(svg, /class="bd-flow bd-connection bd-plain"/g)).toBe(2);
  });

  it('draws control flows apart from data flows, and explains both', () => {
    const svg = draw(six);
    expect(times(svg, /class="bd-flow bd-control /g)).toBe(2);
    expect(times(svg, /class="bd-flow bd-data /g)).toBe(4);
    expect(svg).toContain('>control flow</text>');
    expect(svg).not.toContain('>connection that no flow uses</text>');
  });

  it('shows type, number of units and what is out of scope', () => {
    const svg = draw({
      ...six,
      elements: { ...six.elements, history: { type: 'database', zone: 'backend', outOfScope: 'not ours' } },
    });
    expect(svg).toContain('>×8,000</text>');
    expect(svg).toContain('>Field gateway</text>');
    expect(svg).toMatch(/bd-kind-store bd-out" data-element="history"/);
    expect(svg).toContain('>Database · out of scope</text>');
  });

  it('carries badges for elements, connections and flows', () => {
    const svg = draw(six, { status, title: 'As of today' });
    expect(svg).toMatch(/bd-badge-bad[^>]*\/><text[^>]*>3 open/);
    expect(svg).toMatch(/data-label="telemetry">.*bd-badge-good.*>validated/);
    expect(svg).toContain('<title>As of today</title>');
  });

  it('keeps hostile names inside the text', () => {
    const evil = `</text><script>alert(1)</script>"&'\u0000\u202E`;
    const svg = draw({
      name: evil,
      zones: { z: { type: 'device', name: evil }, y: { type: 'services', name: evil } },
      elements: { a: { type: evil, zone: 'z', name: evil }, b: { type: 'sensor', zone: 'y', name: evil } },
      flows: { f: { from: 'a', to: 'b', name: evil } },
      boundaries: { h: { name: evil, crossedBy: ['f'] } },
    });
    expect(readXml(svg)).not.toContain('script');
  });

  it('gives the same picture for the same system', () => {
    expect(draw(many(60))).toBe(draw(many(60)));
  });
});

function status(id: string): Badge | undefined {
  if (id === 'valve') return { text: '3 open', tone: 'bad' };
  return id === 'uplink' ? { text: 'validated', tone: 'good' } : undefined;
}
