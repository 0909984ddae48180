import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { describe, expect, it } from 'vitest';

import { runAgainst } from '../../testing/context.ts';
import { describeWithTpm } from '../../testing/tpm/describe.ts';
import { startTpm } from '../../testing/tpm/swtpm.ts';
import { SOUND, atUnit, makeUnit } from '../../testing/tpm/unit.ts';
import { tpmAttestation } from './tpm-attestation.ts';
import { tpmEndorsement } from './tpm-endorsement.ts';
import { tpmKeyAttributes } from './tpm-key-attributes.ts';

describeWithTpm('tpm-endorsement', () => {
  it('follows a certificate that swtpm_localca made, through its issuer to its root', async () => {
    const tpm = await startTpm(manufacture);
    try {
      const authority = async (name: string) => readFile(join(tpm.dir, 'ca', name), 'utf8');
      const root = await authority('swtpm-localca-rootca-cert.pem');
      const pinned = `${root}\n${await authority('issuercert.pem')}`;
      const at = (makers: string) => ({
        kind: 'tpm',
        port: tpm.port,
        identities: [],
        files: { 'maker.pem': makers },
        declares: { tpm: { ekRoot: 'maker.pem' } },
      });
      expect(await runAgainst(tpmEndorsement, at(pinned))).toMatchObject({ verdict: 'pass' });
      // What lies between is not in the TPM: without it there is no way to the root.
      expect(await runAgainst(tpmEndorsement, at(root))).toMatchObject({ verdict: 'fail' });
      const empty = await runAgainst(tpmEndorsement, at('nothing'));
      expect(empty).toMatchObject({ verdict: 'inconclusive' });
      expect(empty.reason).toContain('no certificate in maker.pem');
    } finally {
      await tpm.stop();
    }
  });

  it('leaves nothing behind in the TPM, and can be run again and after others', async () => {
    const unit = await makeUnit({ ...SOUND, attestationKey: 'none' });
    try {
      for (const check of [tpmEndorsement, tpmKeyAttributes, tpmAttestation, tpmEndorsement])
        expect(await runAgainst(check, atUnit(unit))).toMatchObject({ verdict: 'pass' });
      expect(await unit.tpm.tool('tpm2_getcap handles-transient')).toBe('');
      expect(await unit.tpm.tool('tpm2_getcap handles-loaded-session')).toBe('');
    } finally {
      await unit.tpm.stop();
    }
  });
});

describe('what is no TPM', () => {
  it.each([
    ['an answer that says it is longer than any', Buffer.from('8001fffffff000000000', 'hex')],
    ['an answer that says it is shorter than its head', Buffer.from('80010000000400000000', 'hex')],
    ['an answer of another form', Buffer.from('80020000000a00000000', 'hex')],
    ['more than it says', Buffer.from('8001000000100000000000040102030405', 'hex')],
    ['an HTTP server', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['a code of failure', Buffer.from('80010000000a00000101', 'hex')],
  ])('is inconclusive: %s', async (_, answer) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined).on('data', () => socket.write(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const at = { kind: 'tpm', port, identities: [], declares: { tpm: { ekRoot: 'maker.pem' } } };
    const found = await runAgainst(tpmEndorsement, at).finally(() => server.close());
    expect(found).toMatchObject({ verdict: 'inconclusive' });
    expect(found.reason).toContain('could not be examined');
  });

  it('is inconclusive where targets.yaml says nothing of a TPM', async () => {
    expect((await runAgainst(tpmEndorsement, { kind: 'tpm', port: 1, identities: [] })).reason).toContain(
      '"tpm"',
    );
  });
});

/** A TPM as swtpm_setup makes it, certified by an authority in the folder `ca`. */
async function manufacture(dir: string): Promise<void> {
  const ca = join(dir, 'ca');
  await mkdir(ca);
  const file = async (name: string, lines: readonly string[]) => {
    await writeFile(join(dir, name), `${lines.join('\n')}\n`);
    return join(dir, name);
  };
  const options = await file('options', [
    '--platform-manufacturer Test',
    '--platform-version 1',
    '--platform-model test',
  ]);
  const localca = await file('localca.conf', [
    `statedir = ${ca}`,
    `signingkey = ${ca}/signkey.pem`,
    `issuercert = ${ca}/issuercert.pem`,
    `certserial = ${ca}/certserial`,
  ]);
  const setup = await file('setup.conf', [
    'create_certs_tool=/usr/bin/swtpm_localca',
    `create_certs_tool_config=${localca}`,
    `create_certs_tool_options=${options}`,
    'active_pcr_banks=sha256',
  ]);
  await promisify(execFile)('swtpm_setup', [
    '--tpm2',
    '--config',
    setup,
    '--tpmstate',
    dir,
    '--createek',
    '--create-ek-cert',
    '--overwrite',
  ]);
}
