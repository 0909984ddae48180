/**
 * HTTPS listeners that demand client certificates, in a process of their own: `tls-endpoints.mjs FOLDER COUNT`, with
 * the test PKI in the folder. Sends their ports to its parent, and on any message how many connections each has had.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';

const [folder, count] = process.argv.slice(2);
const pem = (name) => readFileSync(join(folder, name));
const options = {
  cert: pem('server.pem'),
  key: pem('server.key'),
  ca: pem('ca.pem'),
  ciphers: 'ECDHE+AESGCM:@SECLEVEL=2',
  requestCert: true,
  rejectUnauthorized: true,
};
const seen = Array.from({ length: Number(count) }, () => 0);
const ports = await Promise.all(
  seen.map(
    (_, index) =>
      new Promise((resolve) => {
        const server = createServer(options, (_request, response) => response.end('hello'));
        server.on('connection', () => (seen[index] += 1));
        server.on('tlsClientError', () => undefined);
        server.listen(0, '127.0.0.1', () => resolve(server.address().port));
      }),
  ),
);
process.on('message', () => process.send(seen));
process.on('disconnect', () => process.exit());
process.send(ports);
