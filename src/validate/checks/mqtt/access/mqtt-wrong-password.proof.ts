import { SOUND_AEDES, onAedes } from '../../../testing/brokers/aedes.ts';
import { KNOWN_BY_PASSWORD } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { WITH_PASSWORDS, onMosquitto, twin } from '../../../testing/mosquitto.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { mqttWrongPassword } from './mqtt-wrong-password.ts';

/** Lets in whoever gives no name; whoever gives one must know its password. */
const OPEN_TO_THE_NAMELESS = twin(WITH_PASSWORDS, { allow_anonymous: 'true' });

export const mqttWrongPasswordProof = proof(
  mqttWrongPassword,
  rowsOn(
    onMosquitto(() => KNOWN_BY_PASSWORD),
    'passwords for all',
    {
      intact: WITH_PASSWORDS,
      dead: { 'it knows nobody, the canary neither': { ...WITH_PASSWORDS, passwords: {} } },
    },
  ),
  rowsOn(
    onMosquitto(() => KNOWN_BY_PASSWORD),
    'passwords for whoever gives a name',
    {
      intact: OPEN_TO_THE_NAMELESS,
      weakened: { 'no password file': twin(OPEN_TO_THE_NAMELESS, { password_file: null }) },
    },
  ),
  rowsOn(onAedes(), 'the same answer to every stranger', {
    intact: SOUND_AEDES,
    weakened: {
      'any password will do': { ...SOUND_AEDES, passwords: 'any will do' },
      'the first eight characters will do': {
        ...SOUND_AEDES,
        passwords: 'the first eight characters asked for',
      },
      'the beginning of it will do': { ...SOUND_AEDES, passwords: 'compared as far as they are given' },
      'another answer to unknown names': { ...SOUND_AEDES, unknownNames: 'answered otherwise' },
    },
  }),
  deadEnds(({ pki }) => ({ identities: KNOWN_BY_PASSWORD, ca: pki.ca.cert })),
);
