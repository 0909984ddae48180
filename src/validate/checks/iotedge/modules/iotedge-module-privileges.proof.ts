import { proof } from '../../../testing/proof.ts';
import { iotedgeModulePrivileges } from './iotedge-module-privileges.ts';
import { deployment, rows } from '../testing/manifest.ts';
import { running, runningRows } from '../testing/twins.ts';

export const iotedgeModulePrivilegesProof = proof(
  iotedgeModulePrivileges,
  rows(
    {
      privileged: deployment({ host: { Privileged: true } }),
      'privileged, as a text and in small letters': deployment({ host: { privileged: 'true' } }),
      'the network of the host': deployment({ host: { NetworkMode: 'host' } }),
      'the network of the host, by its endpoint': deployment({
        options: { NetworkingConfig: { EndpointsConfig: { host: {} } } },
      }),
      'the processes of the host': deployment({ host: { PidMode: 'host' } }),
      'the container socket': deployment({
        host: { Binds: ['/data/filter:/data', '/var/run/docker.sock:/docker.sock:ro'] },
      }),
      'the whole host': deployment({ host: { Binds: ['/data/filter:/data', '//:/host'] } }),
      'the settings of the host, by a mount': deployment({
        host: { Mounts: [{ Type: 'bind', Source: '/data/../etc', Target: '/x' }] },
      }),
      'a folder of the host behind a volume': deployment({
        host: {
          Mounts: [
            {
              Type: 'volume',
              Source: 'v',
              Target: '/x',
              VolumeOptions: { DriverConfig: { Options: { type: 'none', o: 'bind', device: '/root' } } },
            },
          ],
        },
      }),
      'a capability that rules': deployment({ host: { CapAdd: ['NET_ADMIN', 'CAP_SYS_ADMIN'] } }),
      'a capability that is not on the list': deployment({ host: { CapAdd: ['NET_ADMIN', 'SYS_TIME'] } }),
      'a folder that is not on the list': deployment({ host: { Binds: ['/data/other:/data'] } }),
      'a disk': deployment({ host: { Devices: [{ PathOnHost: '/dev/sda', PathInContainer: '/dev/sda' }] } }),
      'no filter of system calls': deployment({ host: { SecurityOpt: ['seccomp=unconfined'] } }),
    },
    {
      dead: {
        'options that are no JSON': {
          'deploy/deployment.json': JSON.stringify({
            modulesContent: {
              $edgeAgent: {
                'properties.desired': {
                  modules: { a: { type: 'docker', settings: { image: 'a', createOptions: '{' } } },
                },
              },
            },
          }),
        },
        'an option nobody knows': deployment({ host: { Priviliged: true } }),
        'a folder to be filled in': deployment({ host: { Binds: ['${FOLDER}:/data'] } }),
      },
    },
  ),
  runningRows({
    'a module that runs privileged': running({ host: { Privileged: true } }),
    'a folder that is not on the list': running({ host: { Binds: ['/srv/filter:/data'] } }),
  }),
);
