/** Keys and signatures that `openssl` makes in a folder. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type KeyKind = 'ed25519' | 'ecdsa' | 'rsa-pss';

const KEY_ARGUMENTS: Readonly<Record<KeyKind, readonly string[]>> = {
  ed25519: ['-algorithm', 'ed25519'],
  ecdsa: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'rsa-pss': ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
};
const SIGN_ARGUMENTS: Readonly<Record<KeyKind, readonly string[]>> = {
  ed25519: ['-rawin'],
  ecdsa: ['-rawin', '-digest', 'sha256'],
  'rsa-pss': ['-rawin', '-digest', 'sha256', '-pkeyopt', 'rsa_padding_mode:pss'],
};

export interface OpensslKeys {
  /** Makes a private key; the path of its file. */
  make(name: string, args?: readonly string[]): Promise<string>;
  sign(key: string, bytes: Uint8Array): Promise<Buffer>;
  /** In PEM. */
  publicOf(key: string): Promise<string>;
}

/** `dir` is left to the caller. */
export function opensslKeys(dir: string, kind: KeyKind): OpensslKeys {
  let signed = 0;
  return {
    async make(name, args = KEY_ARGUMENTS[kind]) {
      const path = join(dir, name);
      await run('openssl', ['genpkey', ...args, '-out', path]);
      return path;
    },
    async sign(key, bytes) {
      signed += 1;
      const [from, to] = [join(dir, `${signed}.bin`), join(dir, `${signed}.sig`)];
      await writeFile(from, bytes);
      const args = ['-inkey', key, ...SIGN_ARGUMENTS[kind], '-in', from, '-out', to];
      await run('openssl', ['pkeyutl', '-sign', ...args]);
      return readFile(to);
    },
    async publicOf(key) {
      return (await run('openssl', ['pkey', '-in', key, '-pubout'])).stdout;
    },
  };
}
