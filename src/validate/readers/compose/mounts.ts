/** `ports`, `volumes` and `devices` of a compose service, in their short and long forms. */
import type { Published, Right, Told } from '../containers/container.ts';
import { isHostPath, mountIn, parts } from '../containers/parts.ts';
import { bind } from '../containers/rights.ts';
import { isMapping, truthOf } from '../tree.ts';
import type { Scope, Value } from '../containers/scope.ts';

/** Folders of the host behind named volumes of the file (`driver_opts: { o: bind, device: /data }`), by name. */
export type BoundVolumes = ReadonlyMap<string, string>;

export function publishedOf(scope: Scope, ports: Value): readonly Published[] {
  if (ports.data === undefined || ports.data === null) return [];
  if (!Array.isArray(ports.data)) scope.lost(ports, 'is no list');
  return scope.items(ports).flatMap((port): readonly Published[] => {
    if (isMapping(port.data)) return longPort(scope, port);
    const told = scope.told(port);
    if (!told) scope.lost(port, 'has an item that is no port');
    return told ? [shortPort(told)] : [];
  });
}

function longPort(scope: Scope, port: Value): readonly Published[] {
  const inside = scope.told(scope.member(port, 'target'));
  if (!inside) {
    scope.lost(port, 'has an item without target');
    return [];
  }
  const where = scope.where(port.path);
  const host = scope.told(scope.member(port, 'published')) ?? { text: '', open: [], assumed: [], where };
  const address = scope.told(scope.member(port, 'host_ip'));
  return [{ host, inside: inside.text, address, where }];
}

/** `[[address:]published:]inside[/protocol]`, where an address may be in brackets. */
function shortPort(told: Told): Published {
  const all = parts(told.text.trim());
  const [inside = '', published = '', address = ''] = all.toReversed();
  return {
    host: part(told, published),
    inside,
    address: address === '' ? undefined : part(told, address),
    where: told.where,
  };
}

/** A part of a text knows only the variables that are left open in it. */
function part(told: Told, text: string): Told {
  return { ...told, text, open: told.open.filter((name) => text.includes(`\${${name}`)) };
}

export function mountsOf(scope: Scope, volumes: Value, named: BoundVolumes): readonly Right[] {
  if (volumes.data === undefined || volumes.data === null) return [];
  if (!Array.isArray(volumes.data)) scope.lost(volumes, 'is no list');
  return scope.items(volumes).flatMap((volume) => {
    const found = isMapping(volume.data) ? longMount(scope, volume) : shortMount(scope, volume);
    if (!found) return [];
    const source = named.get(found.source) ?? found.source;
    return isHostPath(source) ? (bind({ ...found, source, where: scope.where(volume.path) }) ?? []) : [];
  });
}

interface Mount {
  readonly source: string;
  readonly readOnly: boolean;
}

function longMount(scope: Scope, volume: Value): Mount | undefined {
  const type = scope.told(scope.member(volume, 'type'))?.text ?? 'volume';
  const source = scope.told(scope.member(volume, 'source')) ?? scope.told(scope.member(volume, 'src'));
  const readOnly = truthOf(scope.member(volume, 'read_only').data) === true;
  if (type === 'npipe' || type === 'bind') {
    if (!source) {
      scope.lost(volume, 'has a bind without source');
      return undefined;
    }
    const plain = /^([/.~\\$]|[A-Za-z]:[\\/])/.test(source.text) ? source.text : `./${source.text}`;
    return { source: plain, readOnly };
  }
  if (!['volume', 'tmpfs', 'image', 'cluster'].includes(type)) scope.lost(volume, `has the type "${type}"`);
  return source ? { source: source.text, readOnly } : undefined;
}

function shortMount(scope: Scope, volume: Value): Mount | undefined {
  const told = scope.told(volume);
  if (!told) {
    scope.lost(volume, 'has an item that is no mount');
    return undefined;
  }
  return mountIn(told.text);
}
