/**
 * A CoAP server of ours that asks who calls, which libcoap's example does not: it answers each resource to everybody,
 * or to nobody who shows no credential, by the code it is told. Plain CoAP, on a free port of 127.0.0.1.
 */
import { createSocket } from 'node:dgram';

import { type ContextOptions, runAgainst } from '../context.ts';
import type { Stand } from '../proof.ts';

/** Path → the code by which a stranger is answered; 2.05 with some content. */
export type CoapResources = Readonly<Record<string, '2.05' | '4.01' | '4.03' | '4.04' | '5.00'>>;

/** The code by which it answers whoever would write; with 2.04 it keeps what was written. */
export type CoapWrites = '2.04' | '4.01' | '4.03' | '4.04' | '4.05';

/** A long list comes in blocks of 64 bytes. */
const BLOCK_SIZE = 2;

export async function startCoapResponder(
  resources: CoapResources,
  list: string = linksTo(resources),
  writes?: CoapWrites,
): Promise<{ readonly port: number; readonly asked: readonly string[]; stop(): void }> {
  const asked: string[] = [];
  const written = new Map<string, Buffer>();
  const socket = createSocket('udp4');
  socket.on('message', (request, from) => {
    const { path, block, isWrite, payload } = readRequest(request);
    asked.push(path);
    if (isWrite && writes !== undefined) {
      if (writes === '2.04') written.set(path, payload);
      socket.send(answer(request, writes, Buffer.alloc(0), 0), from.port, from.address);
      return;
    }
    const code = resources[path] ?? (path === '.well-known/core' ? '2.05' : '4.04');
    const content =
      written.get(path) ??
      Buffer.from(code !== '2.05' ? '' : path === '.well-known/core' ? list : `this is ${path}`);
    socket.send(answer(request, code, content, block), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { port: socket.address().port, asked, stop: () => socket.close() };
}

export function onCoapResponder(how: Omit<ContextOptions, 'port'>): Stand<CoapResources> {
  return {
    software: 'a CoAP server of ours',
    text: (resources) =>
      Object.entries(resources)
        .map(([path, code]) => `/${path} to strangers: ${code}`)
        .join('\n'),
    async judge(check, resources) {
      const server = await startCoapResponder(resources);
      return runAgainst(check, { ...how, port: server.port }).finally(() => server.stop());
    },
  };
}

function linksTo(resources: CoapResources): string {
  return Object.keys(resources)
    .filter((path) => path !== '.well-known/core')
    .map((path) => `</${path}>;ct=0`)
    .join(',');
}

interface Request {
  readonly path: string;
  readonly block: number;
  readonly isWrite: boolean;
  readonly payload: Buffer;
}

/** A request that our own probe has written; no other options are known. */
function readRequest(bytes: Buffer): Request {
  const segments: string[] = [];
  let block = 0;
  let number = 0;
  let at = 4 + ((bytes[0] ?? 0) & 15);
  while (at < bytes.length && bytes[at] !== 0xff) {
    const first = bytes[at] ?? 0;
    at += 1;
    const [delta, length] = [first >> 4, first & 15].map((nibble) => {
      if (nibble < 13) return nibble;
      at += 1;
      return 13 + (bytes[at - 1] ?? 0);
    });
    number += delta ?? 0;
    const value = bytes.subarray(at, at + (length ?? 0));
    at += value.length;
    if (number === 11) segments.push(value.toString());
    if (number === 23 && value.length > 0) block = value.readUIntBE(0, value.length) >> 4;
  }
  return { path: segments.join('/'), block, isWrite: bytes[1] !== 1, payload: bytes.subarray(at + 1) };
}

function answer(request: Buffer, code: string, content: Buffer, block: number): Buffer {
  const tokenLength = (request[0] ?? 0) & 15;
  const [group = 0, detail = 0] = code.split('.').map(Number);
  const size = 16 << BLOCK_SIZE;
  const rest = content.subarray(block * size);
  const value = (block << 4) | (rest.length > size ? 8 : 0) | BLOCK_SIZE;
  const parts = content.length > size ? [Buffer.from([0xd2, 10, value >> 8, value & 0xff])] : [];
  const payload = content.length > 0 ? [Buffer.from([0xff]), rest.subarray(0, size)] : [];
  return Buffer.concat([
    Buffer.from([0x60 | tokenLength, (group << 5) | detail]),
    request.subarray(2, 4 + tokenLength),
    ...parts,
    ...payload,
  ]);
}
