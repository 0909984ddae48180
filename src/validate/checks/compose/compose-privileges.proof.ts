import { proof } from '../../testing/proof.ts';
import { composePrivileges } from './compose-privileges.ts';
import { rows, withLine } from './testing/intact.ts';
import { BIND, inspectedRows, withLine as inspected, withVolume } from './testing/inspected.ts';

export const composePrivilegesProof = proof(
  composePrivileges,
  rows(
    {
      privileged: withLine('    read_only: true', '    privileged: true'),
      'the network of the host': withLine('    read_only: true', '    network_mode: host'),
      'the network of the host, by its name': withLine(
        '    read_only: true',
        '    networks: [outside]\nnetworks: { outside: { name: host, external: true } }\nx-rest: &rest',
      ),
      'the processes of the host': withLine('    read_only: true', '    pid: host'),
      'the container socket': withLine(
        '      - /data/broker:/mosquitto/data',
        '      - /var/run/docker.sock:/var/run/docker.sock:ro',
      ),
      'the container socket, by its own word': withLine('    read_only: true', '    use_api_socket: true'),
      'the settings of the host': withLine(
        '      - /data/broker:/mosquitto/data',
        '      - { type: bind, source: /etc, target: /host }',
      ),
      'a capability that rules': withLine('    cap_add: [NET_BIND_SERVICE]', '    cap_add: [ALL]'),
      'a capability that is not on the list': withLine(
        '    cap_add: [NET_BIND_SERVICE]',
        '    cap_add: [NET_ADMIN]',
      ),
      'a folder that is not on the list': withLine(
        '      - /data/broker:/mosquitto/data',
        '      - /srv/broker:/mosquitto/data',
      ),
      'a privileged command after the start': withLine(
        '    read_only: true',
        '    post_start: [{ command: chown -R 1883 /data, privileged: true }]',
      ),
      'a disk': withLine('    read_only: true', '    devices: ["/dev/mmcblk0:/dev/mmcblk0"]'),
      'no filter of system calls': withLine('    read_only: true', '    security_opt: [seccomp:unconfined]'),
    },
    {
      'a key nobody knows': withLine('    read_only: true', '    priviliged: true'),
      'a service of another file': withLine(
        '    read_only: true',
        '    extends: { file: base.yaml, service: base }',
      ),
      'a folder to be filled in': withLine(
        '      - /data/broker:/mosquitto/data',
        '      - ${FOLDER}:/mosquitto/data',
      ),
    },
  ),
  inspectedRows(
    {
      privileged: inspected('      "Privileged": false,', '      "Privileged": true,'),
      'the processes of the host': inspected('      "PidMode": "",', '      "PidMode": "host",'),
      'the container socket': inspected(
        BIND,
        '      { "Type": "bind", "Source": "/run/docker.sock", "Destination": "/s", "RW": false },',
      ),
      'a capability that rules': inspected(
        '      "CapAdd": ["CAP_NET_BIND_SERVICE"],',
        '      "CapAdd": ["CAP_SYS_ADMIN"],',
      ),
      'a folder that is not on the list': inspected(
        BIND,
        '      { "Type": "bind", "Source": "/srv/broker", "Destination": "/mosquitto/data", "RW": true },',
      ),
      'no filter of system calls': inspected(
        '      "SecurityOpt": null,',
        '      "SecurityOpt": ["seccomp=unconfined"],',
      ),
      'paths of the kernel uncovered': inspected(
        '      "MaskedPaths": ["/proc/acpi", "/proc/kcore", "/sys/firmware"],',
        '      "MaskedPaths": [],',
      ),
      'a volume that is a folder of the host': withVolume(
        '    "Options": null,',
        '    "Options": { "device": "/etc", "o": "bind", "type": "none" },',
      ),
    },
    { 'a volume of which nothing is said': withVolume('    "Name": "plant_log",', '    "Name": "other",') },
  ),
);
