import { type AedesSetup, SOUND_AEDES, onAedes } from '../../../testing/brokers/aedes.ts';
import { KNOWN_BY_PASSWORD, certified } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { INTACT, WITH_PASSWORDS, onMosquitto, twin } from '../../../testing/mosquitto.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { mqttAnonymous } from './mqtt-anonymous.ts';

/** Whoever has one of its client ids has to give a name and a password. */
const KNOWN_IDS: AedesSetup = { ...SOUND_AEDES, clientIds: 'of one form' };
const PLAIN = twin(WITH_PASSWORDS, { cafile: null, certfile: null, keyfile: null, tls_version: null });

export const mqttAnonymousProof = proof(
  mqttAnonymous,
  rowsOn(
    onMosquitto(() => KNOWN_BY_PASSWORD),
    'passwords over TLS',
    {
      intact: WITH_PASSWORDS,
      weakened: { 'anonymous clients allowed': twin(WITH_PASSWORDS, { allow_anonymous: 'true' }) },
      dead: { 'it knows nobody, the canary neither': { ...WITH_PASSWORDS, passwords: {} } },
    },
  ),
  rowsOn(
    onMosquitto(() => KNOWN_BY_PASSWORD, { tls: false }),
    'passwords in the clear',
    {
      intact: PLAIN,
      weakened: { 'anonymous clients allowed, in the clear': twin(PLAIN, { allow_anonymous: 'true' }) },
    },
  ),
  rowsOn(onAedes(), 'passwords, and client ids of one form', {
    intact: KNOWN_IDS,
    weakened: { 'any name will do under an id of that form': { ...KNOWN_IDS, unknownNames: 'taken' } },
  }),
  rowsOn(onMosquitto(certified), 'client certificates', { intact: INTACT }),
  deadEnds(({ pki }) => ({ identities: KNOWN_BY_PASSWORD, ca: pki.ca.cert })),
);
