/** What servers of AMQP 1.0 say when they refuse, and what it means: error conditions and SASL outcomes. */
import type { Ending } from '../mqtt/wire.ts';
import type { AmqpValue } from './codec.ts';
import { described, symbolOf } from './frames.ts';

/** Conditions that turn away this client, or what it asked for (part 2, section 2.8.15 to 2.8.17). */
const REFUSING = new Set([
  'amqp:unauthorized-access',
  'amqp:not-allowed',
  'amqp:not-found',
  'amqp:precondition-failed',
  'amqp:link:message-size-exceeded',
  'amqp:invalid-field',
  'amqp:not-implemented',
]);

/** True when the server says that it is a matter of rights. */
export function isUnauthorised({ detail }: { readonly detail: string }): boolean {
  return ['amqp:unauthorized-access', 'amqp:not-allowed'].includes(detail.split(' ')[0] ?? '');
}

/** What a detach, end, close or rejection with this error (or none) comes to. */
export function endingBy(error: AmqpValue | undefined): Ending {
  const [condition, description] = described(error).fields;
  const name = symbolOf(condition);
  if (name === undefined) return { kind: 'unavailable', detail: 'ended by the server without a reason' };
  const said = typeof description === 'string' ? ` (${printable(description)})` : '';
  return { kind: REFUSING.has(name) ? 'refused' : 'unavailable', detail: printable(name) + said };
}

const OUTCOMES: Readonly<Record<number, string>> = {
  1: 'credentials not accepted',
  2: 'system error',
  3: 'permanent system error',
  4: 'temporary system error',
};

/** What a SASL outcome other than 0 comes to (part 5, section 5.3.3.6). */
export function endingByOutcome(mechanism: string, code: number | undefined): Ending {
  const said = code === undefined ? 'unknown' : `${code} (${OUTCOMES[code] ?? 'unknown'})`;
  return { kind: code === 1 ? 'refused' : 'unavailable', detail: `SASL ${mechanism}, outcome ${said}` };
}

/** Servers repeat names and addresses here; what is longer is no more use. */
function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 120);
}
