import type { ContextOptions } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { onNginx } from '../../../testing/nginx.ts';
import type { Pki } from '../../../testing/pki.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { httpSecurityHeaders } from './http-security-headers.ts';

const told = (pki: Pki): Omit<ContextOptions, 'port'> => ({
  identities: [],
  ca: pki.ca.cert,
  kind: 'http',
  declares: { http: { path: '/' } },
});
const policy = (text: string): string => `add_header Content-Security-Policy "${text}"`;
const HTML = 'default_type text/html';
const STRICT = policy("default-src 'self'; frame-ancestors 'none'");
const NOSNIFF = 'add_header X-Content-Type-Options nosniff';
const COOKIE = 'add_header Set-Cookie "id=1; Secure; HttpOnly; SameSite=Lax"';
const INTACT = [HTML, STRICT, NOSNIFF, COOKIE];
const instead = (line: string, by?: string): string[] =>
  INTACT.flatMap((one) => (one === line ? (by === undefined ? [] : [by]) : [one]));

export const httpSecurityHeadersProof = proof(
  httpSecurityHeaders,
  rowsOn(onNginx(told), 'a page with its own script alone', {
    intact: INTACT,
    weakened: {
      'no policy': instead(STRICT),
      'script inside the page may run': instead(STRICT, policy("default-src 'self' 'unsafe-inline'")),
      'script from anywhere may run': instead(STRICT, policy("default-src 'self'; script-src https:")),
      'a policy that says nothing of script': instead(STRICT, policy("frame-ancestors 'none'")),
      'elements of script may come from anywhere': instead(
        STRICT,
        policy("default-src 'self'; script-src-elem https://*"),
      ),
      'a nonce that is always the same': instead(STRICT, policy("default-src 'self' 'nonce-c2FtZQ=='")),
      'types may be guessed': instead(NOSNIFF),
      'script gets at the cookie': instead(COOKIE, 'add_header Set-Cookie "id=1; Secure; SameSite=Lax"'),
    },
    dead: {
      'it is no page': instead(HTML),
      'there is no page': [...INTACT, 'return 404'],
    },
  }),
  deadEnds(({ pki }) => told(pki)),
);
