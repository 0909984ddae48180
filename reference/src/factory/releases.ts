/**
 * The factory's releases of the valve's software, all made at once: the key that signs them is never written, so that
 * there will be no others. They lie in the threat model's project, where checks find what they offer the valve.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { OTHER_RELEASES, RELEASES } from '../common/fleet.ts';
import { RELEASE_KEY_FILE, projectOf, releaseFile } from '../common/layout.ts';
import type { Release } from '../common/software.ts';

/** Writes all releases, and the key by which they are verified into the folders of the valves. */
export function writeReleases(dir: string, valves: readonly string[]): void {
  const maker = newKeys();
  const stranger = newKeys();
  mkdirSync(join(projectOf(dir), 'releases'), { recursive: true });
  const write = (version: number, privateKey: string, change: Partial<Release> = {}): void => {
    const release = { device: 'valve', version, content: program({ everySeconds: 2 }), ...change };
    writeFileSync(join(projectOf(dir), releaseFile(version)), signed(release, privateKey));
  };
  const { older, other, foreign, faulty } = OTHER_RELEASES;
  for (const version of [older, ...RELEASES]) write(version, maker.privateKey);
  write(other, maker.privateKey, { device: 'pump' });
  write(foreign, stranger.privateKey);
  write(faulty, maker.privateKey, { content: program({}) });
  for (const folder of valves) writeFileSync(join(folder, RELEASE_KEY_FILE), maker.publicKey);
}

function program(content: object): string {
  return Buffer.from(JSON.stringify(content)).toString('base64');
}

/** The signature stands last and is over all that stands before it. */
function signed(release: Release, privateKey: string): string {
  const text = JSON.stringify(release).slice(0, -1);
  return `${text},"signature":"${sign('sha256', Buffer.from(text), privateKey).toString('base64')}"}`;
}

function newKeys() {
  return generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}
