/** Does a route of the hub on the gateway name its sender and its receiver? */
import type { Judgement } from '../rows.ts';
import { good, untold, weak } from '../rows.ts';
import { shown } from '../containers/container.ts';
import { hasBlank } from '../containers/placeholders.ts';
import type { BrokerRule, WrittenRoute } from './hub.ts';

/** `FROM <source> [WHERE <condition>] INTO <sink>`; the words in any case. */
const ROUTE = /^\s*FROM\s+(\S+)(?:\s+WHERE\s+(.+?))?\s+INTO\s+(\$upstream|BrokeredEndpoint\s*\(.*\))\s*$/is;

const RECEIVER =
  /^BrokeredEndpoint\s*\(\s*["'\\]*\/modules\/([^/"'\\*]+)\/inputs\/([^/"'\\*]+)["'\\]*\s*\)$/i;

/** A condition that only messages of one named sender meet, or only those of devices behind the gateway. */
const ONE_SENDER =
  /\$connection(Device|Module)Id\s*=\s*["'][^"'*]+["']|["'][^"'*]+["']\s*=\s*\$connection(Device|Module)Id/i;
const ONLY_DEVICES = /^\(?\s*NOT\s+IS_DEFINED\s*\(\s*\$connectionModuleId\s*\)\s*\)?$/i;

export function judgeRoute({ text }: WrittenRoute): Judgement {
  if (text.trim() === '') return good('is empty, which takes the route away');
  const [, from, condition, into] = ROUTE.exec(text) ?? [];
  if (from === undefined || into === undefined) {
    return untold(
      hasBlank(text) || text.includes('${') ? 'is filled in later' : `is not understood ("${shown(text)}")`,
    );
  }
  const receiver = /^\$upstream$/i.test(into) ? 'the cloud' : RECEIVER.exec(into)?.[1];
  if (receiver === undefined) return untold(`has a receiver that is not understood ("${shown(into)}")`);
  const [, sender] = /^\/messages\/modules\/([^/*${}]+)(\/(\*|outputs\/[^/]+))?$/i.exec(from) ?? [];
  if (sender !== undefined) return good(`takes messages of ${shown(sender)} to ${shown(receiver)}`);
  if (!/^\/(\*|messages(\/.*)?)$/i.test(from)) return untold(`takes "${shown(from)}", which names no sender`);
  if (condition !== undefined) {
    if (ONLY_DEVICES.test(condition.trim())) return good('takes messages of devices, and of no module');
    // With OR, the other side lets the rest in.
    if (ONE_SENDER.test(condition) && !/\b(OR|NOT)\b/i.test(condition))
      return good('names its sender in a condition');
    return untold(`takes messages of all who meet "${shown(condition)}"`);
  }
  return weak(`takes the messages of all modules and devices ("${shown(from)}") to ${shown(receiver)}`);
}

/** Rules of the MQTT broker: weak where everybody may publish or subscribe to everything. */
export function judgeBrokerRule({ identities, operations, resources }: BrokerRule): Judgement {
  const moves = operations.filter((one) => !/^mqtt:connect$/i.test(one));
  if (moves.length === 0) return good('lets clients connect, and no more');
  const everybody = identities.some((one) =>
    /^(#|\+|\{\{iot:(identity|device_id|module_id)\}\})$/.test(one.trim()),
  );
  const wide = resources.find((one) => /^[#+]/.test(one.trim()));
  if (everybody && wide !== undefined) return weak(`lets everybody use the topics "${shown(wide)}"`);
  if (wide !== undefined)
    return untold(`lets ${shown(identities.join(', '))} use the topics "${shown(wide)}"`);
  return good('names its topics');
}
