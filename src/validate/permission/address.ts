/**
 * Where a target really is. A name is resolved once; every address it has must be loopback or covered by a
 * grant; and from then on only the resolved number is dialled, so that a name cannot lead elsewhere later.
 */
import { lookup as resolveName } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

import type { Problem } from '../../text/problem.ts';
import { type Grant, grantCovers } from './grants.ts';
import { splitAddress } from '../targets/targets.ts';

/** All addresses of a host name, numeric. Rejects when it has none. */
export type Lookup = (host: string) => Promise<readonly string[]>;

/** A target's address, resolved and permitted. */
export interface Admitted {
  readonly declared: string;
  readonly host: string;
  readonly port: number;
  /** The declared host without brackets: what certificates are held against unless the target says otherwise. */
  readonly name: string;
  /** True when only the grant permits it. */
  readonly byGrant: boolean;
  /** Further ports of the host that are permitted too. */
  readonly ports?: readonly number[];
  /** Where the device is waited for, when the target is dialled and dials. */
  readonly listen?: Admitted;
  /** Where the same thing is reached without protection, if the target declares that. */
  readonly plain?: Admitted;
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Asks the system's resolver (hosts file, DNS), as everybody else on this machine does. */
export const systemLookup: Lookup = async (host) =>
  (await resolveName(host, { all: true, verbatim: true })).map(({ address }) => address);

/** True for 127.0.0.0/8 and ::1, written as numbers. */
export function isLoopback(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && LOOPBACK.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Resolves and judges one target's address, with further `ports` of it where several are to be dialled. Of several permitted addresses the first IPv4 one is dialled,
 * otherwise the first. Problems: TGT04 (beyond loopback, no grant), TGT05 (the grant does not cover it). A name
 * that does not resolve is reported as TGT04 too: nobody may be contacted under it.
 */
export async function admit(
  target: string,
  declared: string,
  grant: Grant | undefined,
  now: Date,
  lookup: Lookup,
  ports: readonly number[] = [],
): Promise<Admitted | Problem> {
  const { host, port } = splitAddress(declared);
  const addresses = isIP(host) ? [host] : await lookup(host).catch(() => []);
  // A resolver that answers with something else than addresses is not believed.
  if (addresses.length === 0 || addresses.some((address) => isIP(address) === 0)) {
    return problem('TGT04', `target "${target}": the name "${host}" has no address here`);
  }
  const beyond = addresses.filter((address) => !isLoopback(address));
  for (const address of beyond) {
    if (!grant) {
      return problem(
        'TGT04',
        `target "${target}" is at ${address}, beyond loopback, and there is no grant for it`,
        'Give a grant from outside the checkout: --grant FILE.',
      );
    }
    for (const one of [port, ...ports]) {
      const refusal = grantCovers(grant, target, address, one, now);
      if (refusal !== undefined) return problem('TGT05', refusal);
    }
  }
  const chosen = addresses.find((address) => isIP(address) === 4) ?? addresses[0] ?? host;
  return { declared, host: chosen, port, name: host, byGrant: beyond.length > 0, ports };
}

/** All the places of a target that may be contacted or bound. */
export function placesOf({ listen, plain, ...place }: Admitted): readonly Admitted[] {
  return [place, ...(listen ? [listen] : []), ...(plain ? [plain] : [])];
}

/** True when one of its places is permitted by a grant only. */
export function needsGrant(place: Admitted | undefined): place is Admitted {
  return place !== undefined && placesOf(place).some(({ byGrant }) => byGrant);
}

function problem(code: 'TGT04' | 'TGT05', message: string, hint?: string): Problem {
  return { code, severity: 'error', message, ...(hint !== undefined && { hint }) };
}
