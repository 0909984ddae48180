/** Calls whose outcome is known at the deployment only. */
import { sha256 } from '../../../../text/digest.ts';
import { Unknown, type Value, formOf, unknownIn } from '../value.ts';

/** Longest spelling of what an unknown value is computed from. */
const MAX_FORM = 4000;

/** What these give is not known, and never empty. */
const PRESENT = new Set(['uniquestring', 'guid', 'newguid', 'utcnow', 'datetimeadd']);

/** A call whose outcome is not known. Equal calls have equal forms. */
export function lost(name: string, args: readonly Value[], more = ''): Unknown {
  const unknown = args.map(unknownIn).find((one) => one !== undefined);
  const why = unknown?.why ?? `what ${name}(…) gives is known at the deployment only`;
  return new Unknown(why, bounded(`{${name}(${args.map(formOf).join(',')}${more})}`), PRESENT.has(name));
}

/** Cut off, with the digest of the whole, so that different things do not look alike. */
export function bounded(form: string): string {
  return form.length > MAX_FORM ? `${form.slice(0, MAX_FORM)}…${sha256(form).slice(7, 39)}` : form;
}
