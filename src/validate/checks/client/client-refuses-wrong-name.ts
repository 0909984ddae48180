/**
 * Does a device hang up on another server of the same CA? Whoever has any certificate of that CA could take its
 * server's place otherwise. The check shows a genuine certificate that bears another name; the target declares one.
 */
import { defineCheck } from '../../check.ts';
import { tryClient, wardrobeOf } from '../../probes/client/stage.ts';
import { inconclusive } from '../../verdict.ts';

export const clientRefusesWrongName = defineCheck({
  id: 'client-refuses-wrong-name',
  title: 'Does the device hang up on a server whose certificate bears another name?',
  targets: ['tls-client'],
  control: 'shown the right certificate, the device sends its first message, before and after the attack',
  attack: 'a genuine server certificate of the same CA that bears another name',
  effect: 'active',
  budget: { connections: 30, seconds: 240, bytes: 1_000_000 },
  strength: 'probe',
  lifetimeHours: 24 * 30,
  expects: {},
  async run(context) {
    const wardrobe = wardrobeOf(context);
    if (typeof wardrobe === 'string') return inconclusive(wardrobe);
    const { door, right, others } = wardrobe;
    const stranger = others.find(
      ({ defects }) => defects[0] === `it does not hold the name "${door.serverName}"`,
    );
    if (!stranger) {
      return inconclusive(
        'the target declares no identity of the same CA, made for a server and in date, that bears another name',
      );
    }
    const what = `the certificate of "${stranger.name}", of the same CA and with another name`;
    return tryClient(context, wardrobe, right, [{ what, show: stranger }]);
  },
});
