/**
 * Does the listener refuse, in DTLS 1.2, suites that do not encrypt, do not prove the server, or are broken; and, where
 * the model claims more of its suites, also what the claim excludes? Each class is offered alone in a hand-made hello.
 *
 * What counts as a refusal, with the control intact before and after: a fatal alert; or silence after the listener
 * had asked for a cookie and got it, since it had then read the hello and no session can come of it. Silence
 * from the beginning could be a lost datagram.
 *
 * Some servers (GnuTLS under libcoap) choose a suite that they have no credentials for, and then say nothing. So a class
 * that met silence is offered again in parts, by what the server needs for them.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type CheckOutcome, defineCheck } from '../../check.ts';
import { DTLS_TARGETS, greetAsUsual, helloAttempt, told } from '../../probes/dtls/attempts.ts';
import type { Dialler } from '../../probes/dial.ts';
import { type DtlsHelloOutcome, offerDtlsHello } from '../../probes/dtls/hello.ts';
import { LEGACY_SUITES, suiteName } from '../../probes/tls/wire/suites.ts';
import { brokenCipher, cipherDefect, isForwardSecret } from '../../probes/tls/suite-grade.ts';
import { inconclusive } from '../../verdict.ts';

export const dtlsSuites = defineCheck({
  id: 'dtls-suites',
  title: 'Does the listener refuse DTLS suites that do not protect, or not as the model claims?',
  targets: DTLS_TARGETS,
  control: 'a hello of DTLS 1.2 with ordinary suites is answered, before and after the attack',
  attack:
    'hellos of DTLS 1.2 that offer nothing but suites without encryption, without proof of the server, or broken ones; where tls.suites claims it, also those without an ephemeral key exchange or with CBC',
  effect: 'active',
  budget: { connections: 34, seconds: 180, bytes: 300_000 },
  strength: 'probe',
  lifetimeHours: 168,
  expects: { suites: 'tls.suites', min: 'tls.min' },
  async run(context): Promise<CheckOutcome> {
    const { dial } = context;
    const classes = classesFor(claimOf(context));
    const before = await greetAsUsual(dial, 'before');
    if (before.outcome === 'unreachable' || before.outcome === 'local-failure') {
      return inconclusive(`no hello was answered at ${dial.declared} (${before.detail})`, {
        control: before,
      });
    }
    const attack: Attempt[] = [];
    const unclear: Attempt[] = [];
    for (const { what, bad } of classes) {
      const suites = LEGACY_SUITES.filter((id) => bad(suiteName(id)));
      const outcome = await offered(dial, suites);
      const attempt = helloAttempt(`${suites.length} suites ${what}`, outcome);
      attack.push(attempt);
      const closed = outcome.kind === 'alert' || (outcome.kind === 'silent' && outcome.cookie);
      if (!closed) unclear.push(attempt);
    }
    const taken = attack.filter(({ outcome }) => outcome === 'accepted');
    if (taken.length > 0) {
      const reason = `${dial.declared} took what it should not (${taken.map(told).join('; ')})`;
      return { verdict: 'fail', reason, control: before, attack, ...NOTHING };
    }
    const after = before.outcome === 'accepted' ? await greetAsUsual(dial, 'after') : before;
    const tried = { control: after, attack };
    if (after.outcome !== 'accepted') {
      return inconclusive(`ordinary suites were not answered at ${dial.declared} (${told(after)})`, tried);
    }
    if (unclear.length > 0) {
      return inconclusive(
        `whether they were refused cannot be told (${unclear.map(told).join('; ')})`,
        tried,
      );
    }
    const what = classes.map((one) => one.what);
    const reason = `${dial.declared} refused in DTLS 1.2 all suites ${what.join(', and ')}`;
    return { ...NOTHING, ...tried, verdict: 'pass', refusedBy: 'server', reason };
  },
});

/** All at once, and where that meets silence, in parts: the first answer that is no silence. */
async function offered(dial: Dialler, suites: readonly number[]): Promise<DtlsHelloOutcome> {
  const offer = (some: readonly number[]): Promise<DtlsHelloOutcome> =>
    offerDtlsHello(dial, { version: 'DTLS 1.2', suites: some }, SLOW_MILLIS);
  const first = await offer(suites);
  if (first.kind !== 'silent' || !first.cookie) return first;
  const parts = NEEDED.map((what) => suites.filter((id) => needed(suiteName(id)) === what)).filter(
    (part) => part.length > 0 && part.length < suites.length,
  );
  let said: DtlsHelloOutcome = first;
  for (const part of parts) {
    const next = await offer(part);
    if (next.kind === 'accepted') return next;
    // Of several refusals the least clear one counts.
    if (next.kind !== 'alert' && !(next.kind === 'silent' && next.cookie)) said = next;
  }
  return said;
}

/** What a server must have to speak a suite. */
const NEEDED = ['key', 'certificate', 'both'] as const;

function needed(suite: string): (typeof NEEDED)[number] {
  if (!suite.includes('PSK')) return 'certificate';
  return suite.startsWith('TLS_RSA_PSK_') ? 'both' : 'key';
}

/** What the model claims of the suites; TLS 1.3 has none without ephemeral keys, so its claim is one of them. */
function claimOf({ expects }: CheckContext): 'ephemeral' | 'aead' | undefined {
  const { suites, min } = expects;
  if (suites === 'ephemeral' || suites === 'aead') return suites;
  return min === '1.3' ? 'ephemeral' : undefined;
}

function classesFor(
  claim: 'ephemeral' | 'aead' | undefined,
): readonly { readonly what: string; readonly bad: (suite: string) => boolean }[] {
  const always = [
    { what: 'without encryption', bad: (suite: string) => suite.includes('_NULL_') },
    { what: 'without proof of the server', bad: (suite: string) => suite.includes('_anon_') },
    {
      what: 'with broken ciphers',
      bad: (suite: string) => broken(suite) && !/_anon_|_NULL_/.test(suite),
    },
  ];
  if (claim === undefined) return always;
  return [
    ...always,
    {
      what: 'without an ephemeral key exchange',
      bad: (suite) => !isForwardSecret(suite) && !broken(suite),
    },
    {
      what: claim === 'aead' ? 'with CBC' : 'with CBC and SHA-1',
      bad: (suite) => isForwardSecret(suite) && !broken(suite) && cipherDefect(suite, claim) !== undefined,
    },
  ];
}

function broken(suite: string): boolean {
  return brokenCipher(suite) !== undefined;
}

/** A small device may take seconds for the keys of a suite that it takes, and less for those of the control. */
const SLOW_MILLIS = 6000;

const NOTHING = { observer: null, refusedBy: null, facts: [] } as const;
