/**
 * Does a device hang up on its server when that speaks only a TLS version below the claimed one?
 *
 * A client names the versions it takes before anything else. One that is not among them is answered all the same, with
 * a hand-made hello: alert 70 (protocol_version) is the client's own word, and so is its list of versions (RFC 8446
 * section 4.2.1) when it then gives up. One that is among them is spoken in earnest, with the right certificate: a
 * message of the application is acceptance. Any other end is no policy: OpenSSL with its usual security level offers
 * TLS 1.1 and then fails over a signature, and would go on where the level is set lower. SSL 3.0 is not tried; our
 * library cannot speak it.
 */
import { defineCheck } from '../../check.ts';
import { type Trap, tryClient, wardrobeOf } from '../../probes/client/stage.ts';
import type { Visit } from '../../probes/client/visit.ts';
import { alertName } from '../../probes/tls/wire/tls-alerts.ts';
import { inconclusive } from '../../verdict.ts';

const TRIED = ['TLS 1.0', 'TLS 1.1', 'TLS 1.2', 'TLS 1.3'] as const;
type TriedVersion = (typeof TRIED)[number];

export const clientRefusesOldTls = defineCheck({
  id: 'client-refuses-old-tls',
  title: 'Does the device hang up on a server that speaks only a TLS version below the claimed one?',
  targets: ['tls-client'],
  control:
    'shown the right certificate over the claimed version or a later one, the device sends its first message, before and after the attack',
  attack: 'the right certificate over each lower version from TLS 1.0 on, with every cipher suite',
  effect: 'active',
  budget: { connections: 50, seconds: 300, bytes: 2_000_000 },
  strength: 'probe',
  lifetimeHours: 24 * 30,
  expects: { min: 'tls.min' },
  async run(context) {
    const wanted = String(context.expects['min'] ?? '1.2');
    const least = TRIED.find((version) => version === `TLS ${wanted}`);
    if (!least || least === 'TLS 1.0') {
      return inconclusive(
        `below the TLS version that the model claims there is none to try (tls.min is "${wanted}")`,
      );
    }
    const wardrobe = wardrobeOf(context);
    if (typeof wardrobe === 'string') return inconclusive(wardrobe);
    const { right } = wardrobe;
    const traps = TRIED.slice(0, TRIED.indexOf(least)).flatMap((only): Trap[] =>
      only === 'TLS 1.3' ? [] : [{ what: `${only} only`, show: { ...right, only }, judge: judgeOf(only) }],
    );
    return tryClient(context, wardrobe, { ...right, least }, traps);
  },
});

const PROTOCOL_VERSION = 70;

/** Only the alert that says so is a refusal of the version. */
function judgeOf(version: TriedVersion): NonNullable<Trap['judge']> {
  return (visit: Visit) => {
    if (visit.kind !== 'alert' && visit.kind !== 'closed') return undefined;
    const offered = visit.offer?.versions.includes(version) === true;
    const how = visit.kind === 'alert' ? alertName(visit.alert) : visit.detail;
    const offers = visit.offer?.listed === true ? `; it offers ${visit.offer.versions.join(', ')}` : '';
    const said = visit.kind === 'alert' && visit.alert === PROTOCOL_VERSION;
    if (said || (visit.offer?.listed === true && !offered)) {
      return { outcome: 'refused', refusedBy: 'device', detail: `${how}${offers}` };
    }
    const advice = offered
      ? `it offers ${version} and then gives up (${how}): set the lowest version of the client itself`
      : `it gave up (${how}), which does not say that it is the version`;
    return { outcome: 'refused', refusedBy: 'platform-default', detail: advice };
  };
}
