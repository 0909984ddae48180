/** Where a canary sends and reads, and in how many ways its addresses can be written. */
import type { Credentials } from '../../check.ts';
import type { AmqpTarget } from '../../targets/spoken/amqp.ts';

/** What one identity may use, with its name in it. */
export interface Addresses {
  readonly send: string;
  readonly receive: string;
  readonly serviceReceives: string;
  readonly serviceSends: string;
}

export function addressesOf(amqp: AmqpTarget, identity: Pick<Credentials, 'name'>): Addresses {
  const of = (template: string): string => template.replaceAll('{identity}', identity.name);
  return {
    send: of(amqp.send),
    receive: of(amqp.receive),
    serviceReceives: of(amqp.serviceReceives ?? amqp.send),
    serviceSends: of(amqp.serviceSends ?? amqp.receive),
  };
}

/**
 * How brokers write the place called `{name}`: RabbitMQ of version 3 (by which `/amq/queue` and `/queue` are the same
 * queue under different rules), RabbitMQ 4, Artemis and ActiveMQ, and those that take the bare name.
 */
const FORMS = [
  '{name}',
  '/{name}',
  '/queue/{name}',
  '/amq/queue/{name}',
  '/topic/{name}',
  '/exchange/{name}',
  '/exchange/amq.default/{name}',
  '/exchange/amq.direct/{name}',
  '/exchange/amq.topic/{name}',
  '/queues/{name}',
  '/exchanges/{name}',
  'queue://{name}',
  'topic://{name}',
];

/** The addresses as they are declared, and each in every other form. */
export function inEveryForm(
  amqp: AmqpTarget,
  identity: Pick<Credentials, 'name'>,
  addresses: readonly string[],
): readonly string[] {
  const names = namesIn(identity, addresses);
  const written = names.flatMap((name) =>
    [...FORMS, ...(amqp.forms ?? [])].map((form) => form.replaceAll('{name}', name)),
  );
  return [...new Set([...addresses, ...written])];
}

/**
 * Patterns that cover the places of one identity: `*` stands for a word, `#` for any number of them (RabbitMQ, Artemis),
 * `>` for the rest (ActiveMQ). Where a pattern might take messages away from others, it holds the identity's name; where
 * everybody gets a copy, because the address is one of a topic, it covers all.
 */
export function inPatterns(
  identity: Pick<Credentials, 'name'>,
  addresses: readonly string[],
): readonly string[] {
  const names = namesIn(identity, addresses);
  const its = names.flatMap((name) => {
    const [first = '', ...rest] = name.split('.');
    const behind = first.includes(identity.name) ? [] : [['*', ...rest].join('.'), ['#', ...rest].join('.')];
    return [`${name}.#`, ...behind];
  });
  const all = names.flatMap((name) =>
    ['*', '#', '>'].map((wildcard) => {
      const words = name.split('.');
      const at = words.findIndex((word) => word.includes(identity.name));
      return [...words.slice(0, at), wildcard, ...(wildcard === '*' ? words.slice(at + 1) : [])].join('.');
    }),
  );
  const inTopics = [...its, ...all, '#', '>'].flatMap((pattern) => [
    `/topic/${pattern}`,
    `topic://${pattern}`,
  ]);
  return [...new Set([...its, ...inTopics])];
}

function namesIn(identity: Pick<Credentials, 'name'>, addresses: readonly string[]): readonly string[] {
  return [...new Set(addresses.map((address) => nameIn(address, identity.name)))];
}

/** From the segment that names the identity to the end: `commands.canary-b` of `/amq/queue/commands.canary-b`. */
function nameIn(address: string, identity: string): string {
  const segments = address.split('/');
  return segments.slice(segments.findIndex((segment) => segment.includes(identity))).join('/');
}
