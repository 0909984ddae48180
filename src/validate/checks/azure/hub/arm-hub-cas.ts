/** Are the CAs that a hub or a provisioning service trusts verified and far from their end? From a template or an export. */
import { type Demand, every, good, setting, untold, weak } from '../../../readers/arm/judge.ts';
import { IOT_HUB, PROVISIONING } from '../../../readers/arm/types.ts';
import { templateCheck } from '../check.ts';

const DAY = 24 * 3_600_000;

/** Days before its end in which a successor ought to be there. */
const SOON = 30;

const trustedCas: Demand = {
  met: 'every CA has the mark of being verified, and no known end is near',
  types: [`${IOT_HUB}/certificates`, `${PROVISIONING}/certificates`],
  judge(certificate, _, now) {
    const verified = setting(certificate, 'properties.isVerified', {
      is: [true],
      absent: weak('does not have isVerified: nobody proved to hold its key'),
    });
    const expiry = certificate.get('properties.expiry');
    // Only what runs shows it: the platform reads it from the certificate.
    if (expiry === undefined) return verified;
    const end = typeof expiry === 'string' ? Date.parse(expiry) : NaN;
    if (Number.isNaN(end)) return every(verified, untold('has an end that is not known'));
    const days = Math.floor((end - now.getTime()) / DAY);
    return every(
      verified,
      days < SOON
        ? weak(days < 0 ? 'has run out' : `runs out in ${days} days`)
        : good('has an end that is far'),
    );
  },
};

export const armHubCas = templateCheck({
  id: 'arm-hub-cas',
  title: 'Is every CA that a hub or a provisioning service trusts verified, and its end not near?',
  attack: 'look for a CA that nobody proved to hold, that has run out, or that runs out within thirty days',
  demand: trustedCas,
});
