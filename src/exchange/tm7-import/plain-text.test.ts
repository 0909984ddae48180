import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';

import { plainText } from './plain-text.ts';

describe('plainText', () => {
  it.each([
    ['Use TLS. <a href="https://aka.ms/x#y">https://aka.ms/x#y</a>', 'Use TLS. https://aka.ms/x#y'],
    ['See <a title="t" href=\'http://x.test\'>this <b>page</b></a>.', 'See this page (http://x.test).'],
    ['<p>one</p><p>two</p>', 'one\n\ntwo'],
    ['<ul><li>a<li>b</ul>', '- a\n- b'],
    ['a &lt;b&gt; &amp;amp; &#x41;&#66;&nbsp;c', 'a <b> &amp; AB c'],
    ['never leaves the <Corporate Network> boundary', 'never leaves the <Corporate Network> boundary'],
    ['x<script>alert(1)</script>y<style>p{}</style>', 'x y'],
    ['<a href="javascript:alert(1)">click</a>', 'click'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['\u001b[31mred\u0007', '[31mred'],
    ['', ''],
  ])('%j', (html, text) => expect(plainText(html)).toBe(text));

  it('leaves no character that a terminal obeys', () => {
    assert(
      property(string({ unit: 'binary' }), (html) => {
        // oxlint-disable-next-line no-control-regex -- they are what must be gone
        expect(plainText(html)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      }),
    );
  });

  it('takes no time over what never ends', () => {
    const started = performance.now();
    plainText('<a href="'.repeat(20_000));
    plainText('<script '.repeat(20_000));
    plainText('<!--'.repeat(20_000));
    plainText('<a href="http://x.test">x'.repeat(20_000));
    plainText('<script>'.repeat(20_000));
    plainText(`<a${' href='.repeat(50_000)}>`);
    plainText('\n \n'.repeat(50_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
