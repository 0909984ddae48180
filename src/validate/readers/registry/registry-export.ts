/**
 * The devices of an exported device registry of Azure IoT Hub, in each of its forms: twins in a list (`az iot hub
 * device-identity list`), identities in a list or alone (`device-identity show`, REST `GET /devices`), and one JSON
 * object on each line (the bulk export, `devices.txt`). Keys in the file are counted and told apart, never kept.
 */
import { z } from 'zod';

import { sha256 } from '../../../text/digest.ts';
import { parseText, placeOf } from '../../../text/parse.ts';
import type { Outcome, Problem, Where } from '../../../text/problem.ts';
import type { Source } from '../../../text/source.ts';

/** How a device proves who it is; the words of the REST API (AuthenticationMechanism.type). */
const METHODS = ['sas', 'selfSigned', 'certificateAuthority', 'none'] as const;
export type Method = (typeof METHODS)[number];

export interface RegisteredDevice {
  readonly id: string;
  readonly enabled: boolean;
  /** Undefined where the export does not say: one without keys can leave it out. */
  readonly by: Method | undefined;
  /** Of its own certificates, primary and secondary: lower-case hexadecimal digits. */
  readonly thumbprints: readonly string[];
  /** Digests of the symmetric keys that stand in the file, to find equal ones. For comparing only: never to be written. */
  readonly keyDigests: readonly string[];
}

export interface Registry {
  readonly devices: readonly RegisteredDevice[];
  /** A list in one piece, as queries give it; the bulk export writes a line for each. */
  readonly isList: boolean;
  /** Identities of modules on devices, which a bulk export lists among them. */
  readonly modules: number;
}

const Text = z.string().nullish();
const Thumbprint = z
  .string()
  .regex(/^$|^([0-9a-f]{2}[:\s]?){20}$|^([0-9a-f]{2}[:\s]?){32}$/i)
  .nullish();
const Thumbprints = z.object({ primaryThumbprint: Thumbprint, secondaryThumbprint: Thumbprint }).nullish();
const Keys = z.object({ primaryKey: Text, secondaryKey: Text }).nullish();
const Mechanism = z.object({
  type: z.enum(METHODS).nullish(),
  symmetricKey: Keys,
  x509Thumbprint: Thumbprints,
});
const Name = z.string().min(1).max(128);
const Common = { status: z.enum(['enabled', 'disabled']), moduleId: Text };

const Twin = z.object({
  ...Common,
  deviceId: Name,
  authenticationType: z.enum(METHODS),
  x509Thumbprint: Thumbprints,
});
const Identity = z.object({ ...Common, deviceId: Name, authentication: Mechanism });
const BulkLine = z.object({ ...Common, id: Name, authentication: Mechanism.nullish() });

/** Entries whose faults are told; a file of another kind altogether would give thousands. */
const MOST = 20;

/**
 * Reads the export. Problems: TXT04, TXT05, TXT07, TXT09 (no JSON), CFG02 (no export of a registry), CFG01 (an entry
 * that is not understood, or a device that stands twice). No problem repeats a value of the file but ids.
 */
export function readRegistry(source: Source): Outcome<Registry> {
  const entries = entriesOf(source);
  if (!entries.value) return { problems: entries.problems };
  const problems: Problem[] = [];
  const devices = new Map<string, RegisteredDevice>();
  let modules = 0;
  for (const { data, where } of entries.value.all) {
    if (problems.length >= MOST) break;
    const read = toDevice(data);
    const wrong =
      'wrong' in read
        ? read.wrong
        : devices.has(read.device.id) && !read.isModule
          ? `the device "${read.device.id}" stands twice`
          : undefined;
    if (wrong !== undefined)
      problems.push({ code: 'CFG01', severity: 'error', message: wrong, where: where() });
    else if ('device' in read) {
      if (read.isModule) modules++;
      else devices.set(read.device.id, read.device);
    }
  }
  return problems.length > 0
    ? { problems }
    : { value: { devices: [...devices.values()], isList: entries.value.isList, modules }, problems };
}

interface Entry {
  readonly data: unknown;
  /** Worked out when asked for: a large export pays nothing for the places of what is well. */
  readonly where: () => Where;
}

/** What the file lists, in whichever way it lists it. */
function entriesOf({
  file,
  text,
}: Source): Outcome<{ readonly isList: boolean; readonly all: readonly Entry[] }> {
  const lines = text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [{ line, index }]));
  const isBulk = lines.length > 0 && lines.every(({ line }) => /^\s*\{.*\}\s*$/.test(line));
  if (isBulk) {
    const entries: Entry[] = [];
    for (const { line, index } of lines) {
      const at: Where = { file, line: index + 1, column: 1 };
      const { value, problems } = parseText({ file: 'line.json', text: line });
      const [problem] = problems;
      if (!value) return { problems: problem ? [{ ...problem, where: at }] : [] };
      entries.push({ data: value.data, where: () => at });
    }
    return { value: { isList: false, all: entries }, problems: [] };
  }
  // The reader goes by the file's name, and a file of this kind is JSON whatever it is called.
  const { value: parsed, problems } = parseText({ file: 'export.json', text });
  const placed = (where: Where | undefined): Where => ({ line: 1, column: 1, ...where, file });
  if (!parsed) return { problems: problems.map((one) => ({ ...one, where: placed(one.where) })) };
  const { data } = parsed;
  if (!Array.isArray(data) && (typeof data !== 'object' || data === null)) {
    const message = 'this is no export of a device registry: neither a list nor an object';
    return { problems: [{ code: 'CFG02', severity: 'error', message, where: placed(undefined) }] };
  }
  const list: readonly unknown[] = Array.isArray(data) ? data : [data];
  const way = (index: number) => (Array.isArray(data) ? [index] : []);
  return {
    value: {
      isList: true,
      all: list.map((one, index) => ({ data: one, where: () => placed(placeOf(parsed, way(index))) })),
    },
    problems: [],
  };
}

type ReadEntry =
  | { readonly device: RegisteredDevice; readonly isModule: boolean }
  | { readonly wrong: string };

function toDevice(data: unknown): ReadEntry {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    return { wrong: 'this is no device: an object is expected' };
  const has = (key: string): boolean => Object.hasOwn(data, key);
  if (has('authenticationType') && has('authentication'))
    return { wrong: 'this says in two ways how the device authenticates: no export known here does' };
  if (has('deviceId') && has('authenticationType')) {
    const { data: twin, error } = Twin.safeParse(data);
    if (!twin) return misshapen(error);
    const { deviceId, status, moduleId, authenticationType, x509Thumbprint } = twin;
    return entry(deviceId, status, moduleId, { type: authenticationType, x509Thumbprint });
  }
  if (has('deviceId') && has('authentication')) {
    const { data: identity, error } = Identity.safeParse(data);
    if (!identity) return misshapen(error);
    return entry(identity.deviceId, identity.status, identity.moduleId, identity.authentication);
  }
  if (has('id') && has('status') && !has('deviceId')) {
    const { data: line, error } = BulkLine.safeParse(data);
    if (!line) return misshapen(error);
    return entry(line.id, line.status, line.moduleId, line.authentication);
  }
  return {
    wrong: 'this is no device of a registry: it lacks "deviceId" and "authentication", or "id" and "status"',
  };
}

/** Names of ours only: what stands there may be a key. */
function misshapen({ issues }: z.ZodError): ReadEntry {
  const path = (issues[0]?.path ?? []).join('.');
  return { wrong: `"${path}" of this device is not as a registry writes it` };
}

function entry(
  id: string,
  status: 'enabled' | 'disabled',
  moduleId: string | null | undefined,
  mechanism: Partial<z.infer<typeof Mechanism>> | null | undefined,
): ReadEntry {
  const { primaryThumbprint, secondaryThumbprint } = mechanism?.x509Thumbprint ?? {};
  const { primaryKey, secondaryKey } = mechanism?.symmetricKey ?? {};
  const thumbprints = [...given(primaryThumbprint), ...given(secondaryThumbprint)].map((one) =>
    one.toLowerCase().replaceAll(/[:\s]/g, ''),
  );
  const keyDigests = [...given(primaryKey), ...given(secondaryKey)].map((one) => sha256(one));
  const by = mechanism?.type ?? untyped(thumbprints.length > 0, keyDigests.length > 0);
  const isModule = moduleId !== undefined && moduleId !== null && moduleId !== '';
  return { device: { id, enabled: status === 'enabled', by, thumbprints, keyDigests }, isModule };
}

/** Older exports do not name the type: what the device has tells it, unless it has both or nothing. */
function untyped(hasThumbprint: boolean, hasKey: boolean): Method | undefined {
  if (hasThumbprint === hasKey) return undefined;
  return hasThumbprint ? 'selfSigned' : 'sas';
}

function given(text: string | null | undefined): string[] {
  return text === undefined || text === null || text.trim() === '' ? [] : [text];
}
