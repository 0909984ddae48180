import { deadEnds } from '../../testing/dead.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import {
  type DeviceSetup,
  SOUND_DEVICE,
  declaredUpdates,
  updateAtBroker,
  updateDevice,
} from '../../testing/updates/device.ts';
import { SOUND_SWUPDATE, onSwupdate } from '../../testing/updates/swupdate.ts';
import { updateRecovery } from './update-recovery.ts';

/** Its faulty software still says its version. */
const TALKING: DeviceSetup = { ...SOUND_DEVICE, faulty: 'says its version' };
const NEW_BANK = 'always from the new bank';

export const updateRecoveryProof = proof(
  updateRecovery,
  rowsOn(onSwupdate, 'written beside what runs, and tried before it is kept', {
    intact: SOUND_SWUPDATE,
    weakened: {
      'packages are written over what runs': { ...SOUND_SWUPDATE, writes: 'over what runs, as it comes in' },
      'whatever was installed is started': { ...SOUND_SWUPDATE, start: 'starts what was installed' },
    },
    dead: {
      'it takes nothing, since all is for other hardware': { ...SOUND_SWUPDATE, hardware: 'pump:9.9' },
    },
  }),
  rowsOn(updateDevice, 'two banks, and a check of health', {
    intact: SOUND_DEVICE,
    weakened: { 'it dies of software that does not work': { ...SOUND_DEVICE, start: NEW_BANK } },
    dead: {
      'it takes no updates': { ...SOUND_DEVICE, device: 'takes nothing' },
      'nobody sees whether it tried': { ...SOUND_DEVICE, device: 'does not say what failed' },
    },
  }),
  rowsOn(updateDevice, 'the same, and what does not work still talks', {
    intact: TALKING,
    weakened: { 'it stays with software that does not work': { ...TALKING, start: NEW_BANK } },
  }),
  rowsOn(updateAtBroker, 'the same at a broker', {
    intact: SOUND_DEVICE,
    weakened: { 'at a broker, it dies of software that does not work': { ...SOUND_DEVICE, start: NEW_BANK } },
    dead: { 'at a broker, it does not say what it runs': { ...SOUND_DEVICE, device: 'says nothing' } },
  }),
  deadEnds(declaredUpdates),
);
