/** Does the firewall of the host drop what comes in, or passes through it, and no rule names? */
import { hostCheck } from '../check.ts';
import { accepted, unseen } from './policies.ts';

export const hostFirewallDefaultDrop = hostCheck({
  id: 'host-firewall-default-drop',
  title: 'Does the firewall of the host drop what no rule names?',
  attack:
    'look for a policy of accepting what comes in, or, where the host passes packets on, what passes through',
  met: 'what no rule names is dropped, for IPv4 and IPv6',
  look: ({ firewall, forward, forwards }) => ({
    weak: [
      ...accepted(firewall).map((one) => `what no rule names is accepted for ${one}`),
      ...(forwards === true
        ? accepted(forward).map((one) => `what no rule names is passed on for ${one}`)
        : []),
    ],
    untold: [
      ...unseen(firewall),
      ...(forwards === null ? ['whether the host passes packets on was not seen'] : []),
      ...(forwards === true ? unseen(forward) : []),
    ],
  }),
});
