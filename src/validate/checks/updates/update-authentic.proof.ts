import { deadEnds } from '../../testing/dead.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { SOUND_DEVICE, declaredUpdates, updateAtBroker, updateDevice } from '../../testing/updates/device.ts';
import { SOUND_SWUPDATE, onSwupdate } from '../../testing/updates/swupdate.ts';
import { updateAuthentic } from './update-authentic.ts';

export const updateAuthenticProof = proof(
  updateAuthentic,
  rowsOn(onSwupdate, 'packages signed by the maker alone', {
    intact: SOUND_SWUPDATE,
    weakened: {
      'it believes another signer as well': { ...SOUND_SWUPDATE, key: 'maker.pem and stranger.pem' },
    },
    dead: {
      'it takes nothing, since all is for other hardware': { ...SOUND_SWUPDATE, hardware: 'pump:9.9' },
    },
  }),
  rowsOn(updateDevice, 'signed, unchanged, and by the maker', {
    intact: SOUND_DEVICE,
    weakened: {
      'it looks at no signature': { ...SOUND_DEVICE, signature: 'not looked at' },
      'it looks at signatures that are there': { ...SOUND_DEVICE, signature: 'verified where there is one' },
      'what is signed is not compared with the content': { ...SOUND_DEVICE, digest: 'not looked at' },
      'only a checksum of the content is signed': {
        ...SOUND_DEVICE,
        digest: 'the checksum alone is compared',
      },
      'it has a second key': { ...SOUND_DEVICE, keys: "the maker's and another" },
    },
    dead: {
      'it takes no updates': { ...SOUND_DEVICE, device: 'takes nothing' },
      'it does not say what it runs': { ...SOUND_DEVICE, device: 'says nothing' },
      'what stands before it refuses, and nothing gets there': { ...SOUND_DEVICE, refusedBy: 'a service' },
    },
  }),
  rowsOn(updateAtBroker, 'the same at a broker', {
    intact: SOUND_DEVICE,
    weakened: { 'at a broker, it looks at no signature': { ...SOUND_DEVICE, signature: 'not looked at' } },
    dead: { 'at a broker, it takes no updates': { ...SOUND_DEVICE, device: 'takes nothing' } },
  }),
  deadEnds(declaredUpdates),
);
