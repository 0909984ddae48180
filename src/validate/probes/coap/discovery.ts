/** Which resources a CoAP server lists, and to whom. */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext } from '../../check.ts';
import type { Dialler } from '../dial.ts';
import { handshakeAttempt } from '../dtls/attempts.ts';
import { openDtlsSession } from '../dtls/session.ts';
import type { PskCanary } from '../psk/stage.ts';
import { coapAttempt } from './attempts.ts';
import { type CoapCarrier, notCarried } from './exchange.ts';
import { readLinks } from './link-format.ts';
import { type Whole, readWhole } from './whole.ts';

export const LIST = '.well-known/core';

/** The list, as one caller gets it. */
export interface Listing {
  readonly attempt: Attempt;
  /** Paths of this server, each once, in the order of the list. */
  readonly paths: readonly string[];
  /** Why it may not be all of them; undefined: it is. */
  readonly doubt: string | undefined;
}

/** Asks with nothing to show. */
export async function listPlainly(dial: Dialler, what: string): Promise<Listing> {
  try {
    const channel = await dial.datagrams();
    try {
      return listingOf(what, await readWhole(channel, LIST));
    } finally {
      channel.close();
    }
  } catch (error) {
    return listingOf(what, { kind: 'none', outcome: notCarried(error) });
  }
}

/** Asks as a canary, over DTLS. */
export async function listAs({ dial }: CheckContext, canary: PskCanary, what: string): Promise<Listing> {
  const opened = await openDtlsSession(dial, { exchanges: ['ecdhe-psk', 'dhe-psk', 'psk'], psk: canary });
  if (opened.kind !== 'secured')
    return { attempt: handshakeAttempt(what, opened), paths: [], doubt: undefined };
  const carrier: CoapCarrier = opened.session;
  const whole = await readWhole(carrier, LIST);
  opened.session.close();
  return listingOf(what, whole);
}

function listingOf(what: string, whole: Whole): Listing {
  if (whole.kind === 'none')
    return {
      attempt: coapAttempt(what, whole.outcome, ({ code }) => ({
        outcome: 'refused',
        refusedBy: ['4.01', '4.03', '4.04', '4.05'].includes(code) ? 'server' : 'platform-default',
        detail: code,
      })),
      paths: [],
      doubt: undefined,
    };
  const { links, brokenAt } = readLinks(whole.payload.toString('utf8'));
  const found = links.flatMap(({ path }) => (path === undefined ? [] : [normal(path)]));
  const paths = [...new Set(found)].filter((path) => path !== LIST);
  const elsewhere = links.length - found.length;
  const doubts = [
    ...(whole.kind === 'part' ? [`the list is not whole: ${whole.why}`] : []),
    ...(whole.kind === 'whole' && brokenAt !== undefined
      ? [`the list cannot be read from its character ${brokenAt + 1} on`]
      : []),
    ...(elsewhere > 0
      ? [`${elsewhere} of what it lists is elsewhere or no plain path, and was not asked for`]
      : []),
  ];
  const size = whole.kind === 'whole' && whole.blocks > 1 ? `, in ${whole.blocks} blocks` : '';
  return {
    attempt: {
      what,
      outcome: 'accepted',
      refusedBy: null,
      detail: `2.05, ${paths.length} resources${size}`,
    },
    paths,
    doubt: doubts.length > 0 ? doubts.join('; ') : undefined,
  };
}

/** Empty segments are left out when a path is sent; the root is called by its slash. */
function normal(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments.length === 0 ? '/' : segments.join('/');
}

/** `/valve/position`, for records. */
export function shownPath(path: string): string {
  return path === '/' ? path : `/${path}`;
}
