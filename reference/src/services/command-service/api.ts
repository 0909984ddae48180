/** What the command service makes of a request, apart from the network. */
import { readConfiguration } from '../../common/configuration.ts';
import { OPERATORS } from '../../common/fleet.ts';
import { fieldsOf, isPercent } from '../../common/json.ts';

export type Answer =
  | { readonly kind: 'set'; readonly position: number }
  /** A configuration for the valve, passed on as it came: the valve looks at its signature. */
  | { readonly kind: 'configure'; readonly text: string; readonly version: number }
  /** What the valve says that it is set to. */
  | { readonly kind: 'configuration' }
  /** Software for the valve, passed on as it came: the valve looks at it. */
  | { readonly kind: 'update'; readonly text: string }
  /** What the valve says that it runs. */
  | { readonly kind: 'software' }
  /** Where the valve stands; the service's own audit log. */
  | { readonly kind: 'position' }
  | { readonly kind: 'audit' }
  | { readonly kind: 'refused'; readonly status: 400 | 403 | 404 | 405; readonly reason: string };

export interface Request {
  /** The name in the caller's certificate; undefined where none counts. */
  readonly who: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/**
 * Decides on a request: first who asks, then what. A device's certificate is genuine and still not an operator's.
 * `open` weakens it: whoever has a certificate may ask.
 */
export function decide({ who, method, path, body }: Request, open = false): Answer {
  const isOperator = OPERATORS.some((name) => name === who);
  if (!isOperator && !(open && who !== undefined))
    return { kind: 'refused', status: 403, reason: 'only the operator may use this service' };
  if (path === '/audit' && method === 'GET') return { kind: 'audit' };
  if (path === '/configuration' && method === 'GET') return { kind: 'configuration' };
  if (path === '/configuration' && method === 'POST') return configure(body);
  if (path === '/software' && method === 'GET') return { kind: 'software' };
  if (path === '/software' && method === 'POST') return { kind: 'update', text: body };
  if (path !== '/valve')
    return {
      kind: 'refused',
      status: 404,
      reason: 'there are only /valve, /configuration and /software, and /audit to read',
    };
  if (method === 'GET') return { kind: 'position' };
  if (method !== 'POST') return { kind: 'refused', status: 405, reason: 'use GET or POST' };
  const position = readPosition(body);
  if (position === undefined) {
    return { kind: 'refused', status: 400, reason: 'send {"position": <percent open, 0 to 100>} as JSON' };
  }
  return { kind: 'set', position };
}

/** The valve's report on a command. Undefined for what is none: a device may send anything. */
export function readReport(
  text: string,
): { readonly command: string; readonly position: number } | undefined {
  const { command, position } = fieldsOf(text);
  return typeof command === 'string' && isPercent(position) ? { command, position } : undefined;
}

function configure(text: string): Answer {
  const version = readConfiguration(text)?.version;
  return version === undefined
    ? {
        kind: 'refused',
        status: 400,
        reason: 'send {"device": "valve", "version", "travelSeconds"} with a signature',
      }
    : { kind: 'configure', text, version };
}

/** What a valve's report says of its configuration. Undefined: nothing that could be read. */
export function readRunning(
  text: string,
): { readonly version: number; readonly travelSeconds: number; readonly digest: string } | undefined {
  const { configuration } = fieldsOf(text);
  const { version, travelSeconds, digest } = fieldsOf(JSON.stringify(configuration) ?? '');
  if (typeof version !== 'number' || typeof travelSeconds !== 'number' || typeof digest !== 'string')
    return undefined;
  return { version, travelSeconds, digest };
}

/** What a valve's report says of its software. Undefined: nothing that could be read. */
export function readSoftware(
  text: string,
): { readonly version: number; readonly digest: string; readonly failed?: string } | undefined {
  const { software } = fieldsOf(text);
  const { version, digest, failed } = fieldsOf(JSON.stringify(software) ?? '');
  if (typeof version !== 'number' || typeof digest !== 'string') return undefined;
  return { version, digest, ...(typeof failed === 'string' && { failed }) };
}

function readPosition(body: string): number | undefined {
  const { position } = fieldsOf(body);
  return isPercent(position) ? position : undefined;
}
