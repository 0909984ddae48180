import { createServer } from 'node:https';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { RABBIT, RABBIT_CERTIFIED, onRabbit, rabbitTwin, withUsers } from '../../testing/brokers/rabbitmq.ts';
import {
  type ContextOptions,
  KNOWN_BY_PASSWORD,
  byPassword,
  certified,
  runAgainst,
} from '../../testing/context.ts';
import { deadEnds } from '../../testing/dead.ts';
import { type BrokerSetup, INTACT, WITH_PASSWORDS, onMosquitto, twin } from '../../testing/mosquitto.ts';
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

const names = ({ passwords = {} }: BrokerSetup): string => text(passwords);
const onBroker: Stand<BrokerSetup> = {
  ...onMosquitto(() => KNOWN_BY_PASSWORD, { declares: { defaultLogins: DEFAULTS } }),
  text: names,
};

const KNOWN_IDS = twin(WITH_PASSWORDS, { clientid_prefixes: 'canary-' });
const BOTH = twin(WITH_PASSWORDS, { require_certificate: 'true' });
const onBoth: Stand<BrokerSetup> = {
  ...onMosquitto((pki) => [byPassword('canary-a', 'a-secret', pki.canaryA)], {
    declares: { defaultLogins: DEFAULTS },
  }),
  text: names,
};
const onCertified = onMosquitto(certified, { declares: { defaultLogins: DEFAULTS } });
const withMaker = (of: BrokerSetup): BrokerSetup => ({
  ...of,
  passwords: { ...of.passwords, admin: 'public' },
});

/** RabbitMQ is delivered with guest/guest, which it takes from the machine itself and from nowhere else. */
const onAmqp = onRabbit(() => KNOWN_BY_PASSWORD, {
  declares: { defaultLogins: [{ username: 'guest', password: 'guest' }] },
});

const AMQP_BOTH = rabbitTwin(RABBIT_CERTIFIED, { 'auth_mechanisms.1': 'PLAIN' });
const onAmqpBoth = onRabbit((pki) => [byPassword('canary-a', 'a-secret', pki.canaryA)], {
  tls: true,
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
      'the maker’s account is still there': withMaker(WITH_PASSWORDS),
    },
    dead: { 'the canary has no account': { ...WITH_PASSWORDS, passwords: { service: 's-secret' } } },
  }),
  rowsOn(onBroker, 'passwords, and client ids of one form', {
    intact: KNOWN_IDS,
    weakened: { 'the maker’s account is still there, for ids of that form': withMaker(KNOWN_IDS) },
  }),
  rowsOn(onBoth, 'a certificate and a password', {
    intact: BOTH,
    weakened: { 'the maker’s account is still there, for who has a certificate': withMaker(BOTH) },
  }),
  rowsOn(onCertified, 'certificates, beside which a password is not looked at', { intact: INTACT }),
  rowsOn(onAmqpBoth, 'a certificate and a password, over AMQP', {
    intact: AMQP_BOTH,
    weakened: {
      'guest is still there, for who has a certificate': withUsers(AMQP_BOTH, { guest: 'guest' }),
    },
  }),
  rowsOn(onAmqp, 'no account but its own, over AMQP', {
    intact: RABBIT,
    weakened: { 'guest is still there': withUsers(RABBIT, { guest: 'guest' }) },
  }),
  deadEnds(({ pki }) => told(pki, 'basic')),
);
