/**
 * A condition in words, for people who do not read YAML. Two conditions that differ say something different:
 * groups are kept apart by brackets, and every property and word is named.
 */
import type { Condition, Relation } from './condition.ts';
import { type Hop, type Place, followPath, neighboursOf, placeOfSubject } from './paths.ts';
import type { ElementType, Property, SubjectKind } from './schema.ts';

/** What of the catalogue is needed to speak of it. */
export interface Words {
  readonly properties: ReadonlyMap<string, Property>;
  readonly types: ReadonlyMap<string, Pick<ElementType, 'title'>>;
}

/** A clause without a full stop: `the dialling end is a device, and "tls.min" of it is 1.2 or more`. */
export function conditionInWords(condition: Condition, subject: SubjectKind, words: Words): string {
  return say(condition, { place: placeOfSubject(subject), it: 'it', negated: false, nested: false }, words);
}

/** The properties a condition reads, each once, in order. */
export function propertiesRead(condition: Condition, subject: SubjectKind, words: Words): Property[] {
  const found = new Set<Property>();
  const walk = (part: Condition, place: Place): void => {
    if (typeof part === 'boolean') return;
    if ('property' in part) {
      const property = followPath(part.property, place, words.properties)?.property;
      if (property) found.add(property);
    } else if ('not' in part) walk(part.not, place);
    else if ('all' in part) part.all.forEach((inner) => walk(inner, place));
    else if ('any' in part) part.any.forEach((inner) => walk(inner, place));
    else {
      const next = neighboursOf(place, relationOf(part)) ?? place;
      if (part.where !== undefined) walk(part.where, next);
      if ('that' in part) walk(part.that, next);
    }
  };
  walk(condition, placeOfSubject(subject));
  return [...found];
}

interface Standing {
  readonly place: Place;
  /** What the thing that the condition looks from is called. */
  readonly it: string;
  /** Inside an odd number of `not`. */
  readonly negated: boolean;
  /** Inside a group: a group in it takes brackets. */
  readonly nested: boolean;
}

function say(condition: Condition, at: Standing, words: Words): string {
  if (typeof condition === 'boolean') return condition === at.negated ? 'never' : 'always';
  if ('not' in condition) return say(condition.not, { ...at, negated: !at.negated }, words);
  if ('all' in condition) return group(condition.all, !at.negated, at, words);
  if ('any' in condition) return group(condition.any, at.negated, at, words);
  return 'property' in condition ? test(condition, at, words) : quantified(condition, at, words);
}

/** Not all of them means that one of them is not, and not any that each is not. */
function group(parts: readonly Condition[], isAll: boolean, at: Standing, words: Words): string {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return say(only, at, words);
  const said = parts.map((part) => say(part, { ...at, nested: true }, words));
  const text = isAll ? said.join(', and ') : `either ${said.join(', or ')}`;
  return at.nested ? `(${text})` : text;
}

function test(
  condition: Extract<Condition, { property: string }>,
  { place, it, negated }: Standing,
  words: Words,
): string {
  const found = followPath(condition.property, place, words.properties);
  // Checked when the catalogue was compiled; a name that leads nowhere is shown as it is.
  const whose = found ? nameOf(found.hops, place, it) : it;
  const name = found?.property.name ?? condition.property;
  const not = negated ? ' not' : '';
  if ('has' in condition) {
    return `“${name}” of ${whose} ${negated ? 'does not include' : 'includes'} ${and(condition.has)}`;
  }
  if ('atLeast' in condition) {
    return `“${name}” of ${whose} is ${negated ? 'less than' : 'at least'} ${condition.atLeast}`;
  }
  const { is } = condition;
  if (name === 'type') {
    const titles = (Array.isArray(is) ? is : [String(is)]).map((id) =>
      found?.on === 'zone' ? withArticle(`${id} zone`) : typeTitle(id, words),
    );
    return `${whose} is${not} ${or(titles)}`;
  }
  if (is === true) return `“${name}” ${negated ? 'does not hold' : 'holds'} of ${whose}`;
  if (is === false) return `${negated ? 'nobody says that ' : ''}“${name}” does not hold of ${whose}`;
  return `“${name}” of ${whose} is${not} ${or(Array.isArray(is) ? is : [String(is)])}`;
}

const HOPS: Readonly<Record<Hop, string>> = {
  from: 'the dialling end',
  to: 'the accepting end',
  over: 'the connection it goes over',
  zone: 'its zone',
  system: 'the system',
};

function nameOf(hops: readonly Hop[], place: Place, it: string): string {
  let name = it;
  let from = place;
  for (const hop of hops) {
    const isFlowEnd = from === 'flow' && (hop === 'from' || hop === 'to');
    const step = isFlowEnd ? (hop === 'from' ? 'the sender' : 'the receiver') : HOPS[hop];
    name = name === 'it' || hop === 'system' ? step : `${step.replace(/^its /, 'the ')} of ${name}`;
    from = hop === 'over' ? 'connection' : hop === 'zone' || hop === 'system' ? hop : 'element';
  }
  return name;
}

/** What the thing does with its neighbours, and what they are called when spoken of one by one. */
const RELATIONS: Readonly<Record<Relation, readonly [verb: string, noun: string]>> = {
  dials: ['dials', 'connection'],
  accepts: ['accepts', 'connection'],
  connections: ['has', 'connection'],
  sends: ['sends', 'flow'],
  receives: ['receives', 'flow'],
  flows: ['carries', 'flow'],
};

type Quantified = Exclude<
  Condition,
  boolean | { all: unknown } | { any: unknown } | { not: unknown } | { property: unknown }
>;

function relationOf(condition: Quantified): Relation {
  if ('every' in condition) return condition.every;
  return 'some' in condition ? condition.some : condition.count;
}

function quantified(condition: Quantified, at: Standing, words: Words): string {
  const relation = relationOf(condition);
  const [verb, noun] = RELATIONS[relation];
  const inner: Standing = {
    place: neighboursOf(at.place, relation) ?? at.place,
    it: `that ${noun}`,
    negated: false,
    nested: false,
  };
  const filter =
    condition.where === undefined ? '' : ` (of those where ${say(condition.where, inner, words)})`;
  if (!('that' in condition)) {
    const limit = at.negated ? 'fewer than' : 'at least';
    return `${at.it} ${verb} ${limit} ${condition.atLeast} ${noun}s${filter}`;
  }
  const isEvery = 'every' in condition;
  if (!isEvery && condition.that === true)
    return `${at.it} ${verb} ${at.negated ? 'no' : 'a'} ${noun}${filter}`;
  const that = say(condition.that, { ...inner, nested: true, negated: isEvery && at.negated }, words);
  // Not every one is so: one of them is not. Not some are so: of none is it so.
  const which = isEvery ? (at.negated ? 'a' : 'every') : at.negated ? 'no' : 'a';
  return `for ${which} ${noun} that ${at.it} ${verb}${filter}, ${that}`;
}

function typeTitle(id: string, words: Words): string {
  return withArticle(lowered(words.types.get(id)?.title ?? id));
}

/** Initials are spoken letter by letter: an MQTT broker, a TPM. */
function withArticle(noun: string): string {
  const isVowel = /^[A-Z]{2}/.test(noun) ? /^[AEFHILMNORSX]/ : /^[aeiou]/i;
  return `${isVowel.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** `Field gateway` within a sentence; `IoT hub` and `MQTT broker` stay as they are. */
function lowered(title: string): string {
  return /^[A-Z][a-z]/.test(title) && !/^[A-Z][a-z]*[A-Z]/.test(title)
    ? title.charAt(0).toLowerCase() + title.slice(1)
    : title;
}

function or(words: readonly string[]): string {
  return words.join(' or ');
}

function and(words: readonly string[]): string {
  return words.join(' and ');
}
