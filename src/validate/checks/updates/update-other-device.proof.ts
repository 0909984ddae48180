import { deadEnds } from '../../testing/dead.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { SOUND_DEVICE, declaredUpdates, updateAtBroker, updateDevice } from '../../testing/updates/device.ts';
import { SOUND_SWUPDATE, onSwupdate } from '../../testing/updates/swupdate.ts';
import { updateOtherDevice } from './update-other-device.ts';

export const updateOtherDeviceProof = proof(
  updateOtherDevice,
  rowsOn(onSwupdate, 'packages for this hardware', {
    intact: SOUND_SWUPDATE,
    dead: {
      'it takes nothing, since all is for other hardware': { ...SOUND_SWUPDATE, hardware: 'pump:9.9' },
    },
  }),
  rowsOn(updateDevice, 'for this kind of device', {
    intact: SOUND_DEVICE,
    weakened: { 'it does not look for which device they are': { ...SOUND_DEVICE, kind: 'not looked at' } },
    dead: {
      'it takes no updates': { ...SOUND_DEVICE, device: 'takes nothing' },
      'what stands before it refuses, and nothing gets there': { ...SOUND_DEVICE, refusedBy: 'a service' },
    },
  }),
  rowsOn(updateAtBroker, 'the same at a broker', {
    intact: SOUND_DEVICE,
    weakened: {
      'at a broker, it does not look for which device they are': { ...SOUND_DEVICE, kind: 'not looked at' },
    },
  }),
  deadEnds(declaredUpdates),
);
