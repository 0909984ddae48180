/**
 * Rows on a real RabbitMQ. It takes seconds to start, so rows whose settings and users are the same share one, each in a
 * virtual host of its own.
 */
import type { Credentials } from '../../check.ts';
import type { AmqpTarget } from '../../targets/spoken/amqp.ts';
import { type ContextOptions, runAgainst } from '../context.ts';
import { freePort } from '../mosquitto.ts';
import type { Pki } from '../pki.ts';
import type { Stand } from '../proof.ts';
import { type Rabbit, type RabbitSetup, type Rights, settingLines, startRabbit } from './rabbitmq-process.ts';

/** How a target declares it. */
const RABBIT_ADDRESSES: AmqpTarget = {
  send: '/exchange/messages.{identity}',
  receive: '/amq/queue/commands.{identity}',
  service: 'service',
  serviceReceives: '/amq/queue/messages.{identity}',
  serviceSends: '/exchange/commands.{identity}',
};

const NOTHING = '^$';
const ownPlaces = (name: string): Rights => ({
  configure: NOTHING,
  write: `^messages\\.${name}$`,
  read: `^commands\\.${name}$`,
});

/** Passwords in the clear, nobody without one, each device its own places. */
export const RABBIT: RabbitSetup = {
  settings: {
    'listeners.tcp.1': '127.0.0.1:PORT',
    'auth_mechanisms.1': 'PLAIN',
    'amqp1_0.default_user': 'none',
  },
  users: { 'canary-a': 'a-secret', 'canary-b': 'b-secret', service: 's-secret' },
  rights: {
    'canary-a': ownPlaces('canary-a'),
    'canary-b': ownPlaces('canary-b'),
    service: { configure: NOTHING, write: '^commands\\.', read: '^messages\\.' },
  },
};

/** The same over TLS, where the name in the client's certificate is the user's (SASL EXTERNAL). */
export const RABBIT_CERTIFIED: RabbitSetup = {
  ...RABBIT,
  settings: {
    'listeners.tcp': 'none',
    'listeners.ssl.1': '127.0.0.1:PORT',
    'ssl_options.cacertfile': 'PKI/ca.pem',
    'ssl_options.certfile': 'PKI/server.pem',
    'ssl_options.keyfile': 'PKI/server.key',
    'ssl_options.versions.1': 'tlsv1.2',
    'ssl_options.versions.2': 'tlsv1.3',
    'ssl_options.verify': 'verify_peer',
    'ssl_options.fail_if_no_peer_cert': 'true',
    'auth_mechanisms.1': 'EXTERNAL',
    ssl_cert_login_from: 'common_name',
    'amqp1_0.default_user': 'none',
  },
};

/** The same setup with some settings changed, added or (null) left out. */
export function rabbitTwin(of: RabbitSetup, changed: RabbitSetup['settings']): RabbitSetup {
  return { ...of, settings: { ...of.settings, ...changed } };
}

/** The same setup with more users. */
export function withUsers(of: RabbitSetup, more: RabbitSetup['users']): RabbitSetup {
  return { ...of, users: { ...of.users, ...more } };
}

/** The same setup with an advanced.config. */
export function withAdvanced(of: RabbitSetup, advanced: string): RabbitSetup {
  return { ...of, advanced };
}

/** The same setup where one user has other rights. */
export function withRights(of: RabbitSetup, user: string, changed: Partial<Rights>): RabbitSetup {
  const before = of.rights[user] ?? { configure: NOTHING, write: NOTHING, read: NOTHING };
  return { ...of, rights: { ...of.rights, [user]: { ...before, ...changed } } };
}

/** Where it is the software, asked on behalf of some identities. */
export function onRabbit(
  identities: (pki: Pki) => readonly Credentials[],
  how: {
    readonly tls?: boolean;
    /** The target declares a plain address, whose port settings call EXTRA. */
    readonly plain?: boolean;
    readonly amqp?: Partial<AmqpTarget>;
  } & Pick<ContextOptions, 'expects' | 'declares'> = {},
): Stand<RabbitSetup> {
  const { tls = false, amqp = {}, plain = false, declares = {}, ...told } = how;
  return {
    software: 'rabbitmq-server',
    text: rabbitText,
    async judge(check, setup, { pki }) {
      const plainPort = plain ? await freePort() : undefined;
      const { broker, giveBack } = await borrow(pki, withExtraPort(setup, plainPort));
      try {
        const host = await broker.addVirtualHost(setup);
        return await runAgainst(check, {
          ...told,
          kind: 'amqp',
          ...(plainPort !== undefined && { plainPort }),
          port: broker.port,
          identities: identities(pki),
          declares: { ...declares, amqp: { ...RABBIT_ADDRESSES, ...amqp, host } },
          ...(tls && { ca: pki.ca.cert }),
        });
      } finally {
        await giveBack();
      }
    },
  };
}

function withExtraPort(setup: RabbitSetup, port: number | undefined): RabbitSetup {
  const settings = Object.entries(setup.settings).map(([name, value]) => [
    name,
    value?.replace('EXTRA', String(port)) ?? null,
  ]);
  return { ...setup, settings: Object.fromEntries(settings) };
}

/** Those that run, by what they were started with; with how many rows use each. */
const lent = new Map<string, { readonly starting: Promise<Rabbit>; rows: number }>();

/** Each takes a hundred megabytes and, while it starts, every processor there is. */
const MOST_AT_ONCE = 3;
const waiting: (() => void)[] = [];
let places = MOST_AT_ONCE;

async function inPlace(pki: Pki, setup: RabbitSetup): Promise<Rabbit> {
  if (places > 0) places -= 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else places += 1;
  };
  try {
    const broker = await startRabbit(pki, setup);
    return { ...broker, stop: () => broker.stop().finally(leave) };
  } catch (error) {
    leave();
    throw error;
  }
}

/** The last one to give it back ends it. */
async function borrow(
  pki: Pki,
  setup: RabbitSetup,
): Promise<{ readonly broker: Rabbit; readonly giveBack: () => Promise<void> }> {
  const { settings, advanced = '', users } = setup;
  const key = JSON.stringify([pki.dir, settings, advanced, users]);
  const one = lent.get(key) ?? { starting: inPlace(pki, setup), rows: 0 };
  one.rows += 1;
  lent.set(key, one);
  const giveBack = async (): Promise<void> => {
    one.rows -= 1;
    if (one.rows > 0) return;
    lent.delete(key);
    await one.starting.then((broker) => broker.stop());
  };
  try {
    return { broker: await one.starting, giveBack };
  } catch (error) {
    lent.delete(key);
    throw error;
  }
}

/** The setup as text: rabbitmq.conf, then users and rights. */
function rabbitText(setup: RabbitSetup): string {
  return [
    ...settingLines(setup),
    ...(setup.advanced === undefined ? [] : [setup.advanced]),
    ...Object.keys(setup.users).map((name) => `user ${name}`),
    ...Object.entries(setup.rights).flatMap(([user, rights]) =>
      Object.entries(rights).map(([right, names]) => `${user} may ${right} ${String(names)}`),
    ),
    ...Object.entries(setup.queues ?? {}).map(([name, value]) => `queues ${name} = ${value}`),
  ].join('\n');
}
