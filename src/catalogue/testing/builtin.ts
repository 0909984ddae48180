/** The catalogue we ship, read from its sources; for tests, which need no build. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { checks } from '../../validate/checks/index.ts';
import type { Source } from '../../text/source.ts';
import { type Catalogue, openCatalogue } from '../catalogue.ts';
import { compileCatalogue } from '../compile.ts';
import type { CheckInfo } from '../schema.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Every file of `catalogue/`, named as seen from the root of the repository. */
export function builtinSources(): Source[] {
  return readdirSync(join(ROOT, 'catalogue'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => `catalogue/${file.replaceAll('\\', '/')}`)
    .toSorted()
    .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }));
}

/** Checks that are being built. */
const PENDING = [
  'human-statement',
  'mosquitto-config',
  'mqtt-anonymous',
  'mqtt-client-certificate',
  'mqtt-revocation',
  'mqtt-session-takeover',
  'mqtt-topic-publish',
  'mqtt-topic-subscribe',
  'tls-server-certificate',
  'tls-versions',
].map((id): CheckInfo => ({
  id,
  title: id,
  targets: [id.startsWith('mqtt') ? 'mqtt' : id],
  control: '',
  attack: '',
  effect: 'passive',
  budget: { connections: 0, seconds: 1, bytes: 0 },
  strength: 'document',
  lifetimeHours: 1,
  expects: {},
}));

let opened: Catalogue | undefined;

/** The catalogue, compiled once for a process. Throws with all problems when it does not compile. */
export function builtinCatalogue(): Catalogue {
  if (!opened) {
    const { value, problems } = compileCatalogue(builtinSources(), [
      ...checks,
      ...PENDING.filter(({ id }) => !checks.some((c) => c.id === id)),
    ]);
    if (!value) {
      const lines = problems.map(
        ({ code, message, where }) => `${where?.file}:${where?.line} ${code} ${message}`,
      );
      throw new Error(`the catalogue does not compile:\n${lines.join('\n')}`);
    }
    opened = openCatalogue(value);
  }
  return opened;
}
