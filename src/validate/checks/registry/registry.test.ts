import { describe, expect, it } from 'vitest';

import type { Check } from '../../check.ts';
import type { RegistryTarget } from '../../targets/read/registry.ts';
import { runAgainst } from '../../testing/context.ts';
import { registryAuthentication } from './registry-authentication.ts';
import { registryOwnKeys } from './registry-own-keys.ts';
import { registryRetired } from './registry-retired.ts';
import { CANARY_KEY, EXPORT, INVENTORY, UNITS, bulkLine, identity, list, twin } from './testing/exports.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const all = [registryAuthentication, registryOwnKeys, registryRetired];

const look = (
  check: Check,
  text: string,
  registry: Partial<RegistryTarget> = {},
  more: {
    readonly units?: string;
    readonly client?: string;
    readonly names?: Record<string, string>;
    readonly taken?: string;
  } = {},
) =>
  runAgainst(check, {
    port: 0,
    kind: 'registry-export',
    identities: [],
    now: NOW,
    declares: {
      file: EXPORT,
      taken: more.taken ?? '2026-11-20',
      registry: { inventory: INVENTORY, ...registry },
      ...(more.names && { names: more.names }),
    },
    files: { [EXPORT]: text, [INVENTORY]: more.units ?? UNITS },
    expects: { client: more.client ?? 'x509' },
  });

const two = [twin('valve-0001', 'selfSigned'), twin('valve-0002', 'selfSigned')];

describe('the date', () => {
  it.each([
    ['2026-11-15', 'inconclusive'],
    ['2026-11-16', 'pass'],
    // Already tomorrow in the far east.
    ['2026-11-23', 'pass'],
    ['2026-11-24', 'inconclusive'],
    ['2026-11-22T12:04:00Z', 'pass'],
    ['2026-11-22T12:06:00Z', 'inconclusive'],
  ])('%s: %s', async (taken, verdict) => {
    expect((await look(registryOwnKeys, list(...two), {}, { taken })).verdict).toBe(verdict);
  });

  it('ends what was shown seven days after it', async () => {
    const { validUntil } = await look(registryOwnKeys, list(...two));
    expect(validUntil?.toISOString()).toBe('2026-11-27T00:00:00.000Z');
  });
});

describe('keys in the clear', () => {
  const text = list(
    identity('valve-0001', 'sas', { key: CANARY_KEY }),
    identity('valve-0002', 'sas', { key: CANARY_KEY }),
  );

  it.each(all.map((check) => [check.id, check] as const))(
    '%s names them and never says them',
    async (_, check) => {
      const outcome = await look(check, text, {}, { client: 'sas' });
      expect(outcome.reason).toMatch(/the keys of 2 devices in the clear/);
      const whole = JSON.stringify(outcome);
      expect(whole).not.toContain(CANARY_KEY.slice(0, 12));
      // Nor a digest, by which a weak key could be guessed.
      expect(whole).not.toMatch(/sha256:/);
    },
  );

  it('tells whose key is whose other', async () => {
    const { verdict, reason } = await look(registryOwnKeys, text);
    expect(verdict).toBe('fail');
    expect(reason).toMatch(/^devices share a symmetric key: valve-0001; valve-0002;/);
  });
});

describe('whose devices are judged', () => {
  const mixed = list(...two, twin('app-1', 'sas'));
  const units = `${UNITS}\napp-1,application`;

  it('all, where no element is named', async () => {
    expect((await look(registryAuthentication, mixed, {}, { units })).verdict).toBe('fail');
  });
  it('those of the element', async () => {
    const outcome = await look(registryAuthentication, mixed, { element: 'valve' }, { units });
    expect([outcome.verdict, outcome.control?.detail]).toEqual([
      'pass',
      '3 devices, 3 of them enabled, 2 judged',
    ]);
  });
  it('says nothing where the model claims what no registry has', async () => {
    const { verdict, reason } = await look(registryAuthentication, mixed, {}, { client: 'psk' });
    expect([verdict, reason]).toEqual([
      'inconclusive',
      'the devices prove who they are by psk, of which a device registry says nothing',
    ]);
  });
});

describe('own keys', () => {
  it('are asked of every unit of the inventory, of disabled ones too', async () => {
    const text = list(two[0] ?? '', twin('valve-0002', 'sas', { status: 'disabled' }));
    const { verdict, reason } = await look(registryOwnKeys, text);
    expect(verdict).toBe('inconclusive');
    expect(reason).toMatch(/^1 of 2 devices are registered without a thumbprint \(valve-0002\)/);
  });
  it('are a matter of no registry where the model claims passwords', async () => {
    expect((await look(registryOwnKeys, list(...two), {}, { client: 'password' })).verdict).toBe(
      'inconclusive',
    );
  });
});

describe('who is let in', () => {
  it('everybody enabled is seen, whatever the verdict', async () => {
    const text = list(...two, twin('old', 'sas'), twin('off', 'sas', { status: 'disabled' }));
    const { verdict, seen } = await look(registryRetired, text);
    expect(verdict).toBe('fail');
    expect(seen?.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'principal valve-0001',
      'principal valve-0002',
      'principal old',
    ]);
  });
  it('a list that is cut off hides nobody who was seen before', async () => {
    expect((await look(registryRetired, list(...two.slice(0, 1)))).seen).toBeUndefined();
  });
  it('whom the target names is no stranger', async () => {
    const text = list(...two, twin('edge', 'selfSigned'));
    expect((await look(registryRetired, text, {}, { names: { edge: 'gateway' } })).verdict).toBe('pass');
  });
});

it('reads fifty thousand devices in seconds', async () => {
  const ids = Array.from({ length: 50_000 }, (_, index) => `u-${index}`);
  const units = ['id,element', ...ids.map((id) => `${id},valve`)].join('\n');
  const texts = [
    list(...ids.map((id) => twin(id, 'selfSigned'))),
    ids.map((id) => bulkLine(id, 'selfSigned')).join('\n'),
  ];
  for (const text of texts) {
    for (const check of all) expect((await look(check, text, {}, { units })).verdict).toBe('pass');
  }
}, 30_000);

/** Ids of so many valves. */
const many = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `valve-${String(index + 1).padStart(4, '0')}`);

describe('a list that may be cut off', () => {
  it('is not believed where it is as long as a page', async () => {
    const text = list(...many(1000).map((id) => twin(id, 'selfSigned')));
    const { verdict, reason, seen } = await look(registryOwnKeys, text);
    expect([verdict, seen]).toEqual(['inconclusive', undefined]);
    expect(reason).toMatch(/exactly 1000 devices/);
  });

  it('is believed where it is longer, or a line for each', async () => {
    const longer = list(...many(1001).map((id) => twin(id, 'selfSigned')));
    const lines = many(1000).map((id) => bulkLine(id, 'selfSigned'));
    for (const text of [longer, lines.join('\n')])
      expect((await look(registryOwnKeys, text)).verdict).toBe('pass');
  });
});

it('finds nothing to compare in one device', async () => {
  const units = 'id,element\nvalve-0001,valve';
  const { verdict } = await look(registryOwnKeys, list(twin('valve-0001', 'selfSigned')), {}, { units });
  expect(verdict).toBe('inconclusive');
});
