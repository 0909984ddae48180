/** Grants: written permission to go beyond loopback, kept where a change to the project cannot reach it. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { isIP } from 'node:net';
import { z } from 'zod';

import { Budget } from '../../catalogue/schema.ts';
import { sha256 } from '../../text/digest.ts';
import { parseText } from '../../text/parse.ts';
import type { Outcome, Problem } from '../../text/problem.ts';
import { checkShape, checkVersion } from '../../text/shape/shape.ts';
import { decodeSource } from '../../text/source.ts';
import { splitAddress } from '../targets/targets.ts';

/** An address with one port or, for looks at all ports of a device, with a range of them. */
const GrantedAddress = z
  .string()
  .regex(/^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):\d{1,5}(-\d{1,5})?$/, 'host:port, or host:first-last');

const Moment = z.iso.datetime({ offset: true });

/** A grant file. It permits the named targets at these numeric addresses, and nothing else. */
export const GrantFile = z.strictObject({
  bestride: z.literal(1),
  /** The person who answers for it, as they want to be found. */
  authorisedBy: z.string().min(1),
  from: Moment,
  until: Moment,
  /** `environment/target` → the addresses it may have: numbers, not names, each with its port or a range of ports. */
  targets: z.record(
    z.string().regex(/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/, 'environment/target'),
    z.array(GrantedAddress).min(1),
  ),
  /** For the whole run, over all granted targets. */
  budget: Budget,
});
export type GrantFile = z.infer<typeof GrantFile>;

/** A grant, read from outside the checkout. */
export interface Grant extends GrantFile {
  /** Of the file's bytes. */
  readonly digest: string;
}

const LIMIT = 256 * 1024;

/**
 * Reads a grant file. Problems: TGT05 when it lies inside the project or the checkout around it (links
 * followed), TXT* when it cannot be read or is of the wrong shape. Whether it covers a target at a moment is
 * asked later ({@link grantCovers}).
 */
export function readGrant(file: string, projectFolder: string): Outcome<Grant> {
  let bytes: Uint8Array;
  let checkout: string;
  let real: string;
  try {
    real = realpathSync(file);
    checkout = checkoutAround(realpathSync(projectFolder));
    bytes = readFileSync(real);
  } catch {
    return refuse({ code: 'TXT01', severity: 'error', message: `the grant "${file}" cannot be read` });
  }
  // The link itself counts too: who can change the checkout could point it at an old grant.
  if ([real, join(realpathSync(dirname(file)), 'grant')].some((path) => isInside(path, checkout))) {
    return refuse({
      code: 'TGT05',
      severity: 'error',
      message: 'the grant lies inside the checkout, where whoever changes the project could change it',
      hint: `Keep it outside of "${checkout}".`,
    });
  }
  const source = decodeSource(file, bytes, LIMIT);
  if (!source.value) return { problems: source.problems };
  const parsed = parseText(source.value);
  if (!parsed.value) return { problems: parsed.problems };
  const version = checkVersion(parsed.value);
  if (version.length > 0) return { problems: version };
  const shape = checkShape(GrantFile, parsed.value);
  const problems = [...parsed.problems, ...shape.problems];
  if (!shape.value) return { problems };
  const named = Object.values(shape.value.targets)
    .flat()
    .find((address) => isIP(splitAddress(address).host) === 0);
  if (named !== undefined) {
    const message = `the grant names "${named}", which is no numeric address`;
    return refuse({
      code: 'TGT05',
      severity: 'error',
      message,
      hint: 'Grant numbers: a name may lead elsewhere tomorrow.',
    });
  }
  return { value: { ...shape.value, digest: sha256(bytes) }, problems };
}

/** Why the grant does not permit this address of a target (`environment/target`) now; undefined: it does. */
export function grantCovers(
  grant: GrantFile,
  target: string,
  address: string,
  port: number,
  now: Date,
): string | undefined {
  if (now.getTime() < Date.parse(grant.from)) return `the grant begins only at ${grant.from}`;
  if (now.getTime() > Date.parse(grant.until)) return `the grant ran out at ${grant.until}`;
  const granted = Object.entries(grant.targets).find(([name]) => name === target)?.[1];
  if (!granted) return `the grant does not name the target "${target}"`;
  const wanted = numeric(address);
  const found = granted.some((one) => {
    const [first = 0, last = first] = one
      .slice(one.lastIndexOf(':') + 1)
      .split('-')
      .map(Number);
    return numeric(splitAddress(one).host) === wanted && first <= port && port <= last;
  });
  return found ? undefined : `the grant permits "${target}", but not at ${address} port ${port}`;
}

/** One spelling for each IPv6 address. */
function numeric(address: string): string {
  return isIP(address) === 6 ? new URL(`http://[${address}]/`).hostname : address;
}

/** The outermost folder around the project that is a git checkout; the project itself where there is none. */
function checkoutAround(project: string): string {
  let found = project;
  for (let folder = project; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) found = folder;
    if (dirname(folder) === folder) return found;
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

function refuse(problem: Problem): Outcome<Grant> {
  return { problems: [problem] };
}
