/**
 * What checks came across in the running system and the model does not have. Of each check and target the newest
 * look counts that saw everything; the model and the inventory of today decide, so that whoever adds a thing need
 * not look again.
 */
import type { Result, Seen } from '../evidence/run.ts';
import { CLOCK_SKEW, type EvidenceIndex, type EvidenceTarget } from './standing/evidence.ts';
import type { Unmodelled } from './register.ts';

/** Strangers of the index's environment, by target, kind and name; each once for a target. */
export function unmodelled(index: EvidenceIndex): readonly Unmodelled[] {
  const { evidence, now } = index;
  const isModelled = modelledIn(index);
  const found = new Map<string, Unmodelled>();
  for (const { check, target, observedAt, validUntil, seen } of newestLooks(index)) {
    const declared = evidence.targets.get(target);
    // Whoever removes a target does not remove what is there; only age makes the look at it worthless.
    if (!declared && now.getTime() > Date.parse(validUntil)) continue;
    for (const { kind, name, detail } of seen ?? []) {
      const key = JSON.stringify([target, kind, name]);
      if (found.has(key) || isModelled({ kind, name, detail }, declared)) continue;
      const hint = HINTS[kind](name);
      found.set(key, { kind, name, detail, target, check, observedAt, hint });
    }
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** By kind: what to write, and where. */
const HINTS: Readonly<Record<Seen['kind'], (name: string) => string>> = {
  module: inModel,
  resource: inModel,
  principal: (name) =>
    `${inModel(name)} A unit of a fleet belongs into the inventory; one that nobody knows, out of the system.`,
  listener: (name) =>
    `Close it, or name it under ports.open of the target; if it is an element of the model, say so there: names: { ${yamlKey(name)}: <its id> }.`,
};

function inModel(name: string): string {
  return `Add it to the elements of system.yaml as "${idFrom(name)}", and see with "bestride model" that it is there; if it is there under another name, say so at the target: names: { ${yamlKey(name)}: <its id> }.`;
}

/** A check may look at a target several times in one run, where the model expects different things: all of them count. */
function newestLooks({ evidence, now }: EvidenceIndex): Result[] {
  const newest = new Map<string, { readonly run: string; readonly looks: Result[] }>();
  for (const { run, digest } of evidence.runs) {
    if (run.environment !== evidence.environment || run.kind !== 'run') continue;
    for (const result of run.results) {
      if (result.seen === undefined || result.environment !== evidence.environment) continue;
      // A look dated in the future would hide all that are made until then.
      if (Date.parse(result.observedAt) > now.getTime() + CLOCK_SKEW) continue;
      const key = `${result.check} ${result.target}`;
      const known = newest.get(key);
      if (known?.run === digest) known.looks.push(result);
      else if (!known || known.looks.every((one) => one.observedAt <= result.observedAt))
        newest.set(key, { run: digest, looks: [result] });
    }
  }
  return [...newest.values()].flatMap(({ looks }) => looks);
}

/** Tells what the model has: by id, name, former ids and the id an import found it by; of principals also units. */
function modelledIn({
  evidence: { inventory },
  system,
}: EvidenceIndex): (seen: Seen, target: EvidenceTarget | undefined) => boolean {
  const exactly = new Set(
    [...system.elements.values()].flatMap(({ id, name, formerly, origin }) => [
      id,
      name,
      ...formerly,
      ...(origin ? [origin.id] : []),
    ]),
  );
  const nearly = new Set([...exactly].map(alike));
  return ({ kind, name }, target) => {
    const element = target?.names && Object.hasOwn(target.names, name) ? target.names[name] : undefined;
    if (element !== undefined) return system.elements.has(element);
    // A port is no element by its number.
    if (kind === 'listener') return false;
    if (kind !== 'principal') return nearly.has(alike(name));
    // Who is let in is told apart to the letter: "Admin" may be somebody else than "admin".
    return (
      exactly.has(name) || inventory?.units.has(name) === true || target?.identities?.includes(name) === true
    );
  };
}

/** `edgeHub`, `edge-hub` and `Edge Hub` are the same to people. */
function alike(name: string): string {
  return name.toLowerCase().replaceAll(/[\s._-]/g, '');
}

/** An id of the form that the model wants. */
function idFrom(name: string): string {
  const id = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[-0-9]+|-+$/g, '')
    .slice(0, 64);
  return id === '' ? 'new-element' : id;
}

/** A key as YAML takes it whatever is in it. */
function yamlKey(name: string): string {
  return /^[A-Za-z][\w-]*$/.test(name) ? name : JSON.stringify(name);
}
