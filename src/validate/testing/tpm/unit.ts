/** A unit with a TPM, for tests: keys, certificates and PCRs as its factory left them, and a stand for proofs. */
import { generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Target } from '../../targets/targets.ts';
import { type ContextOptions, runAgainst } from '../context.ts';
import type { Stand } from '../proof.ts';
import { createMaker } from './maker.ts';
import { type SoftwareTpm, startTpm } from './swtpm.ts';

/** How a unit was made. Each key is one line of text in a proof. */
export interface UnitSetup {
  readonly endorsementKey: 'RSA 2048' | 'ECC P-256' | 'ECC P-384';
  readonly endorsementCertificate:
    | 'of the maker'
    | 'of another maker'
    | 'of another TPM'
    | 'for servers'
    | 'expired'
    | 'none';
  /** Attributes of the attestation key; `none`: it has none of its own. */
  readonly attestationKey: string;
  /** Attributes of the identity key; `imported`: it was made outside. */
  readonly identityKey: string;
  /** `none`, PCRs it is bound to, or that it may be given out. */
  readonly identityPolicy: 'none' | `sha256:${string}` | 'duplicate';
  readonly unitCertificate: 'of the identity key' | 'of another key';
  /** What was measured at the start: PCR and whose software. */
  readonly measured: readonly string[];
}

const FIXED = 'fixedtpm|fixedparent|sensitivedataorigin';
const SIGNS_BY_POLICY = `${FIXED}|sign`;

/** A unit that does everything right. */
export const SOUND: UnitSetup = {
  endorsementKey: 'RSA 2048',
  endorsementCertificate: 'of the maker',
  attestationKey: `${FIXED}|userwithauth|restricted|sign`,
  identityKey: `${FIXED}|userwithauth|sign`,
  identityPolicy: 'none',
  unitCertificate: 'of the identity key',
  measured: ['0 approved firmware', '7 approved software'],
};

/** Like it, its identity key bound to what was measured. */
export const BOUND: UnitSetup = { ...SOUND, identityKey: SIGNS_BY_POLICY, identityPolicy: 'sha256:0,7,23' };

export const AK_HANDLE = 0x81010002;
export const KEY_HANDLE = 0x81000010;

export interface Unit {
  readonly tpm: SoftwareTpm;
  /** What a test's target declares of it. */
  readonly declares: NonNullable<Target['tpm']>;
  /** The files that the declaration names. */
  readonly files: Readonly<Record<string, string>>;
}

/** Makes it; about a second. Stop its TPM afterwards. */
export async function makeUnit(setup: UnitSetup): Promise<Unit> {
  const tpm = await startTpm();
  try {
    return await furnish(tpm, setup);
  } catch (error) {
    await tpm.stop();
    throw error;
  }
}

async function furnish(tpm: SoftwareTpm, setup: UnitSetup): Promise<Unit> {
  const maker = await createMaker('Maker of TPMs');
  await endorse(tpm, setup, maker);
  const before = [...SOUND.measured];
  for (const one of before) await measure(tpm, one);
  const pcrs = await pcrValues(tpm, [0, 7, 23]);
  if (setup.attestationKey !== 'none') {
    const template = `-G ecc256:ecdsa-sha256:null -g sha256 -a ${setup.attestationKey}`;
    await tpm.tool(`tpm2_createprimary -C e ${template} -c ak.ctx`);
    await tpm.tool(`tpm2_evictcontrol -C o -c ak.ctx ${hex(AK_HANDLE)}`);
  }
  await makeIdentity(tpm, setup);
  await tpm.tool(`tpm2_readpublic -c ${hex(KEY_HANDLE)} -f pem -o key.pem`);
  const key =
    setup.unitCertificate === 'of another key'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
          .publicKey.export({ type: 'spki', format: 'pem' })
          .toString()
      : await readFile(join(tpm.dir, 'key.pem'), 'utf8');
  const certificate = await maker.certify(key, { purpose: '1.3.6.1.5.5.7.3.2' });
  // What runs now, where it is not what was approved.
  for (const one of setup.measured.slice(before.length)) await measure(tpm, one);
  return {
    tpm,
    declares: {
      ekRoot: 'maker.pem',
      pcrs,
      ...(setup.attestationKey !== 'none' && { ak: AK_HANDLE }),
      key: { handle: KEY_HANDLE, certificate: 'unit.pem' },
      extend: 23,
    },
    files: { 'maker.pem': maker.root, 'unit.pem': pem(certificate) },
  };
}

/** Endorsement keys of each kind: for tpm2-tools, where the certificate lies, and one that is another's. */
const ENDORSEMENT = {
  'RSA 2048': {
    algorithm: 'rsa',
    index: '0x1c00002',
    stranger: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  },
  'ECC P-256': {
    algorithm: 'ecc',
    index: '0x1c0000a',
    stranger: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  },
  'ECC P-384': {
    algorithm: 'ecc384',
    index: '0x1c00016',
    stranger: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  },
} as const;

async function endorse(
  tpm: SoftwareTpm,
  { endorsementKey, endorsementCertificate: how }: UnitSetup,
  maker: Awaited<ReturnType<typeof createMaker>>,
): Promise<void> {
  const { algorithm, index, stranger } = ENDORSEMENT[endorsementKey];
  // Only an RSA key is worth keeping: the others are quickly made again.
  const kept = algorithm === 'rsa' ? '0x81010001' : 'ek.ctx';
  await tpm.tool(`tpm2_createek -c ${kept} -G ${algorithm} -f pem -u ek.pem`);
  if (how === 'none') return;
  const key =
    how === 'of another TPM'
      ? stranger().publicKey.export({ type: 'spki', format: 'pem' }).toString()
      : await readFile(join(tpm.dir, 'ek.pem'), 'utf8');
  const by = how === 'of another maker' ? await createMaker('Somebody with swtpm') : maker;
  const der = await by.certify(key, {
    ...(how === 'for servers' && { purpose: '1.3.6.1.5.5.7.3.1' }),
    expired: how === 'expired',
  });
  await storeEndorsement(tpm, der, index);
}

/** Writes an endorsement certificate to where it belongs. */
async function storeEndorsement(tpm: SoftwareTpm, der: Buffer, index: string): Promise<void> {
  await writeFile(join(tpm.dir, 'ek.der'), der);
  const attributes = 'ownerread|ownerwrite|authread|authwrite|no_da';
  await tpm.tool(`tpm2_nvdefine ${index} -C o -s ${der.length} -a ${attributes}`);
  await tpm.tool(`tpm2_nvwrite ${index} -C o -i ek.der`);
}

async function makeIdentity(tpm: SoftwareTpm, setup: UnitSetup): Promise<void> {
  const { identityKey, identityPolicy } = setup;
  await tpm.tool('tpm2_createprimary -C o -G ecc -c srk.ctx');
  const files = '-u key.pub -r key.priv';
  if (identityKey === 'imported') {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await writeFile(join(tpm.dir, 'own.pem'), privateKey.export({ type: 'sec1', format: 'pem' }));
    await tpm.tool(`tpm2_import -C srk.ctx -G ecc -i own.pem -a userwithauth|sign ${files}`);
  } else {
    const policy = await makePolicy(tpm, identityPolicy);
    await tpm.tool(`tpm2_create -C srk.ctx -G ecc256 -a ${identityKey}${policy} ${files}`);
  }
  await tpm.tool(`tpm2_load -C srk.ctx ${files} -c key.ctx`);
  await tpm.tool(`tpm2_evictcontrol -C o -c key.ctx ${hex(KEY_HANDLE)}`);
}

async function makePolicy(tpm: SoftwareTpm, policy: UnitSetup['identityPolicy']): Promise<string> {
  if (policy === 'none') return '';
  if (policy === 'duplicate') {
    await tpm.tool('tpm2_startauthsession -S trial.ctx');
    await tpm.tool('tpm2_policycommandcode -S trial.ctx -L policy TPM2_CC_Duplicate');
    await tpm.tool('tpm2_flushcontext trial.ctx');
  } else {
    await tpm.tool(`tpm2_createpolicy --policy-pcr -l ${policy} -L policy`);
  }
  return ' -L policy';
}

/** Measures one thing, as the start of the unit does. */
export async function measure(tpm: SoftwareTpm, measurement: string): Promise<void> {
  const [pcr = '', ...what] = measurement.split(' ');
  const digest = Buffer.from(what.join(' ').padEnd(32, '.')).subarray(0, 32).toString('hex');
  await tpm.tool(`tpm2_pcrextend ${pcr}:sha256=${digest}`);
}

async function pcrValues(tpm: SoftwareTpm, pcrs: readonly number[]): Promise<Record<string, string>> {
  await tpm.tool(`tpm2_pcrread sha256:${pcrs.join(',')} -o pcrs`);
  const bytes = await readFile(join(tpm.dir, 'pcrs'));
  return Object.fromEntries(
    pcrs.map((pcr, at) => [String(pcr), bytes.subarray(32 * at, 32 * at + 32).toString('hex')]),
  );
}

/** Units with a TPM of one software; `declares` changes what the target says of them. */
export function onUnit(declares: Partial<NonNullable<Target['tpm']>> = {}): Stand<UnitSetup> {
  return {
    software: 'swtpm, set up by tpm2-tools',
    text: (setup) =>
      Object.entries(setup)
        .flatMap(([key, value]) =>
          Array.isArray(value) ? value.map((one) => `${key}: ${one}`) : [`${key}: ${value}`],
        )
        .join('\n'),
    async judge(check, setup) {
      const unit = await makeUnit(setup);
      return runAgainst(check, atUnit(unit, declares)).finally(() => unit.tpm.stop());
    },
  };
}

/** The context of a check of this unit. */
export function atUnit(
  { tpm, files, declares }: Unit,
  changes: Partial<NonNullable<Target['tpm']>> = {},
): ContextOptions {
  return {
    kind: 'tpm',
    port: tpm.port,
    identities: [],
    files,
    declares: { tpm: { ...declares, ...changes } },
  };
}

function hex(handle: number): string {
  return `0x${handle.toString(16)}`;
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
