import { proof } from '../../../testing/proof.ts';
import { iotedgePorts } from './iotedge-ports.ts';
import { deployment, rows } from '../testing/manifest.ts';
import { running, runningRows } from '../testing/twins.ts';

export const iotedgePortsProof = proof(
  iotedgePorts,
  rows(
    {
      'a port that nobody declared': deployment({
        host: { PortBindings: { '3000/tcp': [{ HostPort: '3000' }] } },
      }),
      'a port that nobody declared, of a range': deployment({
        host: { PortBindings: { '8883/tcp': [{ HostPort: '8883-8884' }] } },
      }),
      'any port that is free': deployment({ host: { PortBindings: { '80/tcp': [{ HostPort: '' }] } } }),
      'the port of a debugger': deployment({
        host: { PortBindings: { '5678/tcp': [{ HostPort: '15678' }] } },
      }),
      'all ports of the image': deployment({ host: { PublishAllPorts: true } }),
      'an image for finding faults': deployment({ image: 'registry.example.org/filter:1.0-debug' }),
    },
    {
      dead: {
        'the network of the host': deployment({ host: { NetworkMode: 'host' } }),
        'a port to be filled in': deployment({
          host: { PortBindings: { '80/tcp': [{ HostPort: '${PORT}' }] } },
        }),
      },
    },
  ),
  runningRows({
    'a port that nobody declared': running({
      host: { PortBindings: { '9001/tcp': [{ HostPort: '9001' }] } },
    }),
  }),
);
