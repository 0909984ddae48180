/** Which resource a resource belongs to or refers to, by the spelling of ids. */
import type { ArmResource, ArmTemplate } from './template.ts';
import { type Value, formOf } from './value.ts';
import { sameName } from './judge.ts';

/** True where the id, in whichever way it was put together, is that of the resource. */
export function refersTo(id: Value | undefined, { type, name }: ArmResource): boolean {
  if (id === undefined) return false;
  const [provider = '', ...kinds] = type.split('/');
  const names = formOf(name).split('/');
  if (names.length < kinds.length) return false;
  // A name that is made up at the deployment may have slashes in its form: they belong to the last one.
  const last = names.slice(kinds.length - 1).join('/');
  const ways = kinds.map(
    (kind, index) => `${kind}/${index === kinds.length - 1 ? last : (names[index] ?? '')}`,
  );
  return `/${formOf(id)}`.toLowerCase().endsWith(`/${[provider, ...ways].join('/')}`.toLowerCase());
}

/** The children of one type (`containers` below an account, say), by type and beginning of name. */
export function childrenOf(parent: ArmResource, type: string, { resources }: ArmTemplate): ArmResource[] {
  const beginning = `${formOf(parent.name)}/`.toLowerCase();
  return resources.filter(
    (one) => sameName(one.type, type) && formOf(one.name).toLowerCase().startsWith(beginning),
  );
}

/** The resources of a type that an id leads to. */
export function referredTo(id: Value | undefined, type: string, { resources }: ArmTemplate): ArmResource[] {
  return resources.filter((one) => sameName(one.type, type) && refersTo(id, one));
}
