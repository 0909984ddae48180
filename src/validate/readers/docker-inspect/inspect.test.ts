import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { composePrivileges } from '../../checks/compose/compose-privileges.ts';
import { runAgainst } from '../../testing/context.ts';
import { readInspect } from './inspect.ts';

const read = (data: unknown) => readInspect({ file: 'containers.json', text: JSON.stringify(data) });

const container = (more: object = {}, host: object = {}) => ({
  Name: '/a',
  Config: { Image: 'a', Env: null },
  HostConfig: { NetworkMode: 'default', ...host },
  Mounts: [],
  ...more,
});

const judge = (containers: unknown, more: { volumes?: unknown; rights?: string[] } = {}) =>
  runAgainst(composePrivileges, {
    port: 0,
    kind: 'docker-inspect',
    identities: [],
    files: {
      'c.json': JSON.stringify(containers),
      ...(more.volumes !== undefined && { 'v.json': JSON.stringify(more.volumes) }),
    },
    declares: {
      file: 'c.json',
      ...(more.volumes !== undefined && { includes: ['v.json'] }),
      containers: { ...(more.rights && { rights: more.rights }) },
    },
  });

describe('readInspect', () => {
  it.each([
    ['nothing', []],
    ['a text', 'a'],
    ['an image', [{ Id: 'sha256:0', RepoTags: [], Config: {} }]],
    ['a network', [{ Name: 'bridge', Driver: 'bridge', Containers: {} }]],
    ['a container with a stranger', [container(), { Name: 'b' }]],
    ['a compose file', { services: { a: { image: 'a' } } }],
  ])('tells %s apart (CFG02)', (_, data) => {
    expect(read(data).problems).toMatchObject([{ code: 'CFG02', severity: 'error' }]);
  });

  it('never throws, whatever stands in a container', async () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    await fc.assert(
      fc.asyncProperty(value, value, async (some, other) => {
        const odd = { Mounts: some, NetworkSettings: other, State: some, Path: other, Args: some };
        const host = { Binds: other, Devices: some, CapAdd: other, PortBindings: some, MaskedPaths: other };
        const data = [container(odd, host), { Name: 'v', Driver: 'local', Mountpoint: '/', Options: some }];
        if (JSON.stringify(data).includes('__proto__')) return;
        expect(['pass', 'fail', 'inconclusive']).toContain((await judge(data)).verdict);
      }),
      { numRuns: 200 },
    );
  });
});

describe('rights of a container that runs', () => {
  const volume = { Type: 'volume', Name: 'v', Source: '/var/lib/docker/volumes/v/_data', Driver: 'local' };

  it('takes a dollar sign for nothing else', async () => {
    const bind = { Type: 'bind', Source: '/data/${X}', Destination: '/x', RW: true };
    const { verdict, reason } = await judge([container({ Mounts: [bind] })], { rights: ['/srv'] });
    // A name that looks like a variable still is for a person to look at.
    expect([verdict, reason.includes('${X}')]).toEqual(['inconclusive', true]);
  });

  it.each([
    [
      'in a volume that is the engine’s own',
      { Name: 'v', Driver: 'local', Mountpoint: '/m', Options: null },
      'pass',
    ],
    [
      'in a volume that is in memory',
      { Name: 'v', Driver: 'local', Mountpoint: '/m', Options: { type: 'tmpfs', device: 'tmpfs' } },
      'pass',
    ],
    [
      'in a volume that is the whole host',
      { Name: 'v', Driver: 'local', Mountpoint: '/m', Options: { type: 'none', o: 'bind', device: '/' } },
      'fail',
    ],
    [
      'in a volume of which nothing is said',
      { Name: 'w', Driver: 'local', Mountpoint: '/m' },
      'inconclusive',
    ],
  ])('%s: %#', async (_, told, verdict) => {
    expect((await judge([container({ Mounts: [volume] })], { volumes: [told] })).verdict).toBe(verdict);
  });

  it.each([
    ['Docker’s', { Privileged: true }],
    ['Podman’s', { Privileged: true, CapAdd: [], Runtime: 'oci' }],
    ['the host’s network', { NetworkMode: 'host' }],
    [
      'a disk',
      { Devices: [{ PathOnHost: '/dev/sda', PathInContainer: '/dev/sda', CgroupPermissions: 'rwm' }] },
    ],
    ['a bind', { Binds: ['/var/run/docker.sock:/s'] }],
  ])('%s rule the host', async (_, host) => {
    expect((await judge([container({}, host)])).verdict).toBe('fail');
  });

  it('names containers by their service, and lists those of all files', async () => {
    const labels = { 'com.docker.compose.service': 'broker' };
    const named = container({ Name: '/plant-broker-1', Config: { Image: 'a', Labels: labels } });
    const { verdict, seen } = await judge([named], { volumes: [container({ Name: 'b' })] });
    expect(verdict).toBe('pass');
    expect(seen?.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['module broker', 'module b']);
  });
});
