/** How a connection to a broker ended, as the record has it, whatever the broker speaks. */
import type { Attempt } from '../../../evidence/run.ts';
import type { Ending } from '../mqtt/wire.ts';

/**
 * Many servers refuse so: Node's TLS for a certificate it does not take, AWS IoT for a CONNECT. Twice, between
 * legitimate uses that work, it is a refusal; whose, the one who is refused cannot tell.
 */
export const HUNG_UP = 'hung up without a word, both times it was tried';

/** Only refusals by the server ever count for anything. */
export function endingAttempt(what: string, { kind, detail }: Ending): Attempt {
  return { what, ...RECORDED[kind], detail };
}

const RECORDED: Readonly<Record<Ending['kind'], Pick<Attempt, 'outcome' | 'refusedBy'>>> = {
  refused: { outcome: 'refused', refusedBy: 'server' },
  platform: { outcome: 'refused', refusedBy: 'platform-default' },
  unavailable: { outcome: 'unreachable', refusedBy: null },
  closed: { outcome: 'silent', refusedBy: null },
  'hung-up': { outcome: 'refused', refusedBy: 'server' },
  silent: { outcome: 'silent', refusedBy: null },
  unreachable: { outcome: 'unreachable', refusedBy: null },
  'local-failure': { outcome: 'local-failure', refusedBy: 'client-library' },
  'not-spoken': { outcome: 'not-spoken', refusedBy: null },
};
