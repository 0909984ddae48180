import { createServer } from 'node:https';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { RABBIT, onRabbit, withUsers } from '../../testing/brokers/rabbitmq.ts';
import { type ContextOptions, KNOWN_BY_PASSWORD, byPassword, runAgainst } from '../../testing/context.ts';
import { deadEnds } from '../../testing/dead.ts';
import { type BrokerSetup, WITH_PASSWORDS, onMosquitto } from '../../testing/mosquitto.ts';
import { startNginx } from '../../testing/nginx.ts';
import type { Pki } from '../../testing/pki.ts';
import { type Stand, proof, rowsOn } from '../../testing/proof.ts';
import { defaultLogin } from './default-login.ts';

/** As a manual would print them; worth nothing anywhere. */
const DEFAULTS = [
  { username: 'admin', password: 'public' },
  { username: 'admin', password: 'admin' },
  { username: 'root', password: '' },
];

/** Names and passwords that open it. */
type Accounts = Readonly<Record<string, string>>;
const OWN: Accounts = { 'canary-a': 'a-secret' };
const WITH_DEFAULT = { ...OWN, admin: 'public' };
const NONE = { 'canary-b': 'b-secret' };

const told = (pki: Pki, way: 'basic' | 'form'): Omit<ContextOptions, 'port'> => ({
  identities: [byPassword('canary-a', 'a-secret')],
  ca: pki.ca.cert,
  kind: 'http',
  declares: {
    defaultLogins: DEFAULTS,
    http: { login: way === 'basic' ? { way, path: '/admin' } : { way, path: '/login', inside: '/admin' } },
  },
});

const text = (accounts: Accounts): string =>
  Object.entries(accounts)
    .map(([name, password]) => `account ${name}: ${password}`)
    .join('\n');

const basic: Stand<Accounts> = {
  software: 'nginx',
  text,
  async judge(check, accounts, { pki }) {
    const dir = await mkdtemp(join(tmpdir(), 'bestride-login-'));
    const lines = Object.entries(accounts).map(([name, password]) => `${name}:{PLAIN}${password}\n`);
    await writeFile(join(dir, 'passwords'), lines.join(''));
    // nginx runs "return" before it asks who comes, so the page is a file.
    await writeFile(join(dir, 'admin'), 'a console');
    const server = await startNginx(pki, [
      'auth_basic "a console"',
      `auth_basic_user_file ${dir}/passwords`,
      `location = /admin { root ${dir}; }`,
    ]);
    return runAgainst(check, { ...told(pki, 'basic'), port: server.port }).finally(async () => {
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    });
  },
};

/** Where a login works, and first leads to where a new password is chosen. */
const MUST_CHANGE = '!';

/** A console of ours: a form, and a page for whoever got its cookie. */
const form: Stand<Accounts> = {
  software: 'a console of ours on node:https',
  text,
  async judge(check, accounts, { pki }) {
    const { cert, key } = pki.server;
    const server = createServer({ cert, key }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const sent = new URLSearchParams(Buffer.concat(chunks).toString());
        const password = request.url === '/login' ? accounts[sent.get('username') ?? ''] : undefined;
        if (password === `${sent.get('password')}${MUST_CHANGE}`) {
          response.writeHead(302, { location: '/new-password' }).end();
          return;
        }
        if (password !== undefined && password === sent.get('password'))
          response.setHeader('set-cookie', 'session=open; Secure; HttpOnly; SameSite=Lax');
        // Like many a form it answers 200 either way.
        const shown = request.url === '/login' || request.headers.cookie === 'session=open';
        response.writeHead(shown ? 200 : 302, shown ? {} : { location: '/login' }).end('a page');
      });
    });
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    return runAgainst(check, { ...told(pki, 'form'), port }).finally(() => {
      server.close();
      server.closeAllConnections();
    });
  },
};

const onBroker: Stand<BrokerSetup> = {
  ...onMosquitto(() => KNOWN_BY_PASSWORD, { declares: { defaultLogins: DEFAULTS } }),
  text: ({ passwords = {} }) => text(passwords),
};

/** RabbitMQ is delivered with guest/guest, which it takes from the machine itself and from nowhere else. */
const onAmqp = onRabbit(() => KNOWN_BY_PASSWORD, {
  declares: { defaultLogins: [{ username: 'guest', password: 'guest' }] },
});

export const defaultLoginProof = proof(
  defaultLogin,
  rowsOn(basic, 'a console that asks by itself', {
    intact: OWN,
    weakened: { 'the maker’s account is still there': WITH_DEFAULT },
    dead: { 'the canary has no account': NONE },
  }),
  rowsOn(form, 'a console with a form', {
    intact: OWN,
    weakened: { 'the maker’s account is still there': WITH_DEFAULT },
    dead: {
      'the canary has no account': NONE,
      'the maker’s login leads to where a new one is chosen': { ...OWN, admin: `public${MUST_CHANGE}` },
    },
  }),
  rowsOn(onBroker, 'passwords of its own', {
    intact: WITH_PASSWORDS,
    weakened: {
      'the maker’s account is still there': {
        ...WITH_PASSWORDS,
        passwords: { ...WITH_PASSWORDS.passwords, admin: 'public' },
      },
    },
    dead: { 'the canary has no account': { ...WITH_PASSWORDS, passwords: { service: 's-secret' } } },
  }),
  rowsOn(onAmqp, 'no account but its own, over AMQP', {
    intact: RABBIT,
    weakened: { 'guest is still there': withUsers(RABBIT, { guest: 'guest' }) },
  }),
  deadEnds(({ pki }) => told(pki, 'basic')),
);
