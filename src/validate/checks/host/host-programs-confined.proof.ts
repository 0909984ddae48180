import { rowsOn } from '../../testing/proof.ts';
import { hostProgramsConfined } from './host-programs-confined.ts';
import { onCollector } from './testing/collector.ts';
import { hostProof } from './testing/intact.ts';
import { listens } from './testing/programs.ts';

const MOSQUITTO =
  '{ "program": "mosquitto", "uid": 105, "user": "mosquitto", "capabilities": "0000000000000000", "groups": ["mosquitto"] }';
const BROKER = listens({ port: 8883, name: 'broker' });

export const hostProgramsConfinedProof = hostProof(
  hostProgramsConfined,
  {
    'the broker may administer the machine': [
      MOSQUITTO,
      MOSQUITTO.replace('0000000000000000', '0000000000200000'),
    ],
    'the broker shares the account of the clock': [MOSQUITTO, MOSQUITTO.replace('105', '104')],
    'the broker may command Docker': [MOSQUITTO, MOSQUITTO.replace('["mosquitto"]', '["docker"]')],
    'the broker is root': [MOSQUITTO, MOSQUITTO.replace('105', '0')],
  },
  {
    rows: rowsOn(
      onCollector({ software: 'sockets of perl', host: { programs: { dns: ['net_bind_service'] } } }),
      'two programs, with an account each',
      {
        intact: [...BROKER, ...listens({ port: 53, name: 'dns', user: 106, capability: 'net_bind_service' })],
        weakened: {
          'one of them as root': [...BROKER, ...listens({ port: 53, name: 'dns', user: 0 })],
          'one of them as root that is another user for the time being': [
            ...BROKER,
            ...listens({ port: 53, name: 'dns', user: 0, putAside: 106 }),
          ],
          'with the same account': [
            ...BROKER,
            ...listens({ port: 53, name: 'dns', user: 105, capability: 'net_bind_service' }),
          ],
          'one of them with a capability that nobody declared': [
            ...BROKER,
            ...listens({ port: 5353, name: 'mdns', user: 106, capability: 'dac_override' }),
          ],
        },
        dead: { 'no program talks to a network': [] },
      },
    ),
  },
);
