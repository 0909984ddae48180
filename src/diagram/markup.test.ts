import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { html, trusted } from './markup.ts';
import { readXml } from './testing/xml.ts';

describe('html', () => {
  it('escapes every value, in text and in attributes', () => {
    const evil = `"><script>alert('x')</script>&\``;
    expect(html`<a title="${evil}">${evil}</a>`.text).toBe(
      '<a title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&#96;">' +
        '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&#96;</a>',
    );
  });

  it('embeds its own markup, lists and numbers as they are, and nothing for what is not there', () => {
    expect(html`<b>${html`<i>${1}</i>`}${['<', html`>`]}${undefined}${null}${false}</b>`.text).toBe(
      '<b><i>1</i>&lt;></b>',
    );
  });

  it('embeds what is declared to be ours without looking', () => {
    expect(html`<b>${trusted('<hr>')}</b>`.text).toBe('<b><hr></b>');
  });

  it('replaces what XML forbids and what turns the direction of reading', () => {
    expect(html`${'a\u0000b\u001b[31mc\u202Ed\uD800e\uFFFF'}`.text).toBe(
      'a\uFFFDb\uFFFD[31mc\uFFFDd\uFFFDe\uFFFD',
    );
    expect(html`${'🔒 ключ 键\t\n'}`.text).toBe('🔒 ключ 键\t\n');
  });

  it('keeps any text inside the element and attribute it was put in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readXml(html`<a title="${text}"><b>${text}</b></a>`.text)).toEqual(['a', 'b']);
      }),
    );
  });
});
