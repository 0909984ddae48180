/** Over all examples there are, no two rules say the same of the same subject. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import { enumerate } from '../../enumerate/index.ts';
import type { Threat } from '../../enumerate/threat.ts';
import { model } from '../../model/index.ts';
import { builtinCatalogue } from '../testing/builtin.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const catalogue = builtinCatalogue();

/** Two threats say the same when they share letters and subject, and exactly the same would answer them. */
function saying({ subject, stride, sufficient }: Threat): string {
  const groups = sufficient.map((group) => [...group].toSorted((a, b) => a.localeCompare(b)).join('+'));
  groups.sort((a, b) => a.localeCompare(b));
  return [subject.kind, subject.id, stride.join(''), ...groups].join(' ');
}

const folders = [
  ...readdirSync(join(ROOT, 'examples')).map((name) => join('examples', name)),
  join('reference', 'model'),
];

describe('rules that speak of the same subject', () => {
  it.each(folders)('say different things in %s', (folder) => {
    const file = join(folder, 'system.yaml');
    const { value } = model({ file, text: readFileSync(join(ROOT, file), 'utf8') }, catalogue);
    if (!value) throw new Error(`${file} cannot be read`);
    expect(saidTwice(enumerate(value, catalogue))).toEqual([]);
  });

  it('are noticed when one says what another says', () => {
    const file = join('examples', 'valve-line', 'system.yaml');
    const rule = catalogue.rules.get('COM-11');
    if (!rule) throw new Error('the catalogue has no COM-11');
    const rules = new Map([...catalogue.rules, ['COM-99', { ...rule, id: 'COM-99' }]]);
    const { value } = model({ file, text: readFileSync(join(ROOT, file), 'utf8') }, catalogue);
    if (!value) throw new Error(`${file} cannot be read`);
    expect(saidTwice(enumerate(value, { ...catalogue, rules }))).toEqual(['COM-11@uplink and COM-99@uplink']);
  });
});

function saidTwice(threats: Iterable<Threat>): string[] {
  const said = new Map<string, string>();
  const twice: string[] = [];
  for (const threat of threats) {
    const key = saying(threat);
    const other = said.get(key);
    if (other !== undefined) twice.push(`${other} and ${threat.id}`);
    said.set(key, threat.id);
  }
  return twice;
}
