/** Are only the services enabled that were declared? What was started by hand, or by no systemd, is not looked at. */
import { hostCheck } from '../check.ts';

export const hostServices = hostCheck({
  id: 'host-services',
  title: 'Are no services enabled on the host but the declared ones?',
  attack: 'look for a service or a socket that is started by itself and that nobody declared',
  met: 'no service or socket of systemd is enabled but the declared ones',
  look({ services }, { target }) {
    const declared = target.host?.services;
    const others = services?.filter((name) => !declared?.includes(name)) ?? [];
    return {
      weak: declared && others.length > 0 ? [`enabled, though nobody declared it: ${others.join(', ')}`] : [],
      untold: [
        ...(declared
          ? []
          : ['the target does not declare which services are meant to be enabled (host.services)']),
        ...(services === null ? ['which services are enabled was not seen: the host has no systemd'] : []),
      ],
    };
  },
});
