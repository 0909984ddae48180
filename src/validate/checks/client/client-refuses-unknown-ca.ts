/**
 * Does a device hang up on a server whose certificate nobody it trusts has signed? The classic flaw of devices: they
 * encrypt, and do not look to whom. The check takes the place of the server the device has been told to call.
 */
import { defineCheck } from '../../check.ts';
import { defectsOf, tryClient, wardrobeOf } from '../../probes/client/stage.ts';
import { type Forged, forgeByOtherCa, forgeSelfSigned } from '../../probes/forge.ts';
import { inconclusive } from '../../verdict.ts';

export const clientRefusesUnknownCa = defineCheck({
  id: 'client-refuses-unknown-ca',
  title: 'Does the device hang up on a server that its CA has not certified?',
  targets: ['tls-client'],
  control: 'shown the right certificate, the device sends its first message, before and after the attack',
  attack:
    'the same names in a certificate by another authority that bears the name of the right one, and in one that is signed by itself',
  effect: 'active',
  budget: { connections: 40, seconds: 240, bytes: 2_000_000 },
  strength: 'probe',
  lifetimeHours: 24 * 30,
  expects: {},
  async run(context) {
    const wardrobe = wardrobeOf(context);
    if (typeof wardrobe === 'string') return inconclusive(wardrobe);
    const { right, door } = wardrobe;
    // Made beforehand: the device is not kept waiting between two visits.
    const forged: readonly (readonly [string, Forged])[] = [
      ['a certificate by another authority', await forgeByOtherCa(right.cert, context.now, 'server')],
      ['a self-signed certificate', await forgeSelfSigned(right.cert, context.now, 'server')],
    ];
    const traps = forged.map(([what, show]) => ({ what, show }));
    for (const { what, show } of traps) {
      const [only, ...more] = defectsOf(show, context, door.serverName);
      if (only !== 'it does not lead to the declared CA' || more.length > 0)
        return inconclusive(
          `${what} could not be made to differ in nothing else: ${[only, ...more].join(', ')}`,
        );
    }
    return tryClient(context, wardrobe, right, traps);
  },
});
