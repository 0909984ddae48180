/** Does the configuration let somebody in who shows nothing? Read from the repository; a probe shows more. */
import { defineCheck } from '../../check.ts';
import type { Listener, MosquittoConf } from '../../readers/mosquitto-conf.ts';
import { flagOf } from '../../readers/mosquitto-line.ts';
import {
  demandsCertificate,
  isOpenAnyway,
  takesAnonymous,
  transportOf,
} from '../../readers/mosquitto-effect.ts';
import type { Dialect } from '../../readers/mosquitto-options.ts';
import { unknownPlugin } from '../../readers/mosquitto-plugins.ts';
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
        const plugin = unknownPlugin(listener.plugins);
        if (plugin) return { is: 'untold', why: `leaves it to a plugin (${plugin.path})` };
        const { security, own, plugins } = listener;
        if (!takesAnonymous(conf, listener, dialect)) {
          // Before 2.0, whoever gave a name came in where there was nothing to compare it with.
          return dialect === '1.6' && !security.has('password_file') && plugins.length === 0
            ? { is: 'untold', why: 'refuses clients without a name, and names no file of those it knows' }
            : { is: 'good', why: 'refuses anonymous clients' };
        }
        const line = own.get('listener_allow_anonymous') ?? security.get('allow_anonymous');
        const stated = flagOf(line) === true ? line : undefined;
        if (!stated && !conf.localOnly && dialect === '2.1' && isOpenAnyway(conf, listener))
          return { is: 'untold', why: 'is opened by other settings, and nothing says whom it lets in' };
        const because = stated ? `line ${stated.where.line} says so` : whyOpen(conf, listener, dialect);
        const tls = transportOf(listener, dialect) === 'certificate' ? ', over TLS' : '';
        return { is: 'weak', why: `takes anonymous clients${tls}: ${because}`, leftOut: !stated };
      },
    }),
});

/** Why it takes anonymous clients although no line that counts says so. */
function whyOpen(conf: MosquittoConf, listener: Listener, dialect: Dialect): string {
  if (conf.localOnly) return 'no listener is configured, which opens one on loopback for everybody';
  return dialect !== '1.6' && isOpenAnyway(conf, listener)
    ? `line ${listener.where.line} opens it, and no "listener" or "allow_anonymous" line that counts for it`
    : `that is the default of mosquitto ${dialect}`;
}
