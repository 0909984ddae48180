import { deadEnds } from '../../testing/dead.ts';
import {
  SOUND_SETTINGS,
  declaredSettings,
  settingsAtBroker,
  settingsPlant,
} from '../../testing/plant/settings-plant.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { settingsSignedAndBounded } from './settings-signed-and-bounded.ts';

export const settingsSignedAndBoundedProof = proof(
  settingsSignedAndBounded,
  rowsOn(settingsPlant, 'signed, within bounds, and newer', {
    intact: SOUND_SETTINGS,
    weakened: {
      'it looks at no signature': { ...SOUND_SETTINGS, signature: 'not looked at' },
      'any signature will do': { ...SOUND_SETTINGS, signature: 'looked for' },
      'a signature of the right key over something else': { ...SOUND_SETTINGS, signature: 'of anything' },
      'the number is not part of what is signed': {
        ...SOUND_SETTINGS,
        signature: 'over all but the version',
      },
      'it has no bounds': { ...SOUND_SETTINGS, bounds: 'none' },
      'it takes an old one': { ...SOUND_SETTINGS, versions: 'any' },
    },
    dead: {
      'it takes no configuration at all': { ...SOUND_SETTINGS, device: 'takes nothing' },
      'it does not say what it runs': { ...SOUND_SETTINGS, device: 'says nothing' },
      'what stands before it refuses, and nothing gets there': {
        ...SOUND_SETTINGS,
        refusedBy: 'the service',
      },
    },
  }),
  rowsOn(settingsAtBroker, 'the same at a broker', {
    intact: SOUND_SETTINGS,
    weakened: {
      'at a broker, it looks at no signature': { ...SOUND_SETTINGS, signature: 'not looked at' },
      'at a broker, it has no bounds': { ...SOUND_SETTINGS, bounds: 'none' },
    },
    dead: { 'at a broker, it takes no configuration': { ...SOUND_SETTINGS, device: 'takes nothing' } },
  }),
  deadEnds(declaredSettings),
);
