/** What `docker inspect` tells of a container that is as it should be, reduced to a few fields; names are invented. */
import { changed, type Files, onFiles, unreadable } from '../../../testing/files.ts';
import { deadRow, type Row, rowsOn } from '../../../testing/proof.ts';

const CONTAINERS = 'plant/containers.json';
const VOLUMES = 'plant/volumes.json';

const DIGEST = 'sha256:'.padEnd(7 + 64, '3f');

/** Lines that rows change. */
export const ENVIRONMENT =
  '      "Env": ["TZ=UTC", "BROKER_AUTH_ENABLED=true", "DB_PASSWORD_FILE=/run/secrets/db$1"],';
export const BIND =
  '      { "Type": "bind", "Source": "/data/broker", "Destination": "/mosquitto/data", "Mode": "rw", "RW": true },';

const BROKER = [
  '[',
  '  {',
  '    "Id": "8f3e5c0d9a41b7",',
  '    "Created": "2026-11-19T07:12:44.135Z",',
  '    "Path": "/docker-entrypoint.sh",',
  '    "Args": ["mosquitto", "-c", "/mosquitto/config/mosquitto.conf"],',
  '    "State": { "Status": "running", "Running": true, "Paused": false, "Pid": 1412 },',
  `    "Image": "${'sha256:'.padEnd(7 + 64, '9c')}",`,
  '    "Name": "/plant-broker-1",',
  '    "RestartCount": 0,',
  '    "Driver": "overlay2",',
  '    "AppArmorProfile": "docker-default",',
  '    "HostConfig": {',
  '      "Binds": ["/data/broker:/mosquitto/data:rw"],',
  '      "NetworkMode": "plant_default",',
  '      "PortBindings": { "8883/tcp": [{ "HostIp": "", "HostPort": "8883" }] },',
  '      "RestartPolicy": { "Name": "always", "MaximumRetryCount": 0 },',
  '      "CapAdd": ["CAP_NET_BIND_SERVICE"],',
  '      "CapDrop": null,',
  '      "CgroupnsMode": "private",',
  '      "IpcMode": "private",',
  '      "PidMode": "",',
  '      "Privileged": false,',
  '      "PublishAllPorts": false,',
  '      "ReadonlyRootfs": true,',
  '      "SecurityOpt": null,',
  '      "UTSMode": "",',
  '      "UsernsMode": "",',
  '      "Runtime": "runc",',
  '      "Memory": 67108864,',
  '      "NanoCpus": 0,',
  '      "CpuPeriod": 100000,',
  '      "CpuQuota": 50000,',
  '      "Devices": [],',
  '      "DeviceCgroupRules": null,',
  '      "DeviceRequests": null,',
  '      "MaskedPaths": ["/proc/acpi", "/proc/kcore", "/sys/firmware"],',
  '      "ReadonlyPaths": ["/proc/bus", "/proc/sys", "/proc/sysrq-trigger"]',
  '    },',
  '    "Mounts": [',
  BIND,
  '      { "Type": "volume", "Name": "plant_log", "Source": "/var/lib/docker/volumes/plant_log/_data", "Destination": "/mosquitto/log", "Driver": "local", "Mode": "z", "RW": true }',
  '    ],',
  '    "Config": {',
  ENVIRONMENT,
  `      "Image": "eclipse-mosquitto@${DIGEST}",`,
  '      "Labels": { "com.docker.compose.project": "plant", "com.docker.compose.service": "broker" }',
  '    },',
  '    "NetworkSettings": {',
  '      "Ports": {',
  '        "1883/tcp": null,',
  '        "8883/tcp": [{ "HostIp": "0.0.0.0", "HostPort": "8883" }, { "HostIp": "::", "HostPort": "8883" }],',
  '        "9001/tcp": [{ "HostIp": "127.0.0.1", "HostPort": "9001" }]',
  '      }',
  '    }',
  '  }',
  ']',
].join('\n');

const LOG = [
  '[',
  '  {',
  '    "CreatedAt": "2026-11-19T07:12:40Z",',
  '    "Driver": "local",',
  '    "Labels": null,',
  '    "Mountpoint": "/var/lib/docker/volumes/plant_log/_data",',
  '    "Name": "plant_log",',
  '    "Options": null,',
  '    "Scope": "local"',
  '  }',
  ']',
].join('\n');

export const inspectedFiles: Files = { [CONTAINERS]: BROKER, [VOLUMES]: LOG };

/** The same with one line changed, or left out (null). */
export function withLine(line: string, by: string | null): Files {
  return { ...inspectedFiles, [CONTAINERS]: changed(BROKER, line, by) };
}

/** The same with one line of what the volumes are. */
export function withVolume(line: string, by: string): Files {
  return { ...inspectedFiles, [VOLUMES]: changed(LOG, line, by) };
}

/** What the target declares. */
const DECLARED = {
  includes: [VOLUMES],
  containers: { ports: [8883], rights: ['/data'] },
};

/** The rows of a check of containers that run. */
export function inspectedRows(
  weakened: Readonly<Record<string, Files>>,
  dead: Readonly<Record<string, Files>> = {},
): readonly Row[] {
  const taken = new Date().toISOString();
  const how = { kind: 'docker-inspect', file: CONTAINERS };
  const stand = onFiles('docker inspect', { ...how, declares: { ...DECLARED, taken } });
  const old = onFiles('docker inspect', { ...how, declares: { ...DECLARED, taken: '2026-01-10' } });
  return [
    ...rowsOn(stand, 'a container as it should be, that runs', { intact: inspectedFiles, weakened, dead }),
    deadRow('an export of long ago', old.software, (check, bench) => old.judge(check, inspectedFiles, bench)),
    ...unreadable(stand, { file: CONTAINERS, nonsense: '[{ "Id": "sha256:9c", "RepoTags": ["a:1"] }]' }),
  ];
}
