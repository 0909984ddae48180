/**
 * A plant of ours behind HTTPS with mutual TLS: one valve, one who may move it (the PKI's service), and a log. Each
 * setting can be wrong in its own way; the rest stays as it is.
 */
import { createHash, sign } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { TLSSocket } from 'node:tls';

import { certified, runAgainst } from '../context.ts';
import type { Issued } from '../pki.ts';
import { type Bench, type Stand, asLines } from '../proof.ts';

export interface HttpsPlant {
  readonly commandsFrom: 'the service' | 'anybody with a certificate' | 'nobody';
  /** `late`: it says no, and moves all the same. */
  readonly refusal: 'before it moves' | 'after it moved';
  /** How it says no. */
  readonly says: 403 | 401 | 429;
  /** Whether it says where it stands for a second after it said no. */
  readonly shows: 'always' | 'not after a refusal';
  /** What it says to a certificate of an authority that it does not know. */
  readonly strangers: 'nothing, they do not get in' | 403 | 400;
  readonly moves: 'at once' | 'by 10 in a second';
  readonly limit: '60, cut off' | '60, refused' | 'none';
  readonly recorded: 'all commands' | 'accepted ones' | 'refused ones' | 'without names' | 'without times';
  readonly log: 'chained and signed' | 'chained' | 'plain';
  /** What somebody did to the log before. */
  readonly editor: 'nobody' | 'changed a line' | 'removed a line' | 'removes the oldest at each entry';
}

export const SOUND_PLANT: HttpsPlant = {
  commandsFrom: 'the service',
  refusal: 'before it moves',
  says: 403,
  shows: 'always',
  strangers: 'nothing, they do not get in',
  moves: 'at once',
  limit: '60, cut off',
  recorded: 'all commands',
  log: 'chained and signed',
  editor: 'nobody',
};

/** The plant as a target declares it, without its log. */
const COMMANDS = {
  over: 'https',
  by: 'service',
  send: '/valve',
  body: '{"position": {value}}',
  observe: '/valve',
  pointer: '/position',
  permitted: [20, 40],
  beyond: [61, 100],
  least: 0,
  most: 60,
  settleSeconds: 0.3,
  direct: true,
} satisfies NonNullable<Parameters<typeof runAgainst>[1]['declares']>['commands'];

const AUDIT = {
  over: 'https',
  by: 'service',
  log: '/log',
  who: '/who',
  when: '/at',
  accepted: { '/did': 'moved the valve' },
  refused: { '/did': 'was refused' },
  key: 'server.pem',
} as const;

interface Changes {
  readonly direct?: boolean;
  readonly permitted?: readonly [number, number];
  /** What all but the service show instead. */
  readonly strangers?: Pick<Issued, 'cert' | 'key'>;
}

/** What a check is told, wherever the plant is. */
export function declared(kind: 'commands' | 'audit', { pki }: Bench, changes: Changes = {}) {
  const { strangers, permitted = COMMANDS.permitted, ...commands } = changes;
  const known = certified(pki);
  return {
    kind,
    ca: pki.ca.cert,
    identities: strangers
      ? known.map((one) => (one.name === 'service' ? one : { ...one, ...strangers }))
      : known,
    files: { 'server.pem': pki.server.cert },
    declares: {
      commands: { ...COMMANDS, ...commands, permitted: [...permitted] as [number, number] },
      ...(kind === 'audit' && { audit: AUDIT }),
    },
  };
}

/** The plant as a stand, looked at as a target of this kind. */
export function onHttpsPlant(
  kind: 'commands' | 'audit',
  changes: (bench: Bench) => Changes = () => ({}),
): Stand<HttpsPlant> {
  return {
    software: 'a plant of ours on node:https',
    text: asLines,
    async judge(check, setup, bench) {
      const { port, close } = await startPlant(bench, setup);
      return runAgainst(check, { ...declared(kind, bench, changes(bench)), port }).finally(close);
    },
  };
}

async function startPlant({ pki }: Bench, setup: HttpsPlant) {
  const log = new Log(setup, pki.server);
  const valve = newValve(setup);
  let refusedAt = -Infinity;
  const answer = (who: string, method: string, path: string, body: string): [number, string] => {
    if (path === '/log') return [200, `${log.lines.join('\n')}\n`];
    if (method === 'GET' && setup.shows === 'not after a refusal' && performance.now() - refusedAt < 1000)
      return [429, ''];
    if (method === 'GET') return [200, JSON.stringify({ position: valve.position() })];
    const asked = Number(/\d+/.exec(body)?.[0]);
    const may =
      setup.commandsFrom === 'anybody with a certificate' ||
      (setup.commandsFrom === 'the service' && who === pki.service.name);
    const refuse = !may || (setup.limit === '60, refused' && asked > 60);
    log.write(who, refuse ? 'was refused' : 'moved the valve');
    if (!refuse || setup.refusal === 'after it moved')
      valve.moveTo(setup.limit === 'none' ? asked : Math.min(asked, 60));
    if (refuse) refusedAt = performance.now();
    return refuse ? [setup.says, '{}'] : [200, JSON.stringify({ position: valve.position() })];
  };
  for (let count = 0; count < 6; count += 1) log.write('somebody', 'was here');
  log.edit();
  const server = createServer(
    {
      key: pki.server.key,
      cert: pki.server.cert,
      ca: pki.ca.cert,
      requestCert: true,
      rejectUnauthorized: typeof setup.strangers !== 'number',
    },
    async (request, response) => {
      const isKnown = request.socket instanceof TLSSocket && request.socket.authorized;
      if (!isKnown && typeof setup.strangers === 'number') {
        response.writeHead(setup.strangers).end();
        return;
      }
      const [status, text] = answer(
        nameOf(request),
        request.method ?? '',
        request.url ?? '',
        await textOf(request),
      );
      response.writeHead(status).end(text);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function newValve({ moves }: HttpsPlant) {
  let [from, to, since] = moves === 'at once' ? [0, 0, 0] : [20, 20, 0];
  const position = (): number => {
    const gone = moves === 'at once' ? Infinity : (performance.now() - since) / 100;
    return Math.round(from + Math.sign(to - from) * Math.min(Math.abs(to - from), gone));
  };
  return {
    position,
    moveTo(value: number): void {
      [from, to, since] = [position(), value, performance.now()];
    },
  };
}

class Log {
  readonly lines: string[] = [];
  readonly #setup: HttpsPlant;
  readonly #signer: Issued;

  constructor(setup: HttpsPlant, signer: Issued) {
    this.#setup = setup;
    this.#signer = signer;
  }

  write(who: string, did: string): void {
    const { recorded, log, editor } = this.#setup;
    if (recorded === 'accepted ones' && did === 'was refused') return;
    if (recorded === 'refused ones' && did === 'moved the valve') return;
    const entry = {
      ...(recorded !== 'without times' && { at: new Date().toISOString() }),
      ...(recorded !== 'without names' && { who }),
      did,
    };
    const last = this.lines.at(-1);
    const previous = last === undefined ? '' : createHash('sha256').update(last).digest('hex');
    const text = JSON.stringify(log === 'plain' ? entry : { ...entry, previous });
    this.lines.push(log === 'chained and signed' ? this.#signed(text.slice(0, -1)) : text);
    if (editor === 'removes the oldest at each entry' && this.lines.length > 6) this.lines.shift();
  }

  edit(): void {
    const { editor } = this.#setup;
    if (editor === 'changed a line') this.lines[2] = (this.lines[2] ?? '').replace('somebody', 'nobody');
    if (editor === 'removed a line') this.lines.splice(2, 1);
  }

  #signed(text: string): string {
    const signature = sign('sha256', Buffer.from(text), this.#signer.key).toString('base64');
    return `${text},"signature":"${signature}"}`;
  }
}

function nameOf({ socket }: IncomingMessage): string {
  const name: unknown = socket instanceof TLSSocket ? socket.getPeerCertificate().subject?.CN : undefined;
  return typeof name === 'string' ? name : 'unknown';
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
