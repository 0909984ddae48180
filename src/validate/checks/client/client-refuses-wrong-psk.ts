/**
 * Does a device that shares a key with its server hang up on one that does not have that key? A handshake with a wrong
 * key cannot be finished by either side; what is left to go wrong is that the device lets the server do without: by a
 * certificate at which it does not look, or by a suite in which nobody proves anything. Many clients offer those beside
 * the key, without anybody having asked for it.
 */
import { defineCheck } from '../../check.ts';
import { anonymous, withCertificates, withKeys, withoutKey } from '../../probes/client/psk-server.ts';
import { type Trap, tryClient } from '../../probes/client/stage.ts';
import { forgeServer } from '../../probes/forge.ts';
import { pskCanaries } from '../../probes/psk/stage.ts';
import { inconclusive } from '../../verdict.ts';

export const clientRefusesWrongPsk = defineCheck({
  id: 'client-refuses-wrong-psk',
  title: 'Does the device hang up on a server that does not have the key they share?',
  targets: ['tls-client'],
  control:
    'met by a server with its key, which knows nothing else, the device sends its first message, before and after the attack',
  attack:
    'a server that agrees to the key and goes on without having it, one that shows a certificate of its own making instead (TLS 1.3, and TLS 1.2 or before), and one that proves nothing (anonymous suites)',
  effect: 'active',
  budget: { connections: 60, seconds: 300, bytes: 2_000_000 },
  strength: 'probe',
  lifetimeHours: 24 * 30,
  expects: {},
  async run(context) {
    const { door, now } = context;
    if (!door) return inconclusive('the target does not declare where the device dials (device.listen)');
    const canaries = pskCanaries(context);
    if (canaries.length === 0)
      return inconclusive(
        'the target declares no enrolled identity with a psk, which is the key of the device',
      );
    const right = withKeys(new Map(canaries.map(({ identity, key }) => [identity, key])));
    const own = await forgeServer(door.serverName, now);
    const traps: readonly Trap[] = [
      { what: 'a server that goes on without the key, over TLS 1.3', show: withoutKey('TLS 1.3') },
      { what: 'a server that goes on without the key, over TLS 1.2', show: withoutKey('TLS 1.2') },
      { what: 'a certificate over TLS 1.3 in place of the key', show: withCertificates(own, 'TLS 1.3') },
      {
        what: 'a certificate over TLS 1.2 or before in place of the key',
        show: withCertificates(own, 'TLS 1.2'),
      },
      { what: 'an anonymous suite in place of the key', show: anonymous() },
    ];
    return tryClient(context, { door }, right, traps, 'the server with its key');
  },
});
