import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { corpusFiles, hasCorpus } from '../../../text/testing/corpus.ts';
import { parseLooseJson } from './loose-json.ts';
import { readManifest } from './manifest.ts';
import { judgeRoute } from './routes.ts';

const read = (data: unknown) =>
  readManifest(
    { file: 'deployment.json', text: typeof data === 'string' ? data : JSON.stringify(data, null, 1) },
    new Map(),
  );

const whole = (settings: unknown) => ({
  modulesContent: {
    $edgeAgent: { 'properties.desired': { modules: { filter: { type: 'docker', settings } } } },
  },
});

describe('parseLooseJson', () => {
  it('takes comments and commas before the end, and leaves places and strings as they are', () => {
    const text = '{ // one\n  "a": "/* no */ // no, }", /* two\n */ "b": [1, 2, /* three */ ],\n}';
    const { value } = parseLooseJson({ file: 'a', text });
    expect(value?.data).toEqual({ a: '/* no */ // no, }', b: [1, 2] });
    expect(value?.where(['b'])).toMatchObject({ file: 'a', line: 3, column: 10 });
  });

  it.each(['{ "a": 1,, }', '{ , }', '[1 2]', '{ "a": "x }', '{ /* }'])('refuses %s', (text) => {
    expect(parseLooseJson({ file: 'a', text }).problems).toMatchObject([
      { code: 'TXT04', where: { file: 'a' } },
    ]);
  });

  it('reads whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (data) => {
        const text = JSON.stringify(data);
        if (text.includes('__proto__')) return;
        expect(parseLooseJson({ file: 'a', text }).value?.data).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe('readManifest', () => {
  it('reads options as an object, as a text, and in pieces', () => {
    const options = JSON.stringify({
      HostConfig: { Privileged: true, PortBindings: { '80/tcp': [{ HostPort: '8080' }] } },
    });
    for (const settings of [
      { image: 'a', createOptions: JSON.parse(options) as unknown },
      { image: 'a', createOptions: options },
      {
        image: 'a',
        createOptions: options.slice(0, 20),
        createOptions01: options.slice(20, 40),
        createOptions02: options.slice(40),
      },
    ]) {
      const { value, problems } = read(whole(settings));
      expect(problems).toEqual([]);
      expect(value?.containers).toMatchObject([
        {
          name: 'filter',
          rights: [{ key: 'privileged' }],
          ports: [{ inside: '80/tcp', host: { text: '8080' } }],
        },
      ]);
    }
  });

  it('reads options as the agent does: names without quotes, texts in single ones', () => {
    for (const createOptions of [
      '{HostConfig:{Privileged: true, "Binds": ["/srv/it\'s:/data"]}}',
      "{'HostConfig':{'Privileged':true,'Binds':['/srv/it\\'s:/data']}}",
    ]) {
      const { value, problems } = read(whole({ image: 'a', createOptions }));
      expect(problems).toEqual([]);
      expect(value?.containers[0]?.rights.map(({ key }) => key)).toEqual(['privileged', "/srv/it's"]);
    }
    expect(read(whole({ image: 'a', createOptions: "{'HostConfig': }" })).problems).toHaveLength(1);
  });

  it('passes over options that stand where they do nothing, but for those with a secret', () => {
    const options = (HostConfig: object, more = {}) =>
      read(whole({ image: 'a', createOptions: { HostConfig, ...more } })).problems.map((one) => one.message);
    const mounts = [{ Type: 'bind', Source: '/data', Destination: '/data', RW: true }];
    expect(options({ ExposedPorts: { '80/tcp': {} }, Hostname: 'a' }, { Mounts: mounts })).toEqual([]);
    expect(options({ Env: ['PASSWORD=x'] })).toHaveLength(1);
    expect(options({}, { Privileged: true })).toHaveLength(1);
    expect(read(whole({ image: 'a', createOptions: { Mounts: mounts } })).problems).toHaveLength(1);
  });

  it('reads a list of one deployment, as the command line gives it', () => {
    const one = whole({ image: 'a', createOptions: {} });
    const { value } = read([{ id: 'd', priority: 1, content: one }]);
    expect(value?.containers.map(({ name, where }) => [name, where.line > 1])).toEqual([['filter', true]]);
    expect(read([one, one]).problems).toMatchObject([{ code: 'CFG02' }]);
  });

  it('joins what the keys of a layered deployment set, with their places', () => {
    const text = JSON.stringify(
      {
        content: {
          modulesContent: {
            $edgeAgent: {
              'properties.desired.modules.filter': { settings: { image: 'a:1' }, type: 'docker' },
              'properties.desired.modules.filter.env.API_KEY': { value: 'canary' },
              'properties.desired.modules.other.settings.image': 'b:1',
            },
            $edgeHub: { 'properties.desired.routes.all': 'FROM /* INTO $upstream' },
          },
        },
      },
      null,
      1,
    );
    const { value, problems } = read(text);
    expect(problems).toEqual([]);
    expect(value?.proviso).toContain('one layer');
    expect(value?.containers).toMatchObject([
      { name: 'filter', image: { text: 'a:1', where: { line: 7 } }, environment: [{ name: 'API_KEY' }] },
      { name: 'other', image: { text: 'b:1', where: { line: 14 } } },
    ]);
    expect(value?.routes).toMatchObject([{ name: 'all', where: { line: 17 } }]);
  });

  it('says what it does not understand (CFG01) and what is something else (CFG02)', () => {
    expect(read(whole({ image: 'a', createOptions: '{' })).problems).toMatchObject([{ code: 'CFG01' }]);
    expect(read(whole({ image: 'a', createOptions: { HostConfg: {} } })).problems).toMatchObject([
      { code: 'CFG01' },
    ]);
    expect(read({ resources: [] }).problems).toMatchObject([{ code: 'CFG02' }]);
    expect(read('[]').problems).toMatchObject([{ code: 'CFG02' }]);
  });

  it('fills variables in, and leaves what means the hub above', () => {
    const { value } = readManifest(
      { file: 'd.json', text: JSON.stringify(whole({ image: '$upstream:443/${NAME}:$TAG' })) },
      new Map([['NAME', 'filter']]),
    );
    expect(value?.containers[0]?.image).toMatchObject({ text: '$upstream:443/filter:${TAG}', open: ['TAG'] });
  });

  it('never throws, whatever stands in a deployment', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 4 }), (some, other) => {
        for (const data of [
          {
            modulesContent: {
              $edgeAgent: { 'properties.desired': some, 'properties.desired.modules.a': other },
            },
          },
          { modulesContent: { $edgeAgent: { 'properties.desired': { modules: some, runtime: other } } } },
          whole({ image: some, createOptions: { HostConfig: other, Env: some, NetworkingConfig: other } }),
          whole({
            createOptions: JSON.stringify({ HostConfig: { Binds: some, Mounts: other, PortBindings: some } }),
          }),
          { $edgeHub: { 'properties.desired': { routes: some, mqttBroker: { authorizations: other } } } },
        ]) {
          const { problems } = read(data);
          for (const { where } of problems) expect(where?.line).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('judgeRoute', () => {
  it.each([
    ['FROM /messages/modules/a/outputs/* INTO $upstream', 'good'],
    ['FROM /messages/modules/a/* INTO BrokeredEndpoint("/modules/b/inputs/c")', 'good'],
    ['FROM /messages/* WHERE $connectionDeviceId = "leaf" INTO $upstream', 'good'],
    ['FROM /messages/* WHERE NOT IS_DEFINED($connectionModuleId) INTO $upstream', 'good'],
    ['FROM /messages/* WHERE $connectionDeviceId = "leaf" OR 1 = 1 INTO $upstream', 'untold'],
    ['FROM /* INTO $upstream', 'weak'],
    ['from /messages/modules/* into $upstream', 'weak'],
    ['FROM /messages/modules/*/outputs/* INTO $upstream', 'weak'],
    ['FROM /messages/modules/a/* INTO BrokeredEndpoint("/modules/*/inputs/c")', 'untold'],
    ['FROM /twinChangeNotifications INTO $upstream', 'untold'],
    ['${ROUTE}', 'untold'],
  ] as const)('%s is %s', (text, is) => {
    expect(
      judgeRoute({ name: 'r', waits: undefined, text, where: { file: 'a', line: 1, column: 1 } }).is,
    ).toBe(is);
  });
});

describe.skipIf(!hasCorpus('iotedge-manifest'))('other people’s deployments', () => {
  it.each(corpusFiles('iotedge-manifest').map((source) => [source.file, source] as const))(
    '%s',
    (file, source) => {
      const { value, problems } = readManifest(source, new Map());
      for (const { where } of problems) expect(where?.file).toBe(file);
      const other = file.includes('proxy-deployment-template');
      expect(problems.some(({ code }) => code === 'CFG02')).toBe(other);
      expect((value?.containers.length ?? 0) > 0).toBe(!other);
    },
  );
});
