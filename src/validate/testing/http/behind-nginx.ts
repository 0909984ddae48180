/** nginx that asks for one fixed token, for the checks of tokens. */
import { onNginx } from '../nginx.ts';

/** Worth nothing anywhere else. */
const TOKEN = 'a-token-of-canary-a-0123456789';

/** Where the whole header is compared; the twins compare it in other ways. */
export const WHOLE_HEADER = `if ($http_authorization != "Bearer ${TOKEN}") { return 401; }`;

/** Asks for the header in another way: a regular expression that it must match. */
export function headerLike(expression: string): string {
  return `if ($http_authorization !~ "${expression}") { return 401; }`;
}

/** Told: the canary with the token and another one, and two routes. */
export const onTokenNginx = onNginx((pki) => ({
  identities: [
    { name: 'canary-a', clientId: 'canary-a', state: 'enrolled', token: TOKEN },
    { name: 'canary-b', clientId: 'canary-b', state: 'enrolled', token: 'a-token-of-canary-b-0123456789' },
  ],
  ca: pki.ca.cert,
  kind: 'http',
  declares: {
    http: {
      routes: [
        { method: 'GET', path: '/' },
        { method: 'GET', path: '/devices/{identity}' },
      ],
      requestLimit: { requests: 12, seconds: 3 },
    },
  },
}));
