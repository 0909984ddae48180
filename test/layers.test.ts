/** The arrows of ARCHITECTURE.md: a room imports only from rooms that stand before it. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../src');

/** Room → the rooms it may import from. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  text: [],
  catalogue: ['text'],
  model: ['catalogue', 'text'],
  enumerate: ['model', 'catalogue', 'text'],
  evidence: ['model', 'catalogue', 'text'],
  mitigate: ['enumerate', 'evidence', 'model', 'catalogue', 'text'],
  validate: ['mitigate', 'enumerate', 'evidence', 'model', 'catalogue', 'text'],
  diagram: ['mitigate', 'enumerate', 'evidence', 'model', 'catalogue', 'text'],
  exchange: ['diagram', 'validate', 'mitigate', 'enumerate', 'evidence', 'model', 'catalogue', 'text'],
  diff: ['validate', 'mitigate', 'enumerate', 'evidence', 'model', 'catalogue', 'text'],
  report: [
    'diff',
    'exchange',
    'diagram',
    'validate',
    'mitigate',
    'enumerate',
    'evidence',
    'model',
    'catalogue',
    'text',
  ],
  cli: [
    'report',
    'diff',
    'exchange',
    'diagram',
    'validate',
    'mitigate',
    'enumerate',
    'evidence',
    'model',
    'catalogue',
    'text',
  ],
  'index.ts': [
    'report',
    'diff',
    'exchange',
    'diagram',
    'validate',
    'mitigate',
    'enumerate',
    'evidence',
    'model',
    'catalogue',
    'text',
  ],
};

/** Files outside `cli` that may use Node's own modules: the effectful edge of step 4, and the built catalogue. */
const EFFECTFUL = [
  /^validate\/(run|permission|secrets|project-files)/,
  /^validate\/(probes|checks)\//,
  /^catalogue\/builtin\.ts$/,
];

const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !/\.(test|proof)\.ts$|\/proofs\.ts$|\/testing\//.test(file));

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
}

describe('layers', () => {
  it('data walks through the house in one direction', () => {
    const wrong: string[] = [];
    for (const file of files) {
      const room = file.split('/')[0] ?? '';
      const allowed = MAY_IMPORT[room];
      if (!allowed) {
        wrong.push(`${file}: room "${room}" is not in the plan`);
        continue;
      }
      for (const name of importsOf(file).filter((specifier) => specifier.startsWith('.'))) {
        const to =
          relative(ROOT, resolve(join(ROOT, dirname(file)), name))
            .replaceAll('\\', '/')
            .split('/')[0] ?? '';
        if (to !== room && !allowed.includes(to)) wrong.push(`${file} imports ${name}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('the pure steps use no module of Node', () => {
    const wrong = files
      .filter((file) => !file.startsWith('cli/') && !EFFECTFUL.some((pattern) => pattern.test(file)))
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => name.startsWith('node:'))
          .map((name) => `${file} imports ${name}`),
      );
    expect(wrong).toEqual([]);
  });

  it('only three doors open sockets: to dial, for datagrams, and to be dialled; nothing starts programs', () => {
    const doors = new Set(
      ['dial.ts', 'datagrams.ts', 'client/doorman.ts'].map((door) => `validate/probes/${door}`),
    );
    const wrong = files
      .filter((file) => !doors.has(file))
      .flatMap((file) => {
        const text = readFileSync(join(ROOT, file), 'utf8');
        const opening = [...text.matchAll(/^import (?!type )([^;]*?) from 'node:(\w+)'/gms)].filter(
          ([, names = '', module = '']) =>
            /^(https?|http2|child_process|dgram)$/.test(module) ||
            (module === 'net' &&
              /\b(Socket|Server|connect|create\w+)\b/.test(names.replaceAll(/type \w+/g, ''))),
        );
        // Over a socket that a door has opened, TLS may be spoken.
        const overNothing = [...text.matchAll(/\b(?:connect|tls\.connect|tlsConnect)\(\{([^}]*)\}/gs)].filter(
          ([, options = '']) => !/\bsocket\b/.test(options),
        );
        return [...opening, ...overNothing, ...text.matchAll(/\bfetch\(/g)].map(
          ([found]) => `${file}: ${found}`,
        );
      });
    expect(wrong).toEqual([]);
  });
});
