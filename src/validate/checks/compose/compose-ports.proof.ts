import { proof } from '../../testing/proof.ts';
import { composePorts } from './compose-ports.ts';
import { rows, withLine } from './testing/intact.ts';
import { inspectedRows, withLine as inspected } from './testing/inspected.ts';

export const composePortsProof = proof(
  composePorts,
  rows(
    {
      'a port that nobody declared': withLine(
        '    ports: ["8883:8883", "127.0.0.1:9001:9001"]',
        '    ports: ["8883:8883", "1883:1883"]',
      ),
      'a port for the machine, opened to all': withLine(
        '    ports: ["8883:8883", "127.0.0.1:9001:9001"]',
        '    ports: ["8883:8883", "0.0.0.0:9001:9001"]',
      ),
      'a port that nobody declared, in the long form': withLine(
        '    ports: ["8883:8883", "127.0.0.1:9001:9001"]',
        '    ports: [{ target: 9001, published: "9001" }]',
      ),
      'any port that is free': withLine(
        '    ports: ["8883:8883", "127.0.0.1:9001:9001"]',
        '    ports: ["8883"]',
      ),
      'a shell': withLine('    ports: ["8883:8883", "127.0.0.1:9001:9001"]', '    ports: ["2222:22"]'),
    },
    {
      'the network of the host': withLine('    read_only: true', '    network_mode: host'),
      'a port to be filled in': withLine(
        '    ports: ["8883:8883", "127.0.0.1:9001:9001"]',
        '    ports: ["${PORT}:8883"]',
      ),
    },
  ),
  inspectedRows(
    {
      'a port that nobody declared': inspected(
        '        "1883/tcp": null,',
        '        "1883/tcp": [{ "HostIp": "0.0.0.0", "HostPort": "1883" }],',
      ),
      'a port for the machine, opened to all': inspected(
        '        "9001/tcp": [{ "HostIp": "127.0.0.1", "HostPort": "9001" }]',
        '        "9001/tcp": [{ "HostIp": "", "HostPort": "9001" }]',
      ),
    },
    {
      'the network of the host': inspected(
        '      "NetworkMode": "plant_default",',
        '      "NetworkMode": "host",',
      ),
    },
  ),
);
