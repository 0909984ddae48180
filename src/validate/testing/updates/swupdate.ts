/**
 * swupdate as a test unit has it: a program of ours takes the package over HTTPS and hands it to `swupdate`, and a boot
 * script of ours starts what it installed. All that is decided about a package is swupdate's decision.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { certified, runAgainst } from '../context.ts';
import { type Stand, asLines } from '../proof.ts';
import { archive } from './cpio.ts';
import { type Declared, HOME, type Wanted, contentOf, declared, readContent } from './releases.ts';
import { type Unit, serveUnit } from './unit.ts';

const run = promisify(execFile);

export interface SwupdateSetup {
  /** Whose signatures swupdate is told to believe (--key). */
  readonly key: 'maker.pem' | 'maker.pem and stranger.pem';
  /** --no-downgrading: the version that the unit runs, or nothing. */
  readonly noDowngrading: 'what it runs' | 'not set';
  /** --hwrevision */
  readonly hardware: 'pump:1.0' | 'pump:9.9';
  /** Where packages say that their content is put. */
  readonly writes: 'beside what runs' | 'over what runs, as it comes in';
  /** What the boot script does. */
  readonly start: 'goes back when the new one does not work' | 'starts what was installed';
}

export const SOUND_SWUPDATE: SwupdateSetup = {
  key: 'maker.pem',
  noDowngrading: 'what it runs',
  hardware: 'pump:1.0',
  writes: 'beside what runs',
  start: 'goes back when the new one does not work',
};

const TOLD = {
  over: 'https',
  by: 'service',
  send: '/update',
  observe: '/state',
  version: '/version',
  failed: '/failed',
  direct: true,
  settleSeconds: 5,
} satisfies Partial<Declared>;

export const onSwupdate: Stand<SwupdateSetup> = {
  software: 'swupdate, behind node:https',
  text: asLines,
  async judge(check, setup, { pki }) {
    const dir = await mkdtemp(join(tmpdir(), 'bestride-swupdate-'));
    try {
      for (const who of ['maker', 'stranger']) await newCertificate(dir, who);
      const both = ['maker', 'stranger'].map((who) => readFileSync(join(dir, `${who}.pem`), 'utf8'));
      writeFileSync(join(dir, 'both.pem'), both.join(''));
      const packed = new Map<Wanted, Packed>();
      const { files, releases } = await packAll(dir, setup, packed);
      const unit = newUnit(dir, setup);
      const { port, close } = await serveUnit(pki, unit);
      const outcome = runAgainst(check, {
        kind: 'update',
        ca: pki.ca.cert,
        identities: certified(pki),
        port,
        files,
        declares: { update: { ...TOLD, ...releases } },
      });
      return await outcome.finally(async () => {
        close();
        await unit.idle();
      });
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

interface Packed {
  readonly bytes: Uint8Array;
  readonly parts: NonNullable<Declared['parts']>;
}

/** A package is signed by a program, so all of them are made beforehand. */
async function packAll(dir: string, setup: SwupdateSetup, packed: Map<Wanted, Packed>) {
  const wanted: Wanted[] = [];
  declared((one) => {
    wanted.push(one);
    return { bytes: '' };
  });
  for (const one of wanted) packed.set(one, await pack(dir, setup, one));
  return declared((one) => packed.get(one) ?? { bytes: '' });
}

async function pack(dir: string, { writes }: SwupdateSetup, wanted: Wanted): Promise<Packed> {
  const content = Buffer.from(contentOf(wanted));
  const isBeside = writes === 'beside what runs';
  const path = join(dir, isBeside ? 'next' : 'running');
  const description = `software = {
  version = "${wanted.version}";
  hardware-compatibility: [ "${wanted.device === 'pump' ? '1.0' : '7.0'}" ];
  files: ( {
    filename = "app"; path = "${path}"; type = "rawfile";
    sha256 = "${createHash('sha256').update(content).digest('hex')}";
    ${isBeside ? 'properties: { atomic-install = "true"; }' : 'installed-directly = true;'}
  } );
}
`;
  const file = join(dir, 'sw-description');
  writeFileSync(file, description);
  const members: [string, Uint8Array][] = [['sw-description', Buffer.from(description)]];
  if (wanted.by !== 'nobody') {
    const who = join(dir, wanted.by === 'the maker' ? 'maker' : 'stranger');
    const by = ['-signer', `${who}.pem`, '-inkey', `${who}.key`];
    const how = ['-outform', 'DER', '-nosmimecap', '-binary'];
    await run('openssl', ['cms', '-sign', '-in', file, '-out', `${file}.sig`, ...by, ...how]);
    members.push(['sw-description.sig', readFileSync(`${file}.sig`)]);
  }
  const { bytes, places } = archive([...members, ['app', content]]);
  const nowhere = { at: 0, bytes: 1 };
  const parts = {
    content: places.get('app') ?? nowhere,
    signature: places.get('sw-description.sig') ?? nowhere,
  };
  return { bytes, parts };
}

async function newCertificate(dir: string, who: string): Promise<void> {
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    join(dir, `${who}.key`),
  ];
  const usage = ['-addext', 'extendedKeyUsage=codeSigning', '-addext', 'keyUsage=critical,digitalSignature'];
  const subject = ['-subj', `/CN=${who}`, '-days', '30'];
  await run('openssl', ['req', '-x509', ...key, ...subject, ...usage, '-out', join(dir, `${who}.pem`)]);
}

function newUnit(dir: string, setup: SwupdateSetup): Unit & { idle(): Promise<void> } {
  const at = (name: string): string => join(dir, name);
  writeFileSync(at('running'), contentOf({ version: HOME, works: true }));
  mkdirSync(at('tmp'));
  let failed: string | undefined;
  let isWorking = false;
  let work = Promise.resolve();
  const software = () => readContent(readFileSync(at('running'), 'utf8'));

  const install = async (bytes: Buffer): Promise<void> => {
    isWorking = true;
    writeFileSync(at('package.swu'), bytes);
    const key = at(setup.key === 'maker.pem' ? 'maker.pem' : 'both.pem');
    const told = ['--key', key, '--cert-purpose', 'codeSigning', '--hwrevision', setup.hardware];
    const version = software()?.version;
    if (setup.noDowngrading !== 'not set' && version !== undefined) told.push('--no-downgrading', version);
    // Its sockets and its scratch files: every unit has its own.
    const env = { ...process.env, TMPDIR: at('tmp') };
    // Its exit code says less than what it leaves behind: programs of it that run at the same time mix them up.
    await run('swupdate', [...told, '--image', at('package.swu')], { env, timeout: 20_000 }).catch(() => {});
    boot();
    isWorking = false;
  };

  const boot = (): void => {
    if (!existsSync(at('next'))) return;
    const next = readContent(readFileSync(at('next'), 'utf8'));
    if (next?.works === true || setup.start === 'starts what was installed')
      renameSync(at('next'), at('running'));
    else {
      rmSync(at('next'));
      failed = next?.version;
    }
  };

  return {
    give(bytes) {
      work = work.then(() => install(bytes));
      return undefined;
    },
    report() {
      const content = software();
      if (isWorking && setup.writes !== 'beside what runs') return undefined;
      return content?.works === true ? JSON.stringify({ version: content.version, failed }) : undefined;
    },
    idle: () => work,
  };
}
