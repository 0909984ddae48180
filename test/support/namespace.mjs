// Runs inside a network namespace of its own: a counting listener beyond loopback, another on loopback, a name server
// whose answer changes, and then `bestride validate`. Prints what was counted, as JSON.
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

const [bin, project, ...args] = process.argv.slice(2);
const PORT = 8883;
const BEYOND = '192.0.2.7';
const counted = { beyond: 0, loopback: 0, asked: 0 };

async function listener(host, what) {
  const server = createServer((socket) => {
    counted[what] += 1;
    socket.on('error', () => undefined);
    socket.destroy();
  });
  server.listen(PORT, host);
  await once(server, 'listening');
  return server;
}

/** Answers the first question for an IPv4 address with loopback, all later ones with the address beyond. */
function answer(question) {
  const type = question.readUInt16BE(question.length - 4 - extra(question));
  const name = question.subarray(0, question.length - extra(question));
  const header = Buffer.from(name);
  header.writeUInt16BE(0x8180, 2);
  header.writeUInt16BE(type === 1 ? 1 : 0, 6);
  header.writeUInt16BE(0, 10);
  if (type !== 1) return header;
  counted.asked += 1;
  const address = counted.asked === 1 ? [127, 0, 0, 1] : BEYOND.split('.').map(Number);
  return Buffer.concat([header, Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address])]);
}

/** The length of what follows the question (EDNS). */
function extra(question) {
  let at = 12;
  while (question[at] !== 0) at += (question[at] ?? 0) + 1;
  return question.length - (at + 5);
}

const names = createSocket('udp4', (message, from) => names.send(answer(message), from.port, from.address));
names.bind(53, '127.0.0.1');
await once(names, 'listening');
const listeners = [await listener(BEYOND, 'beyond'), await listener('127.0.0.1', 'loopback')];

const child = spawn(
  process.execPath,
  [bin, 'validate', project, '--no-record', '--format', 'json', ...args],
  {
    stdio: ['ignore', 'pipe', 'pipe'],
  },
);
let out = '';
let err = '';
child.stdout.on('data', (chunk) => (out += chunk));
child.stderr.on('data', (chunk) => (err += chunk));
const [code] = await once(child, 'close');
for (const one of listeners) one.close();
names.close();
console.log(JSON.stringify({ ...counted, code, out, err }));
