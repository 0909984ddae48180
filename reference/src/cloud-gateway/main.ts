/** The cloud gateway (the hub): a broker for the field gateway, the camera and the services. */
import { startBroker } from '../common/broker.ts';
import { atHub } from '../common/fleet.ts';
import { runPart } from '../common/part.ts';

await runPart(({ port, allowAnonymous }, identity, audit) =>
  startBroker({ identity, port, permissions: atHub, audit, allowAnonymous }),
);
