/**
 * A device of ours that takes signed, numbered and dated commands. Each setting can be wrong in its own way; the rest
 * stays as it is.
 */
import { type KeyObject, createPublicKey, verify } from 'node:crypto';

export interface DeviceSetup {
  readonly signature:
    | 'verified'
    | 'of anybody enrolled'
    | 'looked for'
    | 'over all but the value'
    | 'over all but the number'
    | 'not looked at';
  /** How it knows what it had before. */
  readonly repeats: 'only higher numbers' | 'not the last number again' | 'carried out';
  readonly age: 'at most 8 seconds' | 'later than the last' | 'any';
  readonly form: 'checked' | 'texts for numbers' | 'the first number found' | 'stops at what it cannot read';
  readonly unknownCommands: 'refused' | 'carried out';
  readonly device: 'on' | 'takes nothing';
}

export const SOUND_DEVICE: DeviceSetup = {
  signature: 'verified',
  repeats: 'only higher numbers',
  age: 'at most 8 seconds',
  form: 'checked',
  unknownCommands: 'refused',
  device: 'on',
};

/** `answer`: whether it took the command; undefined: it has stopped for good. */
export interface TestDevice {
  take(text: string): boolean | undefined;
  report(): string;
  readonly stopped: boolean;
}

/** `signer`: the certificate of who signs commands; `others`: of others that are enrolled. */
export function newDevice(signer: string, setup: DeviceSetup, ...others: readonly string[]): TestDevice {
  const keys = [signer, ...(setup.signature === 'of anybody enrolled' ? others : [])].map((one) =>
    createPublicKey(one),
  );
  let [position, number, at, stopped] = [0, 0, 0, setup.device === 'takes nothing'];
  return {
    get stopped() {
      return stopped;
    },
    report: () => JSON.stringify({ value: position }),
    take(text) {
      if (stopped) return undefined;
      if (!keys.some((key) => isSigned(text, key, setup.signature))) return false;
      const command = read(text, setup);
      if (command === undefined) {
        stopped = setup.form === 'stops at what it cannot read';
        return stopped ? undefined : false;
      }
      if (setup.repeats === 'only higher numbers' && !(command.number > number)) return false;
      if (setup.repeats === 'not the last number again' && command.number === number) return false;
      if (setup.age === 'at most 8 seconds' && !(Math.abs(Date.now() - command.at) < 8000)) return false;
      if (setup.age === 'later than the last' && !(command.at > at)) return false;
      [number, at] = [command.number, command.at];
      position = command.to;
      return true;
    },
  };
}

interface Command {
  readonly to: number;
  readonly number: number;
  readonly at: number;
}

function read(text: string, { form, unknownCommands }: DeviceSetup): Command | undefined {
  if (form === 'the first number found') {
    const to = Number(/"to":\D*(\d+)/.exec(text)?.[1]);
    const number = Number(/"number":(\d+)/.exec(text)?.[1]);
    return { to, number, at: Date.parse(/"at":"([^"]*)"/.exec(text)?.[1] ?? '') };
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof data !== 'object' || data === null) return undefined;
  const { set, to, number, at }: Record<string, unknown> = { ...data };
  if (set !== 'valve' && unknownCommands === 'refused') return undefined;
  const wanted = form === 'texts for numbers' ? Number(to) : to;
  if (typeof wanted !== 'number' || !(wanted >= 0 && wanted <= 60) || typeof number !== 'number')
    return undefined;
  return { to: wanted, number, at: Date.parse(String(at)) };
}

/** `signer`: the certificate of who must have signed it. */
export function isSignedBy(text: string, signer: string): boolean {
  return isSigned(text, createPublicKey(signer), 'verified');
}

function isSigned(text: string, key: KeyObject, how: DeviceSetup['signature']): boolean {
  const [, signed = '', signature = ''] = /^(.*),"signature":"([^"]+)"\}$/s.exec(text) ?? [];
  if (how === 'not looked at') return true;
  if (how === 'looked for') return signature !== '';
  const texts = {
    'over all but the value': [20, 40].map((to) => signed.replace(/"to":\d+/, `"to":${to}`)),
    'over all but the number': Array.from({ length: 50 }, (_, less) =>
      signed.replace(/"number":(\d+)/, (_whole, number: string) => `"number":${Number(number) - less}`),
    ),
    'of anybody enrolled': [signed],
    verified: [signed],
  }[how];
  return texts.some((one) => verify('sha256', Buffer.from(one), key, Buffer.from(signature, 'base64')));
}
