import { proof } from '../../../testing/proof.ts';
import { iotedgeRuntimeApi } from './iotedge-runtime-api.ts';
import { rows, withLines } from '../testing/config.ts';

export const iotedgeRuntimeApiProof = proof(
  iotedgeRuntimeApi,
  rows(
    {
      'the workload interface on the network': withLines([
        'workload_uri = "fd://aziot-edged.workload.socket"',
        'workload_uri = "http://0.0.0.0:15580"',
      ]),
      'the management interface on the network': withLines([
        'management_uri = "fd://aziot-edged.mgmt.socket"',
        'management_uri = "http://0.0.0.0:15581"',
      ]),
      'the container engine on the network': withLines([
        'uri = "unix:///var/run/docker.sock"',
        'uri = "http://localhost:2375"',
      ]),
    },
    {
      'an address of an unknown kind': withLines(['uri = "unix:///var/run/docker.sock"', 'uri = "docker"']),
    },
  ),
);
