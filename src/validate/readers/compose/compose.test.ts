import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { corpusFiles, hasCorpus } from '../../../text/testing/corpus.ts';
import { readCompose } from './compose.ts';

const read = (text: string, variables: Readonly<Record<string, string>> = {}) =>
  readCompose({ file: 'compose.yaml', text }, new Map(Object.entries(variables)));

const service = (lines: string, variables?: Readonly<Record<string, string>>) =>
  read(`services:\n  a:\n    image: x\n${lines.replaceAll(/^/gm, '    ')}`, variables);

const image = (text: string, variables = {}) =>
  read(`services: { a: { image: '${text}' } }`, variables).value?.containers[0]?.image;

const others = (files: Readonly<Record<string, string>>) =>
  new Map(Object.entries(files).map(([file, text]) => [file, { file, text }]));

const BASE = [
  'services:',
  '  base:',
  '    image: b:1',
  '    privileged: true',
  '    command: [run, --fast]',
  '    cap_add: [NET_ADMIN]',
  '    environment: [A=1, B=2]',
  '    volumes: ["/srv:/x", "/opt:/y:ro"]',
  '    depends_on: [other]',
].join('\n');
const from = (text: string, files: Readonly<Record<string, string>>) =>
  readCompose({ file: 'deploy/compose.yaml', text }, new Map(), others(files));

describe('readCompose', () => {
  it.each([
    ['"8080:80"', '8080', '80', undefined],
    ['"127.0.0.1:8080:80/udp"', '8080', '80/udp', '127.0.0.1'],
    ['"[::1]:8080:80"', '8080', '80', '[::1]'],
    ['"80"', '', '80', undefined],
    ['80', '', '80', undefined],
    ['"127.0.0.1::80"', '', '80', '127.0.0.1'],
    ['"${IP:-0.0.0.0}:${PORT:-8080}:80"', '8080', '80', '0.0.0.0'],
    ['{ target: 80, published: "8080", host_ip: 127.0.0.1 }', '8080', '80', '127.0.0.1'],
  ])('reads the port %s', (text, host, inside, address) => {
    const [port] = service(`ports: [${text}]`).value?.containers[0]?.ports ?? [];
    expect([port?.host.text, port?.inside, port?.address?.text]).toEqual([host, inside, address]);
  });

  it.each([
    ['- /data:/x', '/data', 'single'],
    ['- /data:/x:ro,z', '/data:ro', 'single'],
    ['- data:/x', undefined, undefined],
    ['- /x', undefined, undefined],
    ['- ./conf:/x:ro', undefined, undefined],
    ['- ./conf:/x', './conf', 'single'],
    ['- ../../:/x:ro', '../..:ro', 'single'],
    ['- /etc/localtime:/etc/localtime:ro', undefined, undefined],
    ['- /etc/localtime:/etc/localtime', '/etc/localtime', 'single'],
    ['- /data/../etc/:/x', '/etc', 'host'],
    ['- /proc:/host/proc:ro', '/proc:ro', 'single'],
    ['- /proc:/host/proc', '/proc', 'host'],
    ['- /run/user/1000/docker.sock:/x:ro', '/run/user/1000/docker.sock:ro', 'host'],
    ['- C:\\data:/x', 'C:/data', 'single'],
    [
      '- { type: npipe, source: "\\\\\\\\.\\\\pipe\\\\docker_engine", target: /x }',
      '/pipe/docker_engine',
      'host',
    ],
    ['- ~/.ssh:/x', '~/.ssh', 'host'],
    ['- { type: bind, source: /var/run, target: /x, read_only: true }', '/var/run:ro', 'host'],
    ['- bound:/x', '/root', 'host'],
    ['- ${D}:/x', '${D}', 'open'],
  ])('reads the mount %s', (text, key, grade) => {
    const volumes = '\nvolumes: { data: , bound: { driver_opts: { type: none, o: bind, device: /root } } }';
    const { value } = read(`services:\n  a:\n    image: x\n    volumes:\n      ${text}${volumes}`);
    const [right] = value?.containers[0]?.rights ?? [];
    expect([right?.key, right?.grade]).toEqual([key, grade]);
  });

  it('fills variables in as Compose does', () => {
    expect(image('a:${T:-1}')).toMatchObject({ text: 'a:1', open: [], assumed: ['T'] });
    expect(image('a:${T:-1}', { T: '' })).toMatchObject({ text: 'a:1' });
    expect(image('a:${T-1}', { T: '' })).toMatchObject({ text: 'a:' });
    expect(image('a:${T:-${U:-2}}')).toMatchObject({ text: 'a:2', assumed: ['T', 'U'] });
    expect(image('a:$T', { T: '3' })).toMatchObject({ text: 'a:3', open: [] });
    expect(image('a:${T:?must}')).toMatchObject({ text: 'a:${T}', open: ['T'] });
    expect(image('a:$$T')).toMatchObject({ text: 'a:$T', open: [] });
    expect(image('a:${T:+4}')).toMatchObject({ text: 'a:' });
  });

  it('says what it does not know (CFG01), does not follow (CFG03), and what is something else (CFG02)', () => {
    expect(service('priviledged: true').problems).toMatchObject([{ code: 'CFG01', where: { line: 4 } }]);
    expect(service('privileged: perhaps').problems).toMatchObject([{ code: 'CFG01' }]);
    expect(service('extends: { service: b }').problems).toMatchObject([{ code: 'CFG03' }]);
    expect(read('include: [b.yaml]\nservices: { a: { image: x } }').problems).toMatchObject([
      { code: 'CFG03' },
    ]);
    expect(read('ports: []').problems).toMatchObject([{ code: 'CFG02' }]);
    expect(read('services: { a: { image: x }, a: { image: y } }').problems).toMatchObject([
      { code: 'TXT07' },
    ]);
  });

  describe('follows', () => {
    it('extends: what a service says itself wins, lists are joined, places stay', () => {
      const text = [
        'services:',
        '  a:',
        '    extends: { file: ../base.yaml, service: base }',
        '    privileged: false',
        '    command: [stop]',
        '    cap_add: [SYS_TIME]',
        '    environment: { B: 3 }',
        '    volumes: ["/data:/x"]',
      ].join('\n');
      const { value, problems } = from(text, { 'base.yaml': BASE });
      expect(problems).toEqual([]);
      const [a] = value?.containers ?? [];
      expect(a?.image).toMatchObject({ text: 'b:1', where: { file: 'base.yaml', line: 3 } });
      expect(a?.rights.map(({ key, where }) => `${key} ${where.file}:${where.line}`)).toEqual([
        'NET_ADMIN base.yaml:6',
        'SYS_TIME deploy/compose.yaml:6',
        '/opt:ro base.yaml:8',
        '/data deploy/compose.yaml:8',
      ]);
      expect(a?.words.map((word) => word.text)).toEqual(['stop']);
      expect(a?.environment.map(({ name, value: told }) => `${name}=${told?.text}`)).toEqual(['A=1', 'B=3']);
    });

    it('extends: of a service of the same file, and of one that extends another', () => {
      const text =
        'services: { a: { extends: b }, b: { extends: { service: c }, pid: host }, c: { privileged: true } }';
      const { value, problems } = from(text, {});
      expect(problems).toEqual([]);
      expect(value?.containers.map(({ rights }) => rights.map(({ key }) => key))).toEqual([
        ['privileged', 'processes of the host'],
        ['privileged', 'processes of the host'],
        ['privileged'],
      ]);
    });

    it('include: the services of other files, and of those that these include', () => {
      const { value, problems } = from('include: [../base.yaml]', {
        'base.yaml': `include: { path: more/x.yaml }\n${BASE}`,
        'more/x.yaml': 'services: { x: { image: x, env_file: x.env } }',
      });
      expect(problems).toEqual([]);
      expect(value?.containers.map(({ name, where }) => `${name} ${where.file}`)).toEqual([
        'base base.yaml',
        'x more/x.yaml',
      ]);
      expect(value?.wanted).toMatchObject([{ path: 'x.env', problem: { where: { file: 'more/x.yaml' } } }]);
    });

    it.each([
      ['a file that is not among them', 'services: { a: { extends: { file: c.yaml, service: base } } }'],
      ['a file outside', 'services: { a: { extends: { file: ../../base.yaml, service: base } } }'],
      ['a service that is not there', 'services: { a: { extends: { file: ../base.yaml, service: b } } }'],
      ['itself', 'services: { a: { extends: a } }'],
      ['a circle', 'services: { a: { extends: b }, b: { extends: a } }'],
      ['a file that is not there', 'include: [c.yaml]\nservices: { a: { image: x } }'],
      [
        'files over one another',
        'include: [{ path: [../base.yaml, c.yaml] }]\nservices: { a: { image: x } }',
      ],
      ['nonsense', 'include: { path: 3 }\nservices: { a: { image: x, extends: [1] } }'],
    ])('not %s (CFG03)', (_, text) => {
      const { problems } = from(text, { 'base.yaml': BASE });
      expect(problems.length).toBeGreaterThan(0);
      for (const { code } of problems) expect(code).toBe('CFG03');
    });
  });

  it('keeps what a broken file says out of its problems', () => {
    const { problems } = read('services:\n  a:\n   b: x\n  password="canary" { canary');
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain('canary');
  });

  it('never throws, whatever stands in a service', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (some, other) => {
        const keys =
          'image build ports volumes environment command privileged cap_add devices network_mode networks deploy env_file extends post_start gpus security_opt';
        const a = Object.fromEntries(keys.split(' ').map((key, index) => [key, index % 2 ? some : other]));
        const text = JSON.stringify({
          services: { a, b: some },
          networks: other,
          volumes: some,
          include: other,
        });
        if (text.includes('__proto__')) return;
        const { value, problems } = readCompose({ file: 'compose.json', text }, new Map());
        expect(value?.containers.length).toBeGreaterThan(0);
        for (const { where } of problems) expect(where?.line).toBe(1);
      }),
      { numRuns: 300 },
    );
  });

  it('takes no time over long texts of braces and colons', () => {
    const long = `${'${a'.repeat(2000)}:${'${b}:'.repeat(2000)}`;
    const began = performance.now();
    service(`ports: ['${long}']\nvolumes: ['${long}']\nimage2: x`);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe.skipIf(!hasCorpus('compose'))('other people’s compose files', () => {
  it.each(corpusFiles('compose').map((source) => [source.file, source] as const))('%s', (file, source) => {
    const { value, problems } = readCompose(source, new Map());
    for (const { where } of problems) expect(where?.file).toBe(file);
    expect(value === undefined).toBe(/\.toml$|gitpod/.test(file));
    expect(problems.filter(({ code }) => code === 'CFG01')).toEqual([]);
  });
});
