/** Exports of a device registry as the service writes them, reduced to a few fields; keys and devices are invented. */
import type { Target } from '../../../targets/targets.ts';

export const EXPORT = 'registry.json';
export const BULK = 'devices.txt';
export const INVENTORY = 'inventory.csv';

/** The inventory that goes with the exports: two valves. */
export const UNITS = 'id,element\nvalve-0001,valve\nvalve-0002,valve';

/** A key that must not turn up anywhere. */
export const CANARY_KEY = 'Y2FuYXJ5LWtleS10aGF0LW11c3Qtbm90LXR1cm4tdXA=';

/** What a target declares whose export is so many days old. */
export function declaring(days: number, inventory: string | null = INVENTORY): Partial<Target> {
  const taken = new Date(Date.now() - days * 24 * 3_600_000).toISOString();
  return { taken, ...(inventory !== null && { registry: { inventory } }) };
}

/** The thumbprint of a device, made of its number. */
export function thumbprintOf(id: string): string {
  return id.replaceAll(/\D/g, '').padStart(40, 'A');
}

interface Has {
  readonly status?: 'enabled' | 'disabled';
  readonly thumbprint?: string | null;
  readonly key?: string;
}

/** As `az iot hub device-identity list` writes it, in one line. */
export function twin(id: string, by: string, has: Has = {}): string {
  const { status = 'enabled' } = has;
  return JSON.stringify({
    deviceId: id,
    etag: 'AAAAAAAAAAE=',
    status,
    connectionState: 'Disconnected',
    authenticationType: by,
    x509Thumbprint: thumbprints(id, by, has),
    version: 2,
    capabilities: { iotEdge: false },
  });
}

/** As `az iot hub device-identity show` and the REST API write it. */
export function identity(id: string, by: string, has: Has = {}): string {
  const { status = 'enabled' } = has;
  return JSON.stringify({
    deviceId: id,
    generationId: '637121',
    status,
    authentication: mechanism(id, by, has),
  });
}

/** As a bulk export writes it. */
export function bulkLine(id: string, by: string | undefined, has: Has = {}): string {
  const { status = 'enabled' } = has;
  return JSON.stringify({ id, eTag: 'MA==', status, authentication: mechanism(id, by, has) });
}

/** A list, every entry of which stands on a line of its own. */
export function list(...entries: readonly string[]): string {
  return ['[', entries.join('\n,\n'), ']'].join('\n');
}

function mechanism(id: string, by: string | undefined, has: Has): object {
  const { key = null } = has;
  return {
    symmetricKey: { primaryKey: key, secondaryKey: key },
    x509Thumbprint: thumbprints(id, by, has),
    type: by,
  };
}

function thumbprints(id: string, by: string | undefined, { thumbprint }: Has): object {
  const own = by === 'selfSigned' ? thumbprintOf(id) : null;
  return { primaryThumbprint: thumbprint === undefined ? own : thumbprint, secondaryThumbprint: null };
}
