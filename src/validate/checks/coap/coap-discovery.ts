/**
 * Which resources does a CoAP server give to somebody who shows nothing? The server's own list (`/.well-known/core`,
 * RFC 6690) says which there are; each of them, the list itself and what targets.yaml declares is asked for by GET,
 * without any credential, and nothing is written. What is meant to be open has to be declared (`coap.open`).
 *
 * On a target of kind `coaps` a canary gets the list over DTLS with its pre-shared key, and the attack is plain CoAP:
 * at the plain address where the target declares one, otherwise at the port of DTLS. Silence at that port is how DTLS
 * refuses, between lists that the canary gets; at a plain address it says nothing. On a plain one (`coap`) the control is the list, or an open resource.
 *
 * That nothing of a list is open says nothing of resources that are not listed, nor of writing.
 */
import type { Attempt, Seen } from '../../../evidence/run.ts';
import { type CheckContext, type CheckOutcome, defineCheck } from '../../check.ts';
import { type Meaning, coapAttempt } from '../../probes/coap/attempts.ts';
import { LIST, type Listing, listAs, listPlainly, shownPath } from '../../probes/coap/discovery.ts';
import { type CoapOutcome, askCoap, notCarried } from '../../probes/coap/exchange.ts';
import type { DatagramChannel } from '../../probes/datagrams.ts';
import type { Dialler } from '../../probes/dial.ts';
import { told } from '../../probes/dtls/attempts.ts';
import { knocked } from '../../probes/plain/door.ts';
import { type PskCanary, pskCanaries } from '../../probes/psk/stage.ts';
import { inconclusive } from '../../verdict.ts';

/** How many resources are tried, and how many at the same time. */
const MOST = 128;
const AT_ONCE = 8;

export const coapDiscovery = defineCheck({
  id: 'coap-discovery',
  title: 'Does the server give no resource to strangers but those that are meant for everybody?',
  targets: ['coap', 'coaps'],
  control:
    'a canary gets the list of resources over DTLS (coaps), or anybody gets it or a resource that is meant to be open (coap), before and after the attack',
  attack:
    'GET of the list, of each resource on it and of each declared one that is not meant to be open, without any credential',
  effect: 'active',
  budget: { connections: 150, seconds: 120, bytes: 2_000_000 },
  strength: 'probe',
  lifetimeHours: 168,
  expects: {},
  async run(context): Promise<CheckOutcome> {
    const { open = [], resources = [], canary } = context.target.coap ?? {};
    const [who] = context.target.kind === 'coaps' ? pskCanaries(context) : [];
    if (context.target.kind === 'coaps' && !who)
      return inconclusive('targets.yaml names no enrolled identity with a psk, who could get the list');
    const before = await controlled(context, who, open, 'before the attack');
    if (before.attempt.outcome !== 'accepted')
      return inconclusive(`nobody gets what is theirs (${told(before.attempt)})`, {
        control: before.attempt,
      });
    const declared = new Set([...open, ...resources, ...(canary === undefined ? [] : [canary])]);
    const found = [...new Set([LIST, ...before.paths, ...declared])].filter((path) => !open.includes(path));
    const known = new Set(before.paths);
    const door = (who && context.dial.plain) ?? context.dial;
    const attack = await inBatches(found.slice(0, MOST), async (path) => {
      // At another port silence is no word of DTLS: there it may be a filter, or nobody at all.
      const byDtls = who !== undefined && door === context.dial;
      const attempt = await readBy(door, path, { byDtls, listed: known.has(path) });
      return door === context.dial ? attempt : knocked(attempt, context, door);
    });
    const strangers = before.paths.filter((path) => !declared.has(path));
    const base = {
      control: before.attempt,
      attack: [...attack, strangersAttempt(before, strangers)],
      observer: null,
      refusedBy: null,
      facts: [],
      ...(before.listed &&
        before.doubt === undefined && { seen: strangers.map((path) => seen(path, context)) }),
    };
    const given = attack.filter(({ outcome }) => outcome === 'accepted');
    if (given.length > 0) {
      const reason = `${door.declared} gave to somebody who showed nothing what is not declared to be open: ${few(given.map(told))}`;
      return { ...base, verdict: 'fail', reason };
    }
    const after = await controlled(context, who, open, 'after the attack');
    if (after.attempt.outcome !== 'accepted')
      return inconclusive(`after the attack nobody gets what is theirs (${told(after.attempt)})`, {
        ...base,
        control: after.attempt,
      });
    const unclear = attack.filter(({ refusedBy }) => refusedBy !== 'server');
    const doubt =
      unclear.length > 0
        ? few(unclear.map(told))
        : (before.doubt ??
          (found.length > MOST ? `of ${found.length} resources ${MOST} were tried` : undefined));
    if (doubt !== undefined) return inconclusive(`whether all are refused cannot be told: ${doubt}`, base);
    const list = before.listed
      ? `of ${before.paths.length} resources on its list`
      : 'of those that are declared (it shows its list to nobody without a credential)';
    const reason = `${door.declared} gave nothing to somebody who showed nothing, ${list}, but what is declared to be open (${few(open.map(shownPath))}); tried: ${few(found.map(shownPath))}`;
    return { ...base, control: after.attempt, verdict: 'pass', refusedBy: 'server', reason };
  },
});

/** What works, and the list where it was got. */
type Control = Listing & { readonly listed: boolean };

async function controlled(
  context: CheckContext,
  who: PskCanary | undefined,
  open: readonly string[],
  when: string,
): Promise<Control> {
  const what = `GET /${LIST}, ${when}`;
  const list = who
    ? await listAs(context, who, `${who.name} over DTLS: ${what}`)
    : await listPlainly(context.dial, what);
  if (list.attempt.outcome === 'accepted' || who)
    return { ...list, listed: list.attempt.outcome === 'accepted' };
  for (const path of open.filter((one) => one !== LIST)) {
    const attempt = await readBy(context.dial, path, { byDtls: false, listed: false });
    if (attempt.outcome === 'accepted')
      return {
        attempt: { ...attempt, what: `${attempt.what}, which is open, ${when}` },
        paths: [],
        doubt: undefined,
        listed: false,
      };
  }
  return { ...list, listed: false };
}

interface How {
  /** The server refuses by silence there, as DTLS does with what is no record. */
  readonly byDtls: boolean;
  /** It is on the list, so that "not found" is an answer to the asker. */
  readonly listed: boolean;
}

/** One GET, with nothing to show, on a socket of its own. */
async function readBy(door: Dialler, path: string, how: How): Promise<Attempt> {
  let channel: DatagramChannel | undefined;
  let outcome: CoapOutcome;
  try {
    channel = await door.datagrams();
    outcome = await askCoap(channel, { method: 'GET', path });
  } catch (error) {
    outcome = notCarried(error);
  } finally {
    channel?.close();
  }
  const attempt = coapAttempt(`GET ${shownPath(path)}`, outcome, ({ code }) => meaning(code, how));
  return how.byDtls && attempt.outcome === 'silent'
    ? { ...attempt, outcome: 'refused', refusedBy: 'server' }
    : attempt;
}

function meaning(code: string, { listed }: How): Meaning {
  if (code.startsWith('2.')) return { outcome: 'accepted', refusedBy: null, detail: code };
  // Unauthorized, Forbidden, and Method Not Allowed, which holds for everybody.
  const refused = ['4.01', '4.03', '4.05'].includes(code) || (code === '4.04' && listed);
  return refused
    ? { outcome: 'refused', refusedBy: 'server', detail: code }
    : { outcome: 'not-spoken', refusedBy: null, detail: `${code}, neither yes nor no` };
}

async function inBatches<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE)
    done.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  return done;
}

/** For the record: that the list was looked through for what nobody declared. */
function strangersAttempt({ listed }: Control, strangers: readonly string[]): Attempt {
  return {
    what: 'look on the list for resources that targets.yaml does not declare',
    outcome: strangers.length > 0 ? 'seen' : 'not-seen',
    refusedBy: null,
    detail: !listed
      ? 'there was no list'
      : strangers.length > 0
        ? few(strangers.map(shownPath))
        : 'there are none',
  };
}

const SHOWN = 12;

function few(texts: readonly string[]): string {
  const more = texts.length > SHOWN ? ` and ${texts.length - SHOWN} more` : '';
  return `${texts.slice(0, SHOWN).join(', ') || 'nothing'}${more}`;
}

function seen(path: string, { dial }: CheckContext): Seen {
  return { kind: 'resource', name: path, detail: `on the list of ${dial.declared}` };
}
