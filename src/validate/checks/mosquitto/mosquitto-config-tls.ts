/** Does the configuration demand TLS, and a version that is high enough? Read from the repository. */
import { defineCheck } from '../../check.ts';
import { isForeignTls, isLocal, leastTls, speaksMqtt, transportOf } from '../../readers/mosquitto-effect.ts';
import type { Listener } from '../../readers/mosquitto-conf.ts';
import type { Dialect } from '../../readers/mosquitto-options.ts';
import { judgeConfiguration, type Judgement } from '../../readers/mosquitto-target.ts';

export const mosquittoConfigTls = defineCheck({
  id: 'mosquitto-config-tls',
  title: 'Does every MQTT listener of the mosquitto configuration demand the TLS version the model states?',
  targets: ['mosquitto-conf'],
  control: 'the file is a mosquitto.conf, every line of which is understood',
  attack:
    'look for a listener in the clear, or one that takes an older TLS version than the model states (1.2 where it states none); what is reached from the machine itself only is left aside',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: { min: 'tls.min' },

  run(context) {
    const stated = context.expects['min'];
    const wanted = typeof stated === 'string' && stated !== 'none' ? stated : '1.2';
    return judgeConfiguration(context, {
      met: `every listener that a network leads to demands TLS ${wanted} or later`,
      judge(conf, listener, dialect) {
        const judged = judgeTls(listener, dialect, wanted);
        const local = isLocal(listener) && (dialect !== '1.6' || !conf.localOnly);
        if (judged.is === 'good' || !local) return judged;
        return conf.listeners.filter(speaksMqtt).every(isLocal)
          ? { is: 'untold', why: 'is reached from the machine itself only, and there is no other' }
          : { is: 'good', why: 'is reached from the machine itself only' };
      },
    });
  },
});

function judgeTls(listener: Listener, dialect: Dialect, wanted: string): Judgement {
  if (transportOf(listener, dialect) === 'plain')
    return { is: 'weak', why: 'speaks in the clear', leftOut: listener.byDefault };
  if (isForeignTls(listener, dialect)) return judgeWebSockets(wanted);
  const least = leastTls(listener, dialect);
  const line = listener.own.get('tls_version');
  if (least === undefined) return { is: 'untold', why: `has an unknown tls_version (${line?.value ?? ''})` };
  const because = line ? `line ${line.where.line}` : `the default of mosquitto ${dialect}`;
  const why = `takes TLS ${least} or later (${because})`;
  return Number(least) >= Number(wanted) ? { is: 'good', why } : { is: 'weak', why };
}

/** Seen on 2.0.11: with `tls_version tlsv1.3`, 1.2 is negotiated all the same. */
function judgeWebSockets(wanted: string): Judgement {
  const why = 'serves WebSockets, for which "tls_version" does nothing';
  return Number(wanted) > 1.2
    ? { is: 'weak', why: `${why}: it takes TLS 1.2` }
    : { is: 'untold', why: `${why}: the OpenSSL of the machine decides` };
}
