import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Check, CheckContext, CheckOutcome } from './check.ts';
import { type RunOptions, run } from './run.ts';
import { withoutSecrets } from './secrets.ts';
import { PASS, fakeCheck, runOptions } from './testing/fake-check.ts';
import { type Pki, createPki } from './testing/pki.ts';
import { planFor, targetsText } from './testing/project.ts';

let root: string;
let pki: Pki;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'bestride-secrets-'));
  pki = await createPki();
  writeFileSync(join(root, 'ca.pem'), pki.ca.cert);
  writeFileSync(join(root, 'canary.key'), pki.canaryA.key);
});
afterAll(async () => {
  rmSync(root, { recursive: true });
  await pki.remove();
});

/** Nothing is dialled: the checks here only speak. */
const runFake = (how: Check['run'], over: Partial<RunOptions>, more: string) =>
  run(planFor(targetsText('127.0.0.1:9', more)), runOptions({ checks: [fakeCheck(how)], root, ...over }));
const env = (): Record<string, string> => ({ CERT: pki.canaryA.cert, WORD: 'tram-Lantern-7!' });

describe('secrets', () => {
  const more =
    ', tls: { ca: file:ca.pem }, identities: { canary: { cert: env:CERT, key: file:canary.key, password: env:WORD } }';

  it('reach the check and nothing else', async () => {
    let got: CheckContext['identities'] = [];
    const record = await runFake(
      ({ identities }) => {
        got = identities;
        return Promise.resolve(PASS);
      },
      { env: env() },
      more,
    );
    expect(got).toMatchObject([{ name: 'canary', key: pki.canaryA.key, password: 'tram-Lantern-7!' }]);
    expect(record.results[0]?.verdict).toBe('pass');
    expect(record.results[0]?.facts.map(({ ref }) => ref)).not.toContain('canary.key');
  });

  it('are withheld when a check repeats them, wherever and however', async () => {
    const bytes = Buffer.from('tram-Lantern-7!');
    const keyLine = pki.canaryA.key.split('\n')[1] ?? '';
    const leaks = [
      'tram-Lantern-7!',
      bytes.toString('base64'),
      bytes.toString('hex').toUpperCase(),
      encodeURIComponent('tram-Lantern-7!'),
      Buffer.from(`\0canary\0tram-Lantern-7!`).toString('base64'),
      keyLine,
      pki.canaryA.key,
    ];
    for (const leak of leaks) {
      const said = `it said ${leak} to us`;
      const outcomes: CheckOutcome[] = [
        { ...PASS, reason: said },
        { ...PASS, attack: [{ what: 'a', outcome: 'refused', refusedBy: 'server', detail: said } as const] },
        {
          ...PASS,
          facts: [{ kind: 'observed', ref: 'x', digest: `sha256:${'0'.repeat(64)}`, value: [said] } as const],
        },
      ];
      for (const outcome of outcomes) {
        const record = await runFake(() => Promise.resolve(outcome), { env: env() }, more);
        expect([said, record.results[0]?.verdict]).toEqual([said, 'inconclusive']);
        expect(JSON.stringify(record)).not.toContain(leak.split('\n')[1] ?? leak);
      }
    }
    const thrown = await runFake(
      () => Promise.reject(new Error('bad password tram-Lantern-7!')),
      { env: env() },
      more,
    );
    expect(JSON.stringify(thrown)).not.toContain('tram-Lantern');
  });

  it('never come through, whatever surrounds them (property)', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 6, maxLength: 40 }),
        fc.string({ maxLength: 30 }),
        fc.string({ maxLength: 30 }),
        fc.constantFrom('utf8', 'hex', 'base64'),
        (secret, before, after, as) => {
          const shown =
            as === 'utf8'
              ? `${before}${secret}${after}`
              : Buffer.from(`${before}${secret}${after}`).toString(as);
          const outcome = withoutSecrets({ ...PASS, reason: shown }, [secret]);
          expect(outcome.verdict).toBe('inconclusive');
          expect(JSON.stringify(outcome)).not.toContain(shown);
        },
      ),
    );
  });

  it('that are not there make the item inconclusive, by their reference', async () => {
    const missing = await runFake(() => Promise.resolve(PASS), {}, more);
    expect(missing.results[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('CERT is not set'),
    });
    const short = await runFake(() => Promise.resolve(PASS), { env: { ...env(), WORD: 'abc' } }, more);
    expect(short.results[0]?.reason).toContain('shorter');
  });
});
