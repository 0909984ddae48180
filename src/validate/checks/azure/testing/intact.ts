/** A template that does everything right, and the twins of it that differ in one line. */
import { changed, type Files, onFiles, unreadable } from '../../../testing/files.ts';
import type { Check } from '../../../check.ts';
import { proof, type Proof, rowsOn } from '../../../testing/proof.ts';
import { exportOf } from './exported.ts';
import { TEMPLATE } from './template.ts';

const FILE = 'deploy/main.json';

const INTACT: Files = { [FILE]: TEMPLATE };

/** The same template with the line that holds `setting` changed, or left out (null). */
function withSetting(setting: string, by: string | null): Files {
  const line = TEMPLATE.split('\n').find((one) => one.includes(setting));
  return {
    [FILE]: changed(TEMPLATE, line ?? setting, by === null ? null : (line ?? '').replace(setting, by)),
  };
}

const stand = onFiles('Azure Resource Manager', { kind: 'arm', file: FILE });

/** The same things as an export shows them, taken today. */
const live = onFiles('Azure Resource Manager, an export', {
  kind: 'arm',
  file: FILE,
  declares: { taken: new Date().toISOString() },
});

const old = onFiles('Azure Resource Manager, an export', {
  kind: 'arm',
  file: FILE,
  declares: { taken: '2020-01-01' },
});

/** The rows of a check of templates: each twin is one setting and what it is changed to. */
export function templateProof(
  check: Check,
  weakened: Readonly<Record<string, readonly [string, string | null]>>,
): Proof {
  const twins = Object.entries(weakened).map(
    ([name, [setting, by]]) => [name, withSetting(setting, by)] as const,
  );
  const exported = twins.map(([name, files]) => [`${name}, in an export`, exportOf(files, FILE)] as const);
  return proof(
    check,
    rowsOn(stand, 'a template as it should be', { intact: INTACT, weakened: Object.fromEntries(twins) }),
    rowsOn(live, 'an export as it should be', {
      intact: exportOf(INTACT, FILE),
      weakened: Object.fromEntries(exported),
    }),
    rowsOn(stand, '', {
      intact: INTACT,
      dead: { 'the template deploys nothing': { [FILE]: '{ "resources": [] }' } },
    }).filter(({ kind }) => kind === 'dead'),
    rowsOn(old, '', {
      intact: exportOf(INTACT, FILE),
      dead: { 'the export is old': exportOf(INTACT, FILE) },
    }).filter(({ kind }) => kind === 'dead'),
    unreadable(stand, { file: FILE, nonsense: "resource hub 'Microsoft.Devices/IotHubs@2023-06-30' = {}" }),
  );
}
