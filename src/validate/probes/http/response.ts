/** Reads an HTTP/1.1 response (RFC 9112) as far as its head and the beginning of its body. */
import { sha256 } from '../../../text/digest.ts';

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; a header that is repeated is joined with a line feed, which none can hold. */
  readonly headers: ReadonlyMap<string, string>;
  /** Digest of the body, as it was sent, up to {@link MOST_BODY} bytes; undefined where it has none. */
  readonly body: string | undefined;
  /** The beginning of the body, without the frames of chunks. Looked at, never recorded. */
  readonly content: Buffer;
}

/** A longer head is no head. */
const MOST_HEAD = 32 * 1024;
/** What is looked at of a body. */
const MOST_BODY = 64 * 1024;
/** So many interim answers are passed over, and no more. */
const MOST_INTERIM = 5;

/**
 * `more`: not all of it is there yet, and the connection is open. An interim answer (1xx) is passed over. A body
 * that the server breaks off counts as far as it came.
 */
export function readResponse(
  received: Buffer,
  ended: boolean,
  method: string,
  interim = 0,
): HttpResponse | 'more' | 'not-http' {
  const start = received.subarray(0, 7).toString('latin1');
  if (!'HTTP/1.'.startsWith(start)) return 'not-http';
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return ended || received.length > MOST_HEAD ? 'not-http' : 'more';
  if (end > MOST_HEAD) return 'not-http';
  const [first = '', ...lines] = received.subarray(0, end).toString('latin1').split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})( |$)/.exec(first)?.[1]);
  if (Number.isNaN(status) || status < 100) return 'not-http';
  const rest = received.subarray(end + 4);
  if (status < 200)
    return status === 101 || interim >= MOST_INTERIM
      ? 'not-http'
      : readResponse(rest, ended, method, interim + 1);
  const headers = headersOf(lines);
  const bare = method === 'HEAD' || status === 204 || status === 304;
  const length = bare ? 0 : lengthOf(headers, rest);
  const wanted = Math.min(length ?? MOST_BODY, MOST_BODY);
  if (rest.length < wanted && !ended) return 'more';
  const body = rest.subarray(0, wanted);
  const chunked = !bare && /chunked/i.test(headers.get('transfer-encoding') ?? '');
  return {
    status,
    headers,
    body: body.length > 0 ? sha256(body) : undefined,
    content: chunked ? withoutFrames(body) : body,
  };
}

/** RFC 9112 section 7.1; what does not look like chunks ends it. */
function withoutFrames(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const line = body.indexOf('\r\n', at);
    const size = /^[0-9a-f]{1,6}(?=[;\s]|$)/i.exec(
      body.subarray(at, line < 0 ? at : line).toString('latin1'),
    )?.[0];
    const length = size === undefined ? 0 : Number.parseInt(size, 16);
    if (length === 0) break;
    chunks.push(body.subarray(line + 2, line + 2 + length));
    at = line + 2 + length + 2;
  }
  return Buffer.concat(chunks);
}

function headersOf(lines: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}\n${value}`);
  }
  return headers;
}

/** How many bytes the body has; undefined: as many as come before the end. A chunked one ends with its last chunk. */
function lengthOf(headers: ReadonlyMap<string, string>, rest: Buffer): number | undefined {
  if (/chunked/i.test(headers.get('transfer-encoding') ?? '')) {
    const last = rest.indexOf('0\r\n\r\n');
    const whole = last === 0 || (last > 1 && rest.subarray(last - 2, last).toString('latin1') === '\r\n');
    return whole ? last + 5 : undefined;
  }
  const said = headers.get('content-length');
  return said !== undefined && /^\d{1,15}$/.test(said) ? Number(said) : undefined;
}
