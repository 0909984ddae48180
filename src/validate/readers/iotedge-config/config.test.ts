import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { corpusFiles, hasCorpus } from '../../../text/testing/corpus.ts';
import { readEdgeConfig } from './config.ts';
import { identityOf } from './identity.ts';
import { parseToml } from './toml.ts';

const read = (text: string) => readEdgeConfig({ file: 'config.toml', text });
const toml = (text: string) => parseToml({ file: 'config.toml', text });

describe('parseToml', () => {
  it('knows where keys, tables and values stand', () => {
    const text = [
      '# [not.a.table]',
      'a = "x # y"  # a comment',
      '[b.c]',
      'd.e = [',
      '  1, # one',
      '  2,',
      ']',
      '"f g" = """',
      '[no.table]',
      '"""',
      '[[h]]',
      'i = 1',
      '[[h]]',
      'i = { j = 2 }',
      '[h.k]',
      'l = true',
    ].join('\n');
    const { value } = toml(text);
    const at = (...path: (string | number)[]) => value?.where(path)?.line;
    expect(at('a')).toBe(2);
    expect(value?.where(['a'])).toEqual({ file: 'config.toml', line: 2, column: 5, length: 7 });
    expect(value?.where(['a'], 'key')).toEqual({ file: 'config.toml', line: 2, column: 1, length: 1 });
    expect(at('b', 'c')).toBe(3);
    expect(at('b', 'c', 'd', 'e')).toBe(4);
    expect(at('b', 'c', 'f g')).toBe(8);
    expect(at('no', 'table')).toBeUndefined();
    expect(at('h', 1, 'i')).toBe(14);
    expect(at('h', 1, 'k', 'l')).toBe(16);
  });

  it('refuses what is no TOML, with its place and without its text (TXT04)', () => {
    const { value, problems } = toml('a = 1\npassword = "canary');
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'TXT04', where: { line: 2 } }]);
    expect(JSON.stringify(problems)).not.toContain('canary');
  });

  it.each([
    ['['.repeat(1e5)],
    [`a = ${'['.repeat(1e5)}`],
    [`a = ${'{ b = '.repeat(1e4)}`],
    ['a.'.repeat(1e4)],
  ])('does not fall over deep nesting (%#)', (text) => {
    expect(toml(text).problems).toMatchObject([{ code: 'TXT04' }]);
  });

  it('never throws, and finds every key it read', () => {
    const bits = fc.constantFrom(
      'a',
      ' = ',
      '"',
      "'",
      '"""',
      '\n',
      '[',
      ']',
      '[[',
      ']]',
      '{',
      '}',
      ',',
      '.',
      '#',
      '1',
      'true',
      '\\',
      ' ',
      '__proto__',
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 40 }), (parts) => {
        const { value, problems } = toml(parts.join(''));
        expect(value === undefined).toBe(problems.length > 0);
        expect(() => value?.where(['a'])).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });
});

describe('readEdgeConfig', () => {
  it('says which settings IoT Edge does not have, and what was meant (CFG01)', () => {
    const { problems } = read('[provisioning]\nsource = "dps"\nid_scop = "x"');
    expect(problems).toMatchObject([
      { code: 'CFG01', hint: 'Did you mean "id_scope"?', where: { line: 3, column: 1 } },
    ]);
  });

  it('tells other programs apart (CFG02)', () => {
    expect(read('[{ "a": 1 }]').problems).toMatchObject([{ code: 'CFG02', severity: 'error' }]);
    expect(read("provisioning:\n  source: 'manual'\nhostname: 'a'").problems).toMatchObject([
      { code: 'CFG02', severity: 'error', hint: expect.stringContaining('iotedge config import') as string },
    ]);
    expect(read('[postgresql]\ndsn = "x"').problems).toMatchObject([{ code: 'CFG02', severity: 'error' }]);
    expect(read('hostname = "a"\nhomedir = "/tmp"').problems).toMatchObject([
      { code: 'CFG02', severity: 'warning', where: { line: 2 } },
    ]);
  });

  it.each([
    ['source = "manual"\nconnection_string = "HostName=h;SharedAccessKey=k"', 'sas', 'inline'],
    ['source = "manual"\nconnection_string = "<your connection string>"', 'sas', 'unknown'],
    [
      'source = "manual"\nauthentication = { method = "sas", device_id_pk = { uri = "file:///k" } }',
      'sas',
      'file',
    ],
    [
      'source = "dps"\n[provisioning.attestation]\nmethod = "x509"\nidentity_pk = "pkcs11:object=a"',
      'x509',
      'pkcs11',
    ],
    ['source = "dps"\n[provisioning.attestation]\nmethod = "x509"', 'x509', 'made'],
    ['source = "dps"\nattestation.method = "tpm"', 'tpm', undefined],
    ['source = "dps"\nattestation.method = "constructor"', undefined, undefined],
  ] as const)('knows how the gateway proves itself (%#)', (text, method, key) => {
    const { value } = read(`[provisioning]\n${text}`);
    const identity = value && identityOf(value);
    expect(identity?.method).toBe(method);
    expect(identity?.key?.is).toBe(key);
  });
});

describe.skipIf(!hasCorpus('iotedge-config'))('other people’s configurations', () => {
  it.each(corpusFiles('iotedge-config').map((source) => [source.file, source] as const))(
    '%s',
    (file, source) => {
      const { value, problems } = readEdgeConfig(source);
      for (const { where } of problems) expect(where?.file).toBe(file);
      const foreign = /\.json$|bad_sample_settings/.test(file);
      expect(value === undefined).toBe(foreign);
      // Everything Azure/iotedge itself writes into such a file is known here.
      expect(problems.filter(({ code }) => code === 'CFG01')).toEqual([]);
    },
  );
});
