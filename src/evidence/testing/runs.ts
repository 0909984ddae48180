/** Hand-made runs and keys for tests. Keys are made anew each time. */
import { sha256 } from '../../text/digest.ts';
import { type SigningKey, createKey, importKey } from '../keys.ts';
import type { Result, Run } from '../run.ts';
import { readPublicKey } from '../keys.ts';
import type { Signer, SignerMay, Trust } from '../trust.ts';

const T0 = '2026-11-01T10:00:00Z';

/** A passed probe of `uplink` by the target `hub-mqtt` in the environment `lab`. */
export function makeResult(over: Partial<Result> = {}): Result {
  return {
    check: 'tls-versions',
    target: 'hub-mqtt',
    covers: ['uplink'],
    mitigation: 'tls-transport',
    verdict: 'pass',
    reason: 'TLS 1.0 and 1.1 were refused',
    control: { what: 'TLS 1.2', outcome: 'accepted', refusedBy: null, detail: '' },
    attack: [{ what: 'TLS 1.0', outcome: 'refused', refusedBy: 'server', detail: 'alert 70' }],
    observer: null,
    refusedBy: 'server',
    strength: 'probe',
    coverage: { of: 1, covered: 1 },
    vantage: 'loopback',
    environment: 'lab',
    facts: [{ kind: 'target', ref: 'hub-mqtt', digest: sha256('hub-mqtt') }],
    observedAt: T0,
    validUntil: '2026-12-01T10:00:00Z',
    ...over,
  };
}

/** A run of the system `valve-line` in `lab`. */
export function makeRun(over: Partial<Run> = {}): Run {
  const startedAt = over.startedAt ?? T0;
  return {
    id: `${startedAt.replaceAll(/[-:]|\.\d+/g, '')}-00000000`,
    kind: 'run',
    tool: { name: 'bestride', version: '0.1.0' },
    system: { id: 'valve-line' },
    environment: 'lab',
    vantage: 'loopback',
    startedAt,
    finishedAt: startedAt,
    plan: { digest: sha256('plan'), items: [] },
    grant: null,
    results: [makeResult()],
    notRun: [],
    statement: null,
    previous: null,
    sequence: 1,
    ...over,
  };
}

/** A fresh key with the signer that trust.yaml would have for it. */
export async function makeSigner(
  name = 'ci',
  may: readonly SignerMay[] = ['run'],
): Promise<{ key: SigningKey; signer: Signer }> {
  const made = await createKey();
  const keyId = readPublicKey(made.publicKey)?.keyId ?? '';
  return { key: await importKey(made.privateKey), signer: { name, key: made.publicKey, keyId, may } };
}

export function trustIn(...signers: readonly Signer[]): Trust {
  return { signers: new Map(signers.map((signer) => [signer.name, signer])) };
}
