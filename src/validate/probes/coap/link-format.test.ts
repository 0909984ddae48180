import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readLinks } from './link-format.ts';

const paths = (text: string) => readLinks(text).links.map(({ path }) => path);

describe('lists of resources', () => {
  it('are read as RFC 6690 writes them', () => {
    const example =
      '</sensors>;ct=40;title="Sensor Index",</sensors/temp>;rt="temperature-c";if="sensor",<http://www.example.com/sensors/t123>;anchor="/sensors/temp";rel="describedby",</t>;anchor="/sensors/temp";rel="alternate"';
    const { links, brokenAt } = readLinks(example);
    expect(brokenAt).toBeUndefined();
    expect(links.map(({ path }) => path)).toEqual(['sensors', 'sensors/temp', undefined, 't']);
    expect(links[0]?.attributes).toEqual(
      new Map([
        ['ct', '40'],
        ['title', 'Sensor Index'],
      ]),
    );
    expect(readLinks('')).toEqual({ links: [], brokenAt: undefined });
    expect(readLinks('</>;obs , </a>; title="a \\"b\\", <c>"').links[1]?.attributes.get('title')).toBe(
      'a "b", <c>',
    );
  });

  it('lead nowhere but to plain paths of this server', () => {
    expect(
      paths('<//other/x>,<coap://other/x>,<x>,</a?b=1>,</a%2Fb>,</a%00>,</..>,</%C3%28>,</a/../b>,</%C3%A9>'),
    ).toEqual([...Array.from({ length: 9 }, () => undefined), 'é']);
    expect(paths(`</${'x'.repeat(256)}>`)).toEqual([undefined]);
  });

  it('are believed up to the first mistake', () => {
    for (const rest of [
      'sensors',
      '</b',
      '</b>;',
      '</b>;=1',
      '</b>;rt="open',
      '</b>;rt=',
      '</b> </c>',
      '</b c>',
      '',
    ]) {
      const { links, brokenAt } = readLinks(`</a>,${rest}`);
      expect([rest, links[0]?.path, brokenAt !== undefined]).toEqual([rest, 'a', true]);
    }
  });

  it('never throw, and take no longer for what is hostile', () => {
    const pieces = fc.array(
      fc.constantFrom('<', '>', '/', ';', ',', '"', '\\', '=', ' ', '%', 'a', 'é', '\0'),
      {
        maxLength: 300,
      },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((all) => all.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          const { links, brokenAt } = readLinks(text);
          expect(brokenAt ?? 0).toBeLessThanOrEqual(text.length);
          for (const { path } of links) expect(path ?? '').not.toMatch(/^\/|\p{Cc}/u);
        },
      ),
    );
    const began = performance.now();
    for (const one of ['</a>,', '<', '</a>;a="\\', ' ', ';', '</a>;b'])
      readLinks(one.repeat(65_536 / one.length));
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
