/** OCSP responses for tests, made by the openssl program from an index as its `ca` keeps one. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { startOpenssl } from './listeners.ts';
import { type ContextOptions, runAgainst } from './context.ts';
import type { Issued, Pki } from './pki.ts';
import type { Stand } from './proof.ts';

export interface OcspSetup {
  /** What the responder's index has of the certificate; `absent`: nothing. */
  readonly index: 'good' | 'revoked' | 'absent';
  /** Who signs; the authority itself where absent. */
  readonly signer?: (pki: Pki) => Issued;
  /** It does not say until when it holds. */
  readonly endless?: boolean;
}

/** Makes a response about a certificate and returns its file (DER). */
export function ocspResponse(pki: Pki, about: Issued, { index, signer, endless }: OcspSetup): string {
  const how = [about.name, index, signer ? 'other' : 'ca', ...(endless ? ['endless'] : [])];
  const stem = join(pki.dir, `ocsp-${how.join('-')}`);
  const [until, on] = ['350101000000Z', '260101000000Z'];
  const serial = about.serial.toUpperCase();
  const lines = {
    good: `V\t${until}\t\t${serial}\tunknown\t/CN=${about.name}\n`,
    revoked: `R\t${until}\t${on},keyCompromise\t${serial}\tunknown\t/CN=${about.name}\n`,
    absent: '',
  };
  writeFileSync(`${stem}.index`, lines[index]);
  const by = signer?.(pki) ?? { certFile: pki.ca.certFile, keyFile: join(pki.dir, 'ca.key') };
  openssl('-issuer', pki.ca.certFile, '-cert', about.certFile, '-no_nonce', '-reqout', `${stem}.req`);
  const responder = [
    '-index',
    `${stem}.index`,
    '-CA',
    pki.ca.certFile,
    '-rsigner',
    by.certFile,
    '-rkey',
    by.keyFile,
  ];
  const days = endless ? [] : ['-ndays', '7'];
  openssl(...responder, '-reqin', `${stem}.req`, '-respout', `${stem}.der`, ...days, '-noverify');
  return `${stem}.der`;
}

/** Where `openssl s_server` staples such a response; absent: it staples none. */
export function onStapling(how: (pki: Pki) => Omit<ContextOptions, 'port'>): Stand<OcspSetup | undefined> {
  return {
    software: 'openssl s_server',
    text: (setup) =>
      setup ? [`index: ${setup.index}`, `signer: ${setup.signer ? 'another' : 'ca'}`].join('\n') : '',
    async judge(check, setup, { pki }) {
      const args = setup ? ['-status_file', ocspResponse(pki, pki.server, setup)] : [];
      const chain = ['-cert_chain', pki.ca.certFile];
      const listener = await startOpenssl(pki.server, ...chain, ...args);
      return runAgainst(check, { ...how(pki), port: listener.port }).finally(() => listener.stop());
    },
  };
}

function openssl(...args: string[]): void {
  execFileSync('openssl', ['ocsp', ...args], { stdio: 'pipe' });
}
