import { deadEnds } from '../../testing/dead.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { SOUND_DEVICE, declaredUpdates, updateAtBroker, updateDevice } from '../../testing/updates/device.ts';
import { SOUND_SWUPDATE, onSwupdate } from '../../testing/updates/swupdate.ts';
import { updateOlder } from './update-older.ts';

export const updateOlderProof = proof(
  updateOlder,
  rowsOn(onSwupdate, 'with --no-downgrading', {
    intact: SOUND_SWUPDATE,
    weakened: { 'without --no-downgrading': { ...SOUND_SWUPDATE, noDowngrading: 'not set' } },
    dead: {
      'it takes nothing, since all is for other hardware': { ...SOUND_SWUPDATE, hardware: 'pump:9.9' },
    },
  }),
  rowsOn(updateDevice, 'versions only rise', {
    intact: SOUND_DEVICE,
    weakened: { 'any version will do': { ...SOUND_DEVICE, versions: 'any' } },
    dead: {
      'it takes no updates': { ...SOUND_DEVICE, device: 'takes nothing' },
      'it does not say what it runs': { ...SOUND_DEVICE, device: 'says nothing' },
    },
  }),
  rowsOn(updateAtBroker, 'the same at a broker', {
    intact: SOUND_DEVICE,
    weakened: { 'at a broker, any version will do': { ...SOUND_DEVICE, versions: 'any' } },
  }),
  deadEnds(declaredUpdates),
);
