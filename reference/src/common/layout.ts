/**
 * Where things lie in the working folder:
 *
 *     parts/<name>/{cert.pem,key.pem,ca.pem,crl.pem}   a part's own folder (0700); its private key (0600)
 *     parts/valve/configuration-signers.pem            certificates of those who may sign its configuration
 *     parts/valve/release-key.pem                      the factory's public key for releases of its software
 *     parts/<name>/audit.jsonl, readings.json …        what the part writes
 *     bench/<name>/                                    the folder of that part's test unit, with the same files
 *     operator/                                        the operator's own folder, the same four files
 *     logs/<name>.log                                  what each process printed
 *     project/                                         the threat model's project: model, inventory, targets, evidence
 *     project/releases/valve-<version>.json            releases of the valve's software, made by the factory
 *     project/canaries/                                identities made for attacks, and the CA's certificate
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** In the valve's folder: who may sign its configuration, one certificate after the other. */
export const SIGNERS_FILE = 'configuration-signers.pem';

/** In the valve's folder: the public key by which releases of its software are verified. */
export const RELEASE_KEY_FILE = 'release-key.pem';

/** A release of the valve's software, by its path in the threat model's project. */
export const releaseFile = (version: number): string => `releases/valve-${version}.json`;

/** The folder of one part, or of the operator. */
export const folderOf = (dir: string, who: string): string =>
  who === 'operator' ? join(dir, 'operator') : join(dir, 'parts', who);

/** The folder of the test unit of a part. */
export const benchOf = (dir: string, part: string): string => join(dir, 'bench', part);

export const projectOf = (dir: string): string => join(dir, 'project');

/** Makes a folder that only its owner may enter. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** Writes a private key: readable by its owner alone from the first byte. Fails where there is one already. */
export function writePrivateKey(file: string, key: string): void {
  writeFileSync(file, key, { mode: 0o600, flag: 'wx' });
}
