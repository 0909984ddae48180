/**
 * Has every device of the registry a credential that no other has, and nobody who reads the export? Compared are the
 * thumbprints of all devices, disabled ones too, and symmetric keys where they stand in the file.
 */
import { defineCheck } from '../../check.ts';
import { type Judged, type Look, judgeRegistry } from '../../readers/registry/registry-target.ts';
import { enough } from '../../readers/rows.ts';
import { compareThumbprints } from '../../readers/thumbprints.ts';
import { inconclusive } from '../../verdict.ts';

/** Ways to prove who one is that a device registry knows of. */
const REGISTERED: readonly unknown[] = ['x509', 'tpm', 'sas'];

export const registryOwnKeys = defineCheck({
  id: 'registry-own-keys',
  title: 'Does the device registry have two devices with one credential?',
  targets: ['registry-export'],
  control:
    'the file is an export of a device registry with a thumbprint for every device that is meant, and recent as declared',
  attack: 'look for a thumbprint or a key that stands with two devices, and for keys in the clear',
  effect: 'passive',
  budget: { connections: 0, seconds: 60, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 7,
  expects: { client: 'client' },

  async run(context) {
    const client = context.expects['client'];
    return client === undefined || REGISTERED.includes(client)
      ? judgeRegistry(context, judge)
      : inconclusive(
          `the devices prove who they are by ${String(client)}, of which a device registry says nothing`,
        );
  },
});

function judge({ devices, meant, inClear }: Look): Judged {
  const compared = compareThumbprints(
    devices.flatMap(({ id, thumbprints }) => thumbprints.map((one) => [id, one] as const)),
  );
  const without = meant.filter(({ by, thumbprints }) => by !== 'selfSigned' || thumbprints.length === 0);
  const ids = without.map(({ id }) => id);
  return {
    what: 'comparing the credentials of all devices',
    weak: [
      ...(compared.shared.length > 0 ? [`devices share a certificate: ${enough(compared.shared, 3)}`] : []),
      ...withEqualKeys(devices),
      ...(inClear.length > 0
        ? [`whoever reads the file has the keys of ${inClear.length} devices (${enough(inClear, 3)})`]
        : []),
    ],
    untold: [
      ...(devices.length < 2 ? ['the export has one device only: there is nothing to compare'] : []),
      ...(ids.length > 0
        ? [`${ids.length} of ${meant.length} devices are registered without a thumbprint (${enough(ids, 3)})`]
        : []),
      ...(compared.ofOneKind
        ? []
        : ['the export lists thumbprints of different kinds, which cannot be compared']),
    ],
    met: `no two of ${devices.length} devices have the same thumbprint, and each of ${meant.length} has one`,
  };
}

/** Who shares a key is said, never anything of the key. */
function withEqualKeys(devices: Look['devices']): string[] {
  const owners = new Map<string, Set<string>>();
  for (const { id, keyDigests } of devices) {
    for (const digest of keyDigests) {
      const known = owners.get(digest);
      if (known) known.add(id);
      else owners.set(digest, new Set([id]));
    }
  }
  const shared = [...owners.values()].filter(({ size }) => size > 1).map((who) => enough([...who], 3));
  return shared.length > 0 ? [`devices share a symmetric key: ${enough(shared, 3)}`] : [];
}
