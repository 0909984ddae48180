/**
 * Does a device hang up on its server when the certificate has expired? A key that leaked years ago would serve for
 * ever otherwise. Nobody but the CA can make such a certificate; the target declares one.
 */
import { defineCheck } from '../../check.ts';
import { tryClient, wardrobeOf } from '../../probes/client/stage.ts';
import { inconclusive } from '../../verdict.ts';

export const clientRefusesExpired = defineCheck({
  id: 'client-refuses-expired',
  title: 'Does the device hang up on a server whose certificate has expired?',
  targets: ['tls-client'],
  control: 'shown the right certificate, the device sends its first message, before and after the attack',
  attack: 'a genuine certificate of the same CA and for the same name that has expired',
  effect: 'active',
  budget: { connections: 30, seconds: 240, bytes: 1_000_000 },
  strength: 'probe',
  lifetimeHours: 24 * 30,
  expects: {},
  async run(context) {
    const wardrobe = wardrobeOf(context);
    if (typeof wardrobe === 'string') return inconclusive(wardrobe);
    const old = wardrobe.others.find(({ defects }) => defects[0]?.startsWith('the certificate expired on '));
    if (!old) {
      return inconclusive(
        'the target declares no identity of the right server whose certificate has expired',
      );
    }
    const what = `the certificate of "${old.name}", in which nothing is wrong but that ${old.defects[0]}`;
    return tryClient(context, wardrobe, wardrobe.right, [{ what, show: old }]);
  },
});
