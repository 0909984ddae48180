/** The names of a file: one namespace for everything that has an id. */
import { Id } from '../../catalogue/schema.ts';
import { quote } from '../../text/frame.ts';
import { aKind, KINDS, type Reading, type Section } from './reading.ts';

/**
 * Collects every id into `reading.kinds` and checks it: form (MOD01), uniqueness over all sections (MOD02), and
 * that former ids are free (MOD12) and claimed once (MOD02).
 */
export function collectIds(reading: Reading): void {
  const { file, kinds } = reading;
  kinds.set(file.system.id, 'system');
  const formerly: Former[] = [];
  for (const section of sections()) {
    for (const [id, entry] of Object.entries(file[section] ?? {})) {
      if (!Id.safeParse(id).success) {
        const hint = 'An id is a lower-case letter, then up to 63 lower-case letters, digits or hyphens.';
        reading.error('MOD01', `${quote(id)} is no id`, [section, id], hint, 'key');
      }
      const other = kinds.get(id);
      if (other === undefined) kinds.set(id, KINDS[section]);
      else {
        const hint = 'Ids are unique in the whole file; what people read goes into "name".';
        const message = `the id ${quote(id)} is already that of ${aKind(other)}`;
        reading.error('MOD02', message, [section, id], hint, 'key');
      }
      if ('formerly' in entry && entry.formerly) formerly.push({ section, id, ids: entry.formerly });
    }
  }
  checkFormerIds(reading, formerly);
}

interface Former {
  readonly section: Section;
  readonly id: string;
  readonly ids: readonly string[];
}

function checkFormerIds(reading: Reading, entries: readonly Former[]): void {
  const claimed = new Map<string, string>();
  for (const { section, id, ids } of entries) {
    for (const [index, former] of ids.entries()) {
      const path = [section, id, 'formerly', index];
      const existing = reading.kinds.get(former);
      const other = claimed.get(former);
      if (existing !== undefined) {
        const hint = 'A former id is one that nothing has any more.';
        reading.error('MOD12', `${quote(former)} is still the id of ${aKind(existing)}`, path, hint);
      } else if (other !== undefined) {
        const hint = 'Decisions can follow one of the two only.';
        reading.error('MOD02', `${quote(former)} is the former id of ${quote(other)} too`, path, hint);
      } else claimed.set(former, id);
    }
  }
}

function sections(): Section[] {
  return Object.keys(KINDS).filter((key): key is Section => key in KINDS);
}
