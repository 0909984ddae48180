/**
 * Does the device take no calls but those it is meant to take? Every declared TCP port of it is dialled once.
 *
 * A machine that is switched off has no open ports either, so the device has to give a sign of life before and after:
 * it calls the place where it finds its server (`device.listen`), from the address that is looked at; or, where the
 * target declares none, the port of the address takes a connection. That a port answers ECONNREFUSED shows only that
 * some machine is there. What is seen holds for TCP, for these ports and from here: a port that does not answer at
 * all may be open for others, and leaves the result inconclusive.
 */
import type { Attempt, Seen } from '../../../evidence/run.ts';
import { type CheckContext, type CheckOutcome, defineCheck } from '../../check.ts';
import { notConnected } from '../../probes/tls/wire/tls-hello.ts';
import { DialError } from '../../probes/dial.ts';
import { portsOf } from '../../targets/device.ts';
import { inconclusive } from '../../verdict.ts';

export const deviceDialsOnly = defineCheck({
  id: 'device-dials-only',
  title: 'Does the device take connections on no port but those that are meant to be open?',
  targets: ['device-ports'],
  control:
    'the device calls its server, or takes a connection on a port that is known to be open, before and after the attack',
  attack: 'a TCP connection to each declared port',
  effect: 'active',
  budget: { connections: 66_000, seconds: 240, bytes: 1_000_000 },
  strength: 'probe',
  lifetimeHours: 24 * 30,
  expects: { listens: 'listens' },
  async run(context) {
    const { target } = context;
    if (!target.ports)
      return inconclusive('the target does not declare which ports are to be looked at (ports.look)');
    const mayBeOpen = meantToBeOpen(context, target.ports.open ?? []);
    const ports = portsOf(target.ports).filter((port) => !mayBeOpen.has(port));
    const control = await signOfLife(context, 'before the attack');
    if (control.outcome === 'unreachable' || control.outcome === 'local-failure')
      return inconclusive(`the device gave no sign of life: ${control.what}, ${control.detail}`, { control });
    const found = await knockAtAll(context, ports);
    const after = await signOfLife(context, 'after the attack');
    return conclude(context, ports, found, after.outcome === 'accepted' ? control : after);
  },
});

/** None where the model says that the device only dials. */
function meantToBeOpen({ expects, door, dial }: CheckContext, open: readonly number[]): ReadonlySet<number> {
  if (expects['listens'] === false) return new Set();
  return new Set([...open, ...(door ? [] : [dial.resolved.port])]);
}

const RETURNS_SECONDS = 15;

async function signOfLife({ door, dial, target }: CheckContext, when: string): Promise<Attempt> {
  const wait = (target.device?.returnsWithin ?? RETURNS_SECONDS) * 1000;
  const what = door
    ? `the device calls ${door.declared}, ${when}`
    : `a connection to ${dial.declared}, ${when}`;
  try {
    const socket = await (door ? door.next(wait, dial.resolved.host) : dial.connect());
    socket.destroy();
    return { what, outcome: 'accepted', refusedBy: null, detail: door ? 'it called' : 'it was taken' };
  } catch (error) {
    const { kind, detail } = notConnected(error);
    return kind === 'stopped'
      ? { what, outcome: 'local-failure', refusedBy: 'client-library', detail }
      : { what, outcome: 'unreachable', refusedBy: null, detail };
  }
}

interface Knocked {
  readonly open: number[];
  readonly closed: number[];
  /** No answer, or none that says that nothing listens. */
  readonly unclear: Map<number, string>;
  /** Why we stopped ourselves. */
  stopped: string | undefined;
}

/** How many ports are tried at the same time. */
const AT_ONCE = 32;

async function knockAtAll({ dial }: CheckContext, ports: readonly number[]): Promise<Knocked> {
  const found: Knocked = { open: [], closed: [], unclear: new Map(), stopped: undefined };
  const waiting = [...ports];
  const worker = async (): Promise<void> => {
    for (
      let port = waiting.shift();
      port !== undefined && found.stopped === undefined;
      port = waiting.shift()
    ) {
      try {
        const socket = await dial.connect(port);
        socket.destroy();
        found.open.push(port);
      } catch (error) {
        const { kind, detail } = notConnected(error);
        if (kind === 'stopped') found.stopped = detail;
        else if (error instanceof DialError && detail.includes('ECONNREFUSED')) found.closed.push(port);
        else found.unclear.set(port, detail);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return found;
}

function conclude(
  { dial, expects }: CheckContext,
  ports: readonly number[],
  { open, closed, unclear, stopped }: Knocked,
  control: Attempt,
): CheckOutcome {
  const { host } = dial.resolved;
  const attack: Attempt[] = [
    ...(closed.length > 0
      ? [attempt(closed, 'refused', 'every one answered that nothing listens (ECONNREFUSED)')]
      : []),
    ...(unclear.size > 0
      ? [attempt([...unclear.keys()], 'silent', [...new Set(unclear.values())].join('; '))]
      : []),
    ...(stopped === undefined ? [] : [attempt([], 'local-failure', stopped)]),
    ...(open.length > 0 ? [attempt(open, 'accepted', 'the connection was taken')] : []),
  ];
  const base = { control, attack, observer: null, refusedBy: null, facts: [] };
  if (open.length > 0) {
    const meant =
      expects['listens'] === false
        ? 'though the model says that it takes no calls'
        : 'which nobody has declared';
    const seen = open.map((port): Seen => ({ kind: 'listener', name: `tcp/${port}`, detail: `at ${host}` }));
    const reason = `${host} takes connections on ${portsText(open)}, ${meant}`;
    // Where some ports could not be told, there may be more.
    const isWhole = unclear.size === 0 && stopped === undefined;
    return { ...base, verdict: 'fail', reason, ...(isWhole && { seen }) };
  }
  if (control.outcome !== 'accepted')
    return inconclusive(`the device gave no sign of life: ${control.what}, ${control.detail}`, base);
  if (stopped !== undefined) return inconclusive(`not all ports were tried: ${stopped}`, base);
  if (unclear.size > 0) {
    const what = `${portsText([...unclear.keys()])} (${[...new Set(unclear.values())].join('; ')})`;
    return inconclusive(`whether something listens at ${host} cannot be told of ${what}`, base);
  }
  if (ports.length === 0)
    return inconclusive('there is no port to be tried beside those that may be open', base);
  return {
    ...base,
    verdict: 'pass',
    seen: [],
    refusedBy: 'device',
    reason: `${host} took no connection on ${portsText(ports)} (TCP, from here), while the device was alive`,
  };
}

function attempt(ports: readonly number[], outcome: Attempt['outcome'], detail: string): Attempt {
  const refusedBy = outcome === 'refused' ? 'device' : outcome === 'local-failure' ? 'client-library' : null;
  return { what: `a connection to ${portsText(ports)}`, outcome, refusedBy, detail };
}

const SHOWN = 12;

/** `3 ports: 22, 80-81`, as ranges, not more than a dozen of them. */
function portsText(ports: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const port of ports.toSorted((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range && port === range.last + 1) range.last = port;
    else ranges.push({ first: port, last: port });
  }
  const texts = ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  const more = texts.length > SHOWN ? ' and more' : '';
  return `${ports.length} ${ports.length === 1 ? 'port' : 'ports'}: ${texts.slice(0, SHOWN).join(', ')}${more}`;
}
