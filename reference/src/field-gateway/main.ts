/**
 * The field gateway: a broker for the devices on site, and an uplink to the cloud gateway under its own
 * identity. Carries messages up and commands down, for the devices it knows and for nobody else; of commands and
 * configurations only what is one by its form; software as it is, up to a size.
 */
import { startBroker } from '../common/broker.ts';
import { isConfiguration } from '../common/configuration.ts';
import { BEHIND_FIELD_GATEWAY, atFieldGateway } from '../common/fleet.ts';
import { connect } from '../common/mqtt.ts';
import { runPart } from '../common/part.ts';
import { readSetPoint } from '../common/set-point.ts';
import { isUpdate } from '../common/software.ts';
import { allCommands, partsOf } from '../common/topics.ts';

const known: ReadonlySet<string> = new Set(BEHIND_FIELD_GATEWAY);

await runPart(async ({ port, gateway }, identity, audit) => {
  const uplink = await connect('field-gateway', identity, 'cloud-gateway', gateway);
  const local = await startBroker({ identity, port, permissions: atFieldGateway, audit });

  local.onMessage((topic, payload, from) => {
    const parts = partsOf(topic);
    // Canaries are let in here and go no further.
    if (parts?.kind === 'messages' && parts.device === from && known.has(from)) uplink.send(topic, payload);
  });
  await uplink.subscribe(BEHIND_FIELD_GATEWAY.map(allCommands), (topic, payload) => {
    const what = isConfiguration(topic, payload)
      ? 'configuration'
      : isUpdate(topic, payload)
        ? 'update'
        : 'command';
    const outcome = what !== 'command' || readSetPoint(topic, payload) ? 'allowed' : 'refused';
    audit({ who: 'cloud-gateway', what, outcome, detail: topic });
    if (outcome === 'refused') return;
    local.publish(topic, payload);
  });

  return {
    port: local.port,
    async close() {
      await uplink.close();
      await local.close();
    },
  };
});
