/** Does the configuration demand a certificate of every client? Read from the repository; a probe shows more. */
import { defineCheck } from '../../check.ts';
import { flagOf } from '../../readers/mosquitto-line.ts';
import { demandsCertificate, transportOf } from '../../readers/mosquitto-effect.ts';
import { judgeConfiguration } from '../../readers/mosquitto-target.ts';

export const mosquittoConfigClientCertificate = defineCheck({
  id: 'mosquitto-config-client-certificate',
  title: 'Does every MQTT listener of the mosquitto configuration demand a client certificate?',
  targets: ['mosquitto-conf'],
  control: 'the file is a mosquitto.conf, every line of which is understood',
  attack: 'look for a listener that takes clients without certificate, or does not look at its dates',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run: (context) =>
    judgeConfiguration(context, {
      met: 'every listener demands a client certificate within its dates',
      judge(_, listener, dialect) {
        if (listener.port === 0)
          return { is: 'untold', why: 'is a Unix socket, where there are no certificates' };
        const transport = transportOf(listener, dialect);
        if (transport === 'plain')
          return {
            is: 'weak',
            why: 'speaks in the clear, without any certificate',
            leftOut: listener.byDefault,
          };
        if (transport === 'psk') return { is: 'weak', why: 'demands a pre-shared key and no certificate' };
        if (!demandsCertificate(listener, dialect))
          return { is: 'weak', why: 'takes clients without certificate' };
        if (!listener.own.has('cafile') && !listener.own.has('capath')) {
          return { is: 'untold', why: 'demands a certificate and names no CA that could have signed one' };
        }
        const dates = listener.own.get('disable_client_cert_date_checks');
        return flagOf(dates) === true && dates
          ? { is: 'weak', why: `takes certificates past their dates (line ${dates.where.line})` }
          : { is: 'good', why: 'demands a client certificate' };
      },
    }),
});
