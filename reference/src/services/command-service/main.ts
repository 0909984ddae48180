/**
 * The command service: an HTTPS interface, with mutual TLS, through which the operator sets the valve.
 * `POST /valve {"position": 40}` answers with the position the valve reports, or that it did not report in time;
 * `GET /valve` with the last one it reported; `POST /configuration` passes a signed configuration on, and `GET
 * /configuration` answers with the one that the valve says it runs; `POST /software` and `GET /software` are the same
 * for its software; `GET /audit` with the service's own audit log.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';

import { listening, peerOf, refusalReason } from '../../common/identity.ts';
import { fieldsOf, isPercent } from '../../common/json.ts';
import { connect } from '../../common/mqtt.ts';
import { AUDIT_FILE, LOOPBACK, runPart } from '../../common/part.ts';
import { MOST_RELEASE_BYTES } from '../../common/software.ts';
import { commands, messages } from '../../common/topics.ts';
import { decide, readReport, readRunning, readSoftware } from './api.ts';

const MOST_BYTES = MOST_RELEASE_BYTES;
const WAIT_MS = 5000;
/** The valve reports every two seconds. */
const SILENT_MS = 5000;

await runPart(async ({ port, gateway, folder, weaken }, identity, audit) => {
  const link = await connect('command-service', identity, 'cloud-gateway', gateway);
  let reported: number | undefined;
  let running: ReturnType<typeof readRunning>;
  let software: ReturnType<typeof readSoftware>;
  let heardAt = 0;
  const waiting = new Map<string, (position: number) => void>();
  await link.subscribe([messages('valve', 'position')], (_topic, payload) => {
    const text = payload.toString('utf8');
    const { position } = fieldsOf(text);
    if (isPercent(position)) reported = position;
    running = readRunning(text) ?? running;
    software = readSoftware(text) ?? software;
    heardAt = Date.now();
    const report = readReport(text);
    if (report) waiting.get(report.command)?.(report.position);
  });

  /** Sets the valve and waits for its report. Undefined: none came in time. */
  async function setValve(id: string, position: number): Promise<number | undefined> {
    const report = new Promise<number | undefined>((resolve) => {
      waiting.set(id, resolve);
      setTimeout(resolve, WAIT_MS, undefined).unref();
    });
    link.send(commands('valve', 'position'), { id, position });
    return report.finally(() => waiting.delete(id));
  }

  async function answer(
    request: IncomingMessage,
  ): Promise<{ status: number; body: Record<string, unknown> | string }> {
    const who = request.socket instanceof TLSSocket ? peerOf(request.socket).name : undefined;
    const body = await readBody(request);
    const asked = { who, method: request.method ?? '', path: request.url ?? '', body };
    const decision = decide(asked, weaken === 'open-commands');
    if (decision.kind === 'refused') {
      audit({ who: who ?? 'unknown', what: 'request', outcome: 'refused', detail: decision.reason });
      return { status: decision.status, body: { error: decision.reason } };
    }
    if (decision.kind === 'audit') {
      const log = join(folder, AUDIT_FILE);
      return { status: 200, body: existsSync(log) ? readFileSync(log, 'utf8') : '' };
    }
    if (decision.kind === 'position') {
      return reported === undefined
        ? { status: 503, body: { error: 'the valve has not reported yet' } }
        : { status: 200, body: { position: reported } };
    }
    if (decision.kind === 'configuration') {
      return running === undefined
        ? { status: 503, body: { error: 'the valve has not reported yet' } }
        : { status: 200, body: running };
    }
    if (decision.kind === 'software') {
      // What it ran before it fell silent is no word on what it runs now.
      const said = Date.now() - heardAt < SILENT_MS ? software : undefined;
      return { status: 200, body: said ?? { error: 'the valve is silent' } };
    }
    if (decision.kind === 'update') {
      const detail = `valve: ${Buffer.byteLength(decision.text)} bytes of software, passed on`;
      audit({ who: who ?? 'unknown', what: 'update', outcome: 'allowed', detail });
      link.send(commands('valve', 'update'), Buffer.from(decision.text));
      return { status: 202, body: { passedOn: 'software' } };
    }
    if (decision.kind === 'configure') {
      const detail = `valve: number ${decision.version}, passed on`;
      audit({ who: who ?? 'unknown', what: 'configuration', outcome: 'allowed', detail });
      link.send(commands('valve', 'configuration'), Buffer.from(decision.text));
      return { status: 202, body: { passedOn: decision.version } };
    }
    const id = randomUUID();
    audit({
      who: who ?? 'unknown',
      what: 'command',
      outcome: 'allowed',
      detail: `${id}: valve to ${decision.position} %`,
    });
    const reached = await setValve(id, decision.position);
    if (reached === undefined)
      return { status: 504, body: { error: 'the valve did not report', asked: decision.position } };
    return {
      status: 200,
      body: { asked: decision.position, reached, limited: reached !== decision.position },
    };
  }

  const server = createServer(
    { ...listening(identity), requestTimeout: 10_000 },
    async (request, response) => {
      const { status, body } = await answer(request).catch((error: Error) => ({
        status: 400,
        body: { error: error.message },
      }));
      const isText = typeof body === 'string';
      response
        .writeHead(status, { 'content-type': isText ? 'application/jsonl' : 'application/json' })
        .end(isText ? body : `${JSON.stringify(body)}\n`);
    },
  );
  server.maxConnections = 50;
  server.on('tlsClientError', (error, socket) => {
    audit({ who: 'unknown', what: 'connect', outcome: 'refused', detail: refusalReason(error, socket) });
  });
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The listener has no port.');

  return {
    port: address.port,
    async close() {
      server.close();
      server.closeAllConnections();
      await link.close();
    },
  };
});

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new Error(`the request is longer than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
