/** Services of a cloud that a configuration names, whatever it says of them: by the names under which they are reached. */
import type { Seen } from '../../evidence/run.ts';
import type { Where } from '../../text/problem.ts';

/** Ends of names that a provider gives to what its customers have there. */
const ENDS = [
  'azure-devices',
  'azure-devices-provisioning',
  'azurecr',
  'azurewebsites',
  'blob.core.windows',
  'database.windows',
  'documents.azure',
  'dfs.core.windows',
  'eventgrid.azure',
  'file.core.windows',
  'kusto.windows',
  'queue.core.windows',
  'servicebus.windows',
  'table.core.windows',
  'vault.azure',
  'amazonaws',
  'googleapis',
]
  .join('|')
  .replaceAll('.', '\\.');

const NAMED = new RegExp(`(?:[a-z0-9][a-z0-9-]{0,62}\\.){1,6}(?:${ENDS})\\.(?:net|com|io|cn|us)\\b`, 'gi');

/** Of an account of storage: `DefaultEndpointsProtocol=https;AccountName=plantdata;AccountKey=…`. */
const ACCOUNT = /\bAccountName=([a-z0-9]{3,24})\b/gi;

export interface Text {
  readonly text: string;
  readonly where: Where;
}

/** Each service once, with the first place that names it. Never more of a text than the name. */
export function cloudServicesIn(texts: readonly Text[]): readonly Seen[] {
  const found = new Map<string, Seen>();
  for (const { text, where } of texts) {
    const names = [
      ...[...text.matchAll(NAMED)].map(([name]) => name.toLowerCase()),
      ...[...text.matchAll(ACCOUNT)].map(([, name = '']) => name.toLowerCase()),
    ];
    for (const name of names) {
      if (!found.has(name))
        found.set(name, { kind: 'resource', name, detail: `named in ${where.file}:${where.line}` });
    }
  }
  return [...found.values()];
}
