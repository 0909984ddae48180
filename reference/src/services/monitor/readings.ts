/** What the monitor makes of a message, apart from the network. */
import { CANARIES } from '../../common/fleet.ts';
import { fieldsOf, isPercent } from '../../common/json.ts';
import { partsOf } from '../../common/topics.ts';

export interface Reading {
  /** Who said it. */
  readonly device: string;
  /** `device/what`: the sender as the gateway vouches for it, whatever the message says. */
  readonly name: string;
  readonly content: Readonly<Record<string, unknown>>;
}

const MOST_BYTES = 16_384;

/** What each device may say, and how it is read. Undefined: not of the right form or range. */
const FORMS: Readonly<Record<string, (payload: Buffer) => Reading['content'] | undefined>> = {
  'valve/position': percentIn('position'),
  'smoke-sensor/reading': percentIn('obscuration'),
  // A canary plays a smoke sensor, to see whether the monitor is attentive.
  ...Object.fromEntries(CANARIES.map((name) => [`${name}/drill`, percentIn('obscuration')])),
  'camera/frame': (payload) =>
    payload.subarray(0, 3).toString('latin1') === 'P5 ' ? { bytes: payload.length } : undefined,
};

/**
 * Reads a message. The sender is taken from the topic: the gateways let each device publish under its own name
 * only. Undefined for what nobody is expected to say, or what is not of the right form and range.
 * `without`: what is left out, only to show that validation notices.
 */
export function readMessage(
  topic: string,
  payload: Buffer,
  without?: 'sender' | 'form',
): Reading | undefined {
  const parts = partsOf(topic);
  if (parts?.kind !== 'messages' || payload.length > MOST_BYTES) return undefined;
  const { device: named } = without === 'sender' ? fieldsOf(payload.toString('utf8')) : {};
  const device = typeof named === 'string' ? named : parts.device;
  const name = `${device}/${parts.what}`;
  if (!Object.hasOwn(FORMS, name)) return undefined;
  const content = without === 'form' ? anyPercent(payload) : FORMS[name]?.(payload);
  return content && { device, name, content };
}

/** The first number there is. */
function anyPercent(payload: Buffer): Reading['content'] | undefined {
  const found = /-?\d+(\.\d+)?/.exec(payload.toString('utf8'))?.[0];
  return found === undefined ? undefined : { obscuration: Number(found) };
}

function percentIn(field: string): (payload: Buffer) => Reading['content'] | undefined {
  return (payload) => {
    const { [field]: value } = fieldsOf(payload.toString('utf8'));
    return isPercent(value) ? { [field]: value } : undefined;
  };
}
