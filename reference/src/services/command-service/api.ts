/** What the command service makes of a request, apart from the network. */
import { fieldsOf, isPercent } from '../../common/json.ts';

export type Answer =
  | { readonly kind: 'set'; readonly position: number }
  | { readonly kind: 'refused'; readonly status: 400 | 403 | 404 | 405; readonly reason: string };

export interface Request {
  /** The name in the caller's certificate; undefined where none counts. */
  readonly who: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** The one identity that may set the valve. */
const OPERATOR = 'operator';

/** Decides on a request: first who asks, then what. A device's certificate is genuine and still not the operator's. */
export function decide({ who, method, path, body }: Request): Answer {
  if (who !== OPERATOR)
    return { kind: 'refused', status: 403, reason: 'only the operator may use this service' };
  if (path !== '/valve') return { kind: 'refused', status: 404, reason: 'there is only /valve' };
  if (method !== 'POST') return { kind: 'refused', status: 405, reason: 'use POST' };
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

function readPosition(body: string): number | undefined {
  const { position } = fieldsOf(body);
  return isPercent(position) ? position : undefined;
}
