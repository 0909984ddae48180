/** One HTTPS request over the dialler. HTTP/1.0, so that the answer ends with the connection and comes in one piece. */
import type { CheckContext, Credentials } from '../../check.ts';
import { type Ending, openWire } from '../mqtt/wire.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Bytes are sent as they are, and not said to be JSON. */
  readonly body?: string | Uint8Array;
  /** How long the answer may take, in milliseconds. */
  readonly answerMillis?: number;
}

export type HttpAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  | Ending;

const ANSWER_MILLIS = 6000;

/** Asks as `who`, with its certificate. Never throws; an answer that is no HTTP is `not-spoken`. */
export async function ask(
  context: CheckContext,
  who: Credentials,
  { method, path, body = '', answerMillis = ANSWER_MILLIS }: HttpRequest,
): Promise<HttpAnswer> {
  if (context.ca === undefined) return { kind: 'local-failure', detail: 'the target declares no CA' };
  const chunks: Buffer[] = [];
  const end = new Deferred();
  const shown = who.cert !== undefined && who.key !== undefined ? { cert: who.cert, key: who.key } : {};
  const wire = await openWire(
    context.dial,
    { ca: context.ca, ...shown },
    { onData: (bytes) => chunks.push(bytes), onEnd: (ending) => end.settle(ending) },
    ANSWER_MILLIS,
  );
  if ('kind' in wire) return wire;
  const head = [
    `${method} ${path} HTTP/1.0`,
    `Host: ${context.dial.serverName}`,
    `Content-Type: application/${typeof body === 'string' ? 'json' : 'octet-stream'}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  wire.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(body)]));
  const patience = setTimeout(() => {
    end.settle({ kind: 'silent', detail: `no answer within ${answerMillis / 1000} seconds` });
  }, answerMillis);
  const ending = await end.reached;
  clearTimeout(patience);
  wire.close();
  return answerIn(Buffer.concat(chunks)) ?? ending;
}

/** How the connection ended, once it did. */
class Deferred {
  readonly reached: Promise<Ending>;
  #resolve: ((ending: Ending) => void) | undefined;

  constructor() {
    this.reached = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  settle(ending: Ending): void {
    this.#resolve?.(ending);
  }
}

function answerIn(bytes: Buffer): HttpAnswer | undefined {
  if (bytes.length === 0) return undefined;
  const text = bytes.toString('utf8');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1]);
  const end = text.indexOf('\r\n\r\n');
  if (Number.isNaN(status) || end < 0)
    return { kind: 'not-spoken', detail: 'answers with something other than HTTP' };
  return { kind: 'answered', status, body: text.slice(end + 4) };
}
