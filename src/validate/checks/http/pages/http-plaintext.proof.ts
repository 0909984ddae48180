import { type ContextOptions, runAgainst } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { freePort } from '../../../testing/mosquitto.ts';
import { type NginxSetup, startNginx } from '../../../testing/nginx.ts';
import type { Pki } from '../../../testing/pki.ts';
import { type Stand, proof, rowsOn } from '../../../testing/proof.ts';
import { httpPlaintext } from './http-plaintext.ts';

const told = (pki: Pki): Omit<ContextOptions, 'port'> => ({
  identities: [],
  ca: pki.ca.cert,
  kind: 'http',
  declares: { http: { path: '/', routes: [{ method: 'POST', path: '/commands', body: '{}' }] } },
});

/** `PLAIN` stands for the port of the plain address. */
const nginx: Stand<NginxSetup> = {
  software: 'nginx',
  text: (lines) => lines.join('\n'),
  async judge(check, setup, { pki }) {
    const plainPort = await freePort();
    const lines = setup.map((line) => line.replaceAll('PLAIN', String(plainPort)));
    const server = await startNginx(pki, lines);
    return runAgainst(check, { ...told(pki), port: server.port, plainPort }).finally(() => server.stop());
  },
};

const HTML = 'default_type text/html';
const HSTS = 'add_header Strict-Transport-Security "max-age=31536000"';
const second = (does: string): string => `http: server { listen 127.0.0.1:PLAIN; ${does} }`;
const TO_HTTPS = second('return 308 https://localhost$request_uri;');
const REDIRECTING = [HTML, HSTS, TO_HTTPS];
const instead = (by: string): readonly string[] => [HTML, HSTS, by];

export const httpPlaintextProof = proof(
  httpPlaintext,
  rowsOn(nginx, 'TLS alone', {
    intact: [],
    weakened: {
      'the same pages without TLS': ['listen 127.0.0.1:PLAIN'],
      'it asks for a token in the clear': [second('return 401;')],
      'it leads nowhere else': [second('return 302 http://localhost$request_uri;')],
    },
    dead: {
      'it answers that the request is a bad one': [second('return 400;')],
      'the service is in trouble': ['return 503'],
    },
  }),
  rowsOn(nginx, 'a page, and a redirect to it', {
    intact: REDIRECTING,
    weakened: {
      'the redirect sets a cookie': instead(
        second('add_header Set-Cookie "id=1; Secure" always; return 308 https://localhost$request_uri;'),
      ),
      'commands are taken in the clear': instead(
        second('location / { return 308 https://localhost$request_uri; } location /commands { return 204; }'),
      ),
      'no browser is told to come by https': [HTML, TO_HTTPS],
      'browsers are told to forget it within the hour': [
        HTML,
        'add_header Strict-Transport-Security "max-age=600"',
        TO_HTTPS,
      ],
      'browsers are told to forget it': [HTML, 'add_header Strict-Transport-Security "max-age=0"', TO_HTTPS],
    },
  }),
  deadEnds(({ pki }) => ({ ...told(pki), plainPort: 9 })),
);
