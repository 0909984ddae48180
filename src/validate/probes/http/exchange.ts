/**
 * One HTTP/1.1 request on a connection of its own, by hand: no redirect is followed, no cookie kept, and of the
 * answer no more is read than is looked at.
 */
import type { CheckContext } from '../../check.ts';
import { type Ending, openWire } from '../mqtt/wire.ts';
import { type HttpResponse, readResponse } from './response.ts';

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  /** The body is sent without a word on its type, which is JSON otherwise. */
  readonly untyped?: boolean;
  /** Beside Host, Connection and what the body needs. A value never holds a line break. */
  readonly headers?: Readonly<Record<string, string>>;
  /** PEM texts, shown where the listener has TLS. */
  readonly certificate?: { readonly cert: string; readonly key: string };
}

/** What came back: an answer, whatever it says, or why there is none. */
export type HttpAnswer = { readonly kind: 'answered'; readonly response: HttpResponse } | Ending;

/** How long an answer may take, in milliseconds. */
const ANSWER_MILLIS = 5000;

/** Sends one request and reads its answer. Never rejects; nothing of the request stands in what it reports. */
export async function askHttp(context: CheckContext, request: HttpRequest): Promise<HttpAnswer> {
  const { target, ca, dial } = context;
  if (target.tls && ca === undefined)
    return { kind: 'local-failure', detail: 'the CA of the target could not be read' };
  const bytes = encode(request, dial.serverName);
  if (bytes === undefined)
    return { kind: 'local-failure', detail: 'a header holds what cannot be sent in one' };
  let received = Buffer.alloc(0);
  const { promise: answered, resolve: settle } = promised();
  const look = (ended: boolean): void => {
    const read = readResponse(received, ended, request.method);
    if (read === 'more') return;
    settle(
      read === 'not-http'
        ? { kind: 'not-spoken', detail: 'answers with something other than HTTP' }
        : { kind: 'answered', response: read },
    );
  };
  const wire = await openWire(
    dial,
    target.tls && ca !== undefined ? { ca, ...request.certificate } : undefined,
    {
      onData(chunk) {
        received = Buffer.concat([received, chunk]);
        look(false);
      },
      onEnd(ending) {
        if (received.length > 0) look(true);
        settle(ending);
      },
    },
    ANSWER_MILLIS,
  );
  if ('kind' in wire) return wire;
  const patience = setTimeout(
    () => settle({ kind: 'silent', detail: `no whole answer within ${ANSWER_MILLIS / 1000} seconds` }),
    ANSWER_MILLIS,
  );
  wire.write(bytes);
  const answer = await answered;
  clearTimeout(patience);
  wire.drop();
  return answer;
}

/** A promise, and what settles it; later answers change nothing. */
function promised(): {
  readonly promise: Promise<HttpAnswer>;
  readonly resolve: (answer: HttpAnswer) => void;
} {
  const settled: ((answer: HttpAnswer) => void)[] = [];
  const promise = new Promise<HttpAnswer>((resolve) => settled.push(resolve));
  return { promise, resolve: (answer) => settled[0]?.(answer) };
}

/** Undefined: a header's value would break out of its line, or is empty of anything that can be sent. */
function encode(request: HttpRequest, host: string): Buffer | undefined {
  const { method, path, body, untyped, headers = {} } = request;
  const own = {
    Host: host,
    Connection: 'close',
    ...(body !== undefined && {
      ...(untyped !== true && { 'Content-Type': 'application/json' }),
      'Content-Length': String(Buffer.byteLength(body)),
    }),
    ...headers,
  };
  const lines = Object.entries(own).map(([name, value]) => `${name}: ${value}`);
  if (!lines.every((line) => /^[\x20-\x7e]+$/.test(line))) return undefined;
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body ?? ''}`, 'utf8');
}
