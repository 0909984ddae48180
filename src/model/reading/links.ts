/** Connections and flows. `crosses` is worked out with the boundaries. */
import { quote } from '../../text/frame.ts';
import type { Path } from '../../text/parse.ts';
import { named, type Draft } from './named.ts';
import { withStatements, type Statement } from './property-keys.ts';
import { NONE, type Reading } from './reading.ts';
import type { FlowEntry } from '../schema.ts';
import type { Connection, Flow, Properties } from '../system.ts';

export interface Links {
  readonly connections: Map<string, Draft<Connection>>;
  readonly flows: Map<string, Draft<Flow>>;
}

/**
 * Reads connections and flows: MOD03/MOD04 (ends, `over`, assets carried), MOD08 (a control flow that says
 * neither), MOD09 (ends), MOD11 (contradictions). A flow without `over` gets a connection of its own id, dialled
 * by its `from`.
 */
export function readLinks(reading: Reading): Links {
  const connections = new Map<string, Draft<Connection>>();
  for (const [id, entry] of Object.entries(reading.file.connections ?? {})) {
    const path = ['connections', id];
    checkEnds(reading, entry, path);
    const stated = reading.stated(entry, 'connection', path);
    checkProtection(reading, stated, path);
    connections.set(id, {
      from: entry.from,
      to: entry.to,
      implicit: false,
      crosses: NONE,
      properties: withStatements(NO_PROPERTIES, stated),
      ...named(id, entry),
    });
  }
  const flows = new Map<string, Draft<Flow>>();
  for (const [id, entry] of Object.entries(reading.file.flows ?? {})) {
    const path = ['flows', id];
    checkEnds(reading, entry, path);
    const ofConnection = reading.stated(entry, 'connection', path);
    if (entry.over === undefined) {
      connections.set(id, implicitConnection(reading, id, entry, ofConnection));
    } else {
      checkOver(reading, entry, entry.over, connections, path);
      checkNotOfConnection(reading, entry.over, ofConnection, path);
    }
    flows.set(id, {
      from: entry.from,
      to: entry.to,
      over: entry.over ?? id,
      kind: entry.kind,
      carries: reading.carried(entry.carries, path),
      crosses: NONE,
      properties: withStatements(NO_PROPERTIES, reading.stated(entry, 'flow', path)),
      ...named(id, entry),
    });
  }
  return { connections, flows };
}

const NO_PROPERTIES: Properties = Object.freeze({});

function checkEnds(reading: Reading, entry: { from: string; to: string }, path: Path): void {
  reading.refers(entry.from, ['element'], path, 'from');
  reading.refers(entry.to, ['element'], path, 'to');
}

function implicitConnection(
  reading: Reading,
  id: string,
  entry: FlowEntry,
  stated: readonly Statement[],
): Connection {
  const path = ['flows', id];
  checkProtection(reading, stated, path);
  if (entry.kind === 'control' && !stated.some(({ property }) => property.name === 'protocol')) {
    const hint = 'Add "over" with the connection it goes over, or "protocol" when it has one of its own.';
    reading.error('MOD08', `the control flow ${quote(id)} does not say how it travels`, path, hint, 'key');
  }
  return {
    from: entry.from,
    to: entry.to,
    implicit: true,
    crosses: NONE,
    properties: withStatements(NO_PROPERTIES, stated),
    ...named(id, entry),
  };
}

/** Data goes either way over a connection, whoever dialled it. */
function checkOver(
  reading: Reading,
  flow: FlowEntry,
  over: string,
  connections: ReadonlyMap<string, Connection>,
  path: Path,
): void {
  const at = [...path, 'over'];
  if (!reading.refers(over, ['connection'], path, 'over')) return;
  const connection = connections.get(over);
  if (!connection) return;
  const { from, to } = connection;
  if ((flow.from === from && flow.to === to) || (flow.from === to && flow.to === from)) return;
  const message = `the connection ${quote(over)} joins ${quote(from)} and ${quote(to)}, not ${quote(flow.from)} and ${quote(flow.to)}`;
  reading.error('MOD09', message, at, 'A flow has the two ends of the connection it goes over.');
}

/** What protects a flow is a matter of its connection; said twice, it could be said differently. */
function checkNotOfConnection(
  reading: Reading,
  over: string,
  stated: readonly Statement[],
  path: Path,
): void {
  for (const { property, path: keys } of stated) {
    if (property.on.includes('flow')) continue;
    const message = `${quote(property.name)} cannot be stated on a flow that goes over a connection`;
    reading.error('MOD11', message, [...path, ...keys], `State it on the connection ${quote(over)}.`, 'key');
  }
}

/** TLS runs over a stream and DTLS over datagrams: one connection has one of them at most. */
function checkProtection(reading: Reading, stated: readonly Statement[], path: Path): void {
  const used = (prefix: string) =>
    stated.some(({ property, value }) => property.name.startsWith(prefix) && value !== 'none');
  const dtls = stated.find(({ property }) => property.name.startsWith('dtls.'));
  if (!dtls || !used('tls.') || !used('dtls.')) return;
  const hint = 'Keep "tls" on a stream, "dtls" on datagrams; two listeners are two connections.';
  reading.error('MOD11', 'a connection has either tls or dtls, not both', [...path, 'dtls'], hint, 'key');
}
