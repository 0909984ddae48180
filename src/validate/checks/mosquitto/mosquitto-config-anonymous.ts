/** Does the configuration let somebody in who shows nothing? Read from the repository; a probe shows more. */
import { defineCheck } from '../../check.ts';
import { flagOf } from '../../readers/mosquitto-conf.ts';
import { demandsCertificate, takesAnonymous, transportOf } from '../../readers/mosquitto-effect.ts';
import { judgeConfiguration } from '../../readers/mosquitto-target.ts';

export const mosquittoConfigAnonymous = defineCheck({
  id: 'mosquitto-config-anonymous',
  title: 'Does every MQTT listener of the mosquitto configuration refuse anonymous clients?',
  targets: ['mosquitto-conf'],
  control: 'the file is a mosquitto.conf, every line of which is understood',
  attack: 'look for a listener that takes a client without user name, certificate and key',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run: (context) =>
    judgeConfiguration(context, {
      met: 'no listener takes anonymous clients',
      judge(conf, listener, dialect) {
        if (demandsCertificate(listener, dialect)) return { is: 'good', why: 'demands a client certificate' };
        if (transportOf(listener, dialect) === 'psk') return { is: 'good', why: 'demands a pre-shared key' };
        const [plugin] = listener.plugins;
        if (plugin) return { is: 'untold', why: `leaves it to a plugin (${plugin.value})` };
        if (!takesAnonymous(conf, listener, dialect)) return { is: 'good', why: 'refuses anonymous clients' };
        const line = listener.own.get('listener_allow_anonymous') ?? listener.security.get('allow_anonymous');
        const because =
          flagOf(line) === true && line
            ? `line ${line.where.line} says so`
            : conf.localOnly
              ? 'no listener is configured, which opens one on loopback for everybody'
              : `that is the default of mosquitto ${dialect}`;
        const tls = transportOf(listener, dialect) === 'certificate' ? ', over TLS' : '';
        return { is: 'weak', why: `takes anonymous clients${tls}: ${because}` };
      },
    }),
});
