/** Lists of what is in a release: CycloneDX 1.4 to 1.6 and SPDX 2.3, in JSON. Pure. */
import { parseJsonQuietly } from '../../../evidence/dsse.ts';
import type { Decision } from './decisions.ts';
import { readCycloneDx } from './cyclonedx.ts';
import { readSpdx } from './spdx.ts';

export interface Component {
  /** How the list refers to it (`bom-ref`, `SPDXID`); empty: not at all. */
  readonly ref: string;
  readonly name: string;
  readonly version: string;
  /** Package URL; empty: none. */
  readonly url: string;
}

export interface ComponentList {
  /** `CycloneDX 1.5`. */
  readonly form: string;
  /** What the list is of: its digests (`sha256` → hexadecimal digits), and its package URL, which may be empty. */
  readonly of: { readonly digests: Readonly<Record<string, string>>; readonly url: string };
  /** Everything that is a package or software by itself: no single files, no operating system as such. */
  readonly components: readonly Component[];
  /** Why the list says of itself that it is not whole. */
  readonly lacks?: string;
  /** Words on known holes that stand in the list. */
  readonly decisions: readonly Decision[];
}

/** A text: why it is no such list. Never throws. */
export function readComponents(text: string): ComponentList | string {
  const data = parseJsonQuietly(text);
  if (typeof data !== 'object' || data === null) return 'it is no JSON';
  if ('bomFormat' in data) return readCycloneDx(data);
  return 'spdxVersion' in data ? readSpdx(data) : 'it is neither CycloneDX nor SPDX';
}
