import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { areModuleTwins, readModuleTwins } from './module-twins.ts';
import { parseLooseJson } from './loose-json.ts';

const parse = (data: unknown) => {
  const { value } = parseLooseJson({ file: 'twin.json', text: JSON.stringify(data) });
  if (!value) throw new Error('no JSON');
  return value;
};
const twin = (moduleId: string, desired: object, reported: object, deviceId = 'edge-7') => ({
  deviceId,
  moduleId,
  properties: { desired, reported },
});
const done = { lastDesiredVersion: 4, lastDesiredStatus: { code: 200, description: '' } };
const module = (image: string) => ({ type: 'docker', settings: { image, createOptions: '{}' } });
const agent = (reported: object, desired: object = { $version: 4 }) => twin('$edgeAgent', desired, reported);

describe('readModuleTwins', () => {
  it('takes what is reported, and nothing of what is only wanted', () => {
    const { value, problems } = readModuleTwins(
      parse(
        agent(
          {
            ...done,
            systemModules: { edgeAgent: module('agent:1') },
            modules: { filter: module('filter:1') },
          },
          { $version: 4, modules: { filter: module('filter:2') } },
        ),
      ),
      [],
    );
    expect(problems).toEqual([]);
    expect(value?.containers.map(({ name, image }) => `${name} ${image?.text}`)).toEqual([
      'edgeAgent agent:1',
      'filter filter:1',
    ]);
    expect(value?.containers[1]?.where).toMatchObject({ file: 'twin.json', line: 1 });
    expect(value?.unread).toEqual([]);
    expect(value?.routes).toBeUndefined();
  });

  it.each([
    ['nothing', {}, /has not reported/],
    ['an earlier version', { ...done, lastDesiredVersion: 3 }, /was last told version 3, and 4 is wanted/],
    ['a failure', { ...done, lastDesiredStatus: { code: 500 } }, /code 500/],
  ])('doubts a gateway that reports %s', (_, reported, said) => {
    const { value } = readModuleTwins(parse(agent(reported)), []);
    expect(value?.unread.map(({ message }) => message).join()).toMatch(said);
  });

  it('takes the routes of the hub, and the secrets of other twins', () => {
    const hub = twin('$edgeHub', { routes: { a: 'FROM /* INTO $upstream' }, $version: 4 }, done);
    const filter = twin('filter', { apiToken: 'canary' }, { password: 'canary' });
    const { value } = readModuleTwins(parse(agent(done)), [parse([hub, filter])]);
    expect(value?.routes).toMatchObject([{ text: 'FROM /* INTO $upstream' }]);
    expect(value?.hubProblems).toEqual([]);
    expect(value?.shared.map(({ name, in: holder }) => `${name} ${holder}`)).toEqual([
      'apiToken the twin of "filter"',
      'password the twin of "filter"',
    ]);
    expect(value?.alsoRead).toEqual(['twin.json']);
  });

  it.each([
    ['several gateways', [agent(done), twin('$edgeHub', {}, done, 'edge-8')]],
    ['one module twice', [agent(done), agent(done)]],
  ])('refuses twins of %s (CFG02)', (_, twins) => {
    expect(readModuleTwins(parse(twins), []).problems).toMatchObject([{ code: 'CFG02', severity: 'error' }]);
  });

  it('tells twins from deployments', () => {
    expect(areModuleTwins([agent(done)])).toBe(true);
    for (const data of [[], {}, null, { modulesContent: {} }, { moduleId: 'a' }, [agent(done), 3]])
      expect(areModuleTwins(data)).toBe(false);
  });

  it('never throws, whatever is reported', () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(value, value, (some, other) => {
        const twins = [
          agent({ ...done, modules: some, systemModules: { a: other } }, { modules: other, $version: some }),
          twin(
            '$edgeHub',
            { routes: some, storeAndForwardConfiguration: other },
            { lastDesiredStatus: some },
          ),
        ];
        if (JSON.stringify(twins).includes('__proto__')) return;
        expect(readModuleTwins(parse(twins), []).value).toBeDefined();
      }),
      { numRuns: 200 },
    );
  });
});
