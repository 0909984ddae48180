/** Does the configuration demand TLS, and a version that is high enough? Read from the repository. */
import { defineCheck } from '../../check.ts';
import { leastTls, transportOf } from '../../readers/mosquitto-effect.ts';
import { judgeConfiguration } from '../../readers/mosquitto-target.ts';

export const mosquittoConfigTls = defineCheck({
  id: 'mosquitto-config-tls',
  title: 'Does every MQTT listener of the mosquitto configuration demand the TLS version the model states?',
  targets: ['mosquitto-conf'],
  control: 'the file is a mosquitto.conf, every line of which is understood',
  attack:
    'look for a listener in the clear, or one that takes an older TLS version than the model states (1.2 where it states none)',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: { min: 'tls.min' },

  run(context) {
    const stated = context.expects['min'];
    const wanted = typeof stated === 'string' && stated !== 'none' ? stated : '1.2';
    return judgeConfiguration(context, {
      met: `every listener demands TLS ${wanted} or later`,
      judge(_, listener, dialect) {
        if (listener.port === 0) return { is: 'good', why: 'is a Unix socket, which no network leads to' };
        if (transportOf(listener, dialect) === 'plain') return { is: 'weak', why: 'speaks in the clear' };
        const least = leastTls(listener, dialect);
        const line = listener.own.get('tls_version');
        if (least === undefined)
          return { is: 'untold', why: `has an unknown tls_version (${line?.value ?? ''})` };
        const because = line ? `line ${line.where.line}` : `the default of mosquitto ${dialect}`;
        const why = `takes TLS ${least} or later (${because})`;
        return Number(least) >= Number(wanted) ? { is: 'good', why } : { is: 'weak', why };
      },
    });
  },
});
