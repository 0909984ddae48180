/** Units with a TPM that a run has seen before, and what became of them since. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Result } from '../../../evidence/run.ts';
import type { Check, CheckOutcome } from '../../check.ts';
import { runAgainst } from '../context.ts';
import type { Stand } from '../proof.ts';
import { SOUND, type Unit, atUnit, makeUnit, measure } from './unit.ts';

export interface Since {
  readonly since: 'it was restarted' | 'its state was put back to what it was before';
}

/** Judged as if the first look had been kept in a run. */
export const onSeenUnit: Stand<Since> = {
  software: 'swtpm, set up by tpm2-tools, seen before',
  text: ({ since }) => `since the last run: ${since}`,
  async judge(check, { since }) {
    const unit = await makeUnit(SOUND);
    try {
      const state = join(unit.tpm.dir, 'tpm2-00.permall');
      const kept = join(unit.tpm.dir, 'kept');
      await unit.tpm.restart(() => copyFile(state, kept));
      for (let count = 0; count < 2; count += 1) await unit.tpm.restart();
      await start(unit);
      const first = await runAgainst(check, atUnit(unit));
      if (first.verdict !== 'pass') throw new Error(`at first the unit did not pass: ${first.reason}`);
      await unit.tpm.restart(since === 'it was restarted' ? undefined : () => copyFile(kept, state));
      await start(unit);
      return await runAgainst(check, { ...atUnit(unit), earlier: [asResult(check, first)] });
    } finally {
      await unit.tpm.stop();
    }
  },
};

async function start({ tpm }: Unit): Promise<void> {
  for (const one of SOUND.measured) await measure(tpm, one);
}

/** An outcome as the runner writes it down. */
export function asResult(check: Check, outcome: CheckOutcome, observedAt = new Date()): Result {
  const { verdict, reason, control, attack, observer, refusedBy, facts } = outcome;
  return {
    check: check.id,
    target: 'hub-mqtt',
    covers: ['line'],
    mitigation: 'remote-attestation',
    verdict,
    reason,
    control,
    attack: [...attack],
    observer,
    refusedBy,
    strength: check.strength,
    coverage: { of: 1, covered: 1 },
    vantage: 'a test',
    environment: 'lab',
    facts: [...facts],
    observedAt: observedAt.toISOString(),
    validUntil: new Date(observedAt.getTime() + 3_600_000).toISOString(),
  };
}
