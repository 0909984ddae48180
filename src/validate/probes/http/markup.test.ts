import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { marked, shownOn } from './markup.ts';

const mark = marked('word');
const encoded = mark.text
  .replaceAll('&', '&amp;')
  .replaceAll('<', '&lt;')
  .replaceAll('>', '&gt;')
  .replaceAll('"', '&quot;')
  .replaceAll("'", '&#39;');
const tagsOnly = mark.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const on = (page: string) => shownOn(page, mark);

it('tells text from markup, wherever it stands', () => {
  expect(on(`<p>${encoded}</p>`)).toBe('as text');
  expect(on(`<p>${mark.text}</p>`)).toBe('as markup');
  expect(on(`<p>${tagsOnly}</p>`)).toBe('as text');
  expect(on(`<p title="${tagsOnly}">`)).toBe('as markup');
  expect(on(`<p title="${tagsOnly.replaceAll('"', '&quot;')}">`)).toBe('as text');
  expect(on(`<p title='${tagsOnly.replaceAll('"', '&quot;')}'>`)).toBe('as markup');
  expect(on(`<p title=${encoded}>`)).toBe('as markup');
  expect(on(`<p title="a > b">${encoded}</p>`)).toBe('as text');
  expect(on(`<script>let note = "${encoded}"</script>`)).toBe('inside script');
  expect(on(`<script>let note = ${JSON.stringify(mark.text)}</script>`)).toBe('as markup');
  expect(on(`<script>1</script><p>${encoded}</p>`)).toBe('as text');
  expect(on(`<!-- ${encoded} -->`)).toBe('as text');
  expect(on('<p>another note</p>')).toBe('not shown');
  // A browser decodes an attribute before it runs what is in it.
  expect(on(`<a onclick="edit('${encoded}')">`)).toBe('inside script');
  expect(on(`<a href="${encoded}">`)).toBe('inside script');
  expect(on(`<a href="/notes?of=${encoded}">`)).toBe('as text');
  expect(on(`<i style='width:${encoded}'>`)).toBe('inside script');
  // Cut short by the page: what is left of it still counts.
  expect(on(`<p>${mark.text.slice(0, 20)}</p>`)).toBe('as markup');
});

it('says the worst of several places', () => {
  expect(on(`<p>${encoded}</p><p>${mark.text}</p><p>${encoded}</p>`)).toBe('as markup');
});

it('copes with any page', () => {
  const pieces = fc.array(
    fc.constantFrom('<', '>', '"', "'", 'p', ' ', '=', '<!--', '<script', mark.first, mark.last),
  );
  fc.assert(
    fc.property(pieces, (all) => {
      expect(() => on(all.join(''))).not.toThrow();
    }),
  );
});
