/**
 * Where things lie in the working folder:
 *
 *     parts/<name>/{cert.pem,key.pem,ca.pem,crl.pem}   a part's own folder (0700); its private key (0600)
 *     parts/valve/configuration-signers.pem            certificates of those who may sign its configuration
 *     parts/<name>/audit.jsonl, readings.json …        what the part writes
 *     operator/                                        the operator's own folder, the same four files
 *     logs/<name>.log                                  what each process printed
 *     project/                                         the threat model's project: model, targets, evidence
 *     project/canaries/                                identities made for attacks, and the CA's certificate
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** In the valve's folder: who may sign its configuration, one certificate after the other. */
export const SIGNERS_FILE = 'configuration-signers.pem';

/** The folder of one part, or of the operator. */
export const folderOf = (dir: string, who: string): string =>
  who === 'operator' ? join(dir, 'operator') : join(dir, 'parts', who);

export const projectOf = (dir: string): string => join(dir, 'project');

/** Makes a folder that only its owner may enter. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** Writes a private key: readable by its owner alone from the first byte. Fails where there is one already. */
export function writePrivateKey(file: string, key: string): void {
  writeFileSync(file, key, { mode: 0o600, flag: 'wx' });
}
