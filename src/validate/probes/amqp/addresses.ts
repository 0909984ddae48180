/** Where a canary sends and reads, and in how many ways its addresses can be written. */
import type { Credentials } from '../../check.ts';
import type { AmqpTarget } from '../../targets/amqp.ts';

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
  const names = addresses.map((address) => nameIn(address, identity.name));
  const written = names.flatMap((name) =>
    [...FORMS, ...(amqp.forms ?? [])].map((form) => form.replaceAll('{name}', name)),
  );
  return [...new Set([...addresses, ...written])];
}

/** From the segment that names the identity to the end: `commands.canary-b` of `/amq/queue/commands.canary-b`. */
function nameIn(address: string, identity: string): string {
  const segments = address.split('/');
  return segments.slice(segments.findIndex((segment) => segment.includes(identity))).join('/');
}
