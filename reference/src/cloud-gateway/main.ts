/**
 * The cloud gateway (the hub): a broker for the field gateway, the camera and the services. What it writes down it
 * says at once on a topic of its own, so that a record of it lies where whoever takes over the hub cannot change it.
 */
import type { Audit } from '../common/audit.ts';
import { startBroker } from '../common/broker.ts';
import type { Broker } from '../common/broker.ts';
import { atHub } from '../common/fleet.ts';
import { runPart } from '../common/part.ts';
import { auditOf } from '../common/topics.ts';

await runPart(async ({ port, weaken }, identity, audit) => {
  let broker: Broker | undefined;
  const forwarded: Audit = (entry) => {
    if (weaken === 'no-command-audit' && entry.what === 'command') return '';
    const line = audit(entry);
    broker?.publish(auditOf('cloud-gateway'), Buffer.from(line));
    return line;
  };
  const allowAnonymous = weaken === 'anonymous-hub';
  broker = await startBroker({ identity, port, permissions: atHub, audit: forwarded, allowAnonymous });
  return broker;
});
