/** Does the host drop what goes out and that no rule names? How wide the rules are is not looked at. */
import { hostCheck } from '../check.ts';
import { accepted, unseen } from './policies.ts';

export const hostEgressDefaultDrop = hostCheck({
  id: 'host-egress-default-drop',
  title: 'Does the firewall of the host drop what goes out and no rule names?',
  attack: 'look for a policy of accepting what goes out',
  met: 'what goes out and no rule names is dropped, for IPv4 and IPv6; which places the rules name was not looked at',
  look: ({ egress }) => ({
    weak: accepted(egress).map((one) => `what goes out and no rule names is accepted for ${one}`),
    untold: unseen(egress),
  }),
});
