/** What became of the decisions and claims: a person's word, and whether there is still something it speaks of. */
import type { Value } from '../catalogue/condition.ts';
import type { Claim, Decision, Decisions } from '../mitigate/decisions/decisions.ts';
import { Names } from '../mitigate/decisions/names.ts';
import type { Where } from '../text/problem.ts';
import type { Matching } from './match.ts';
import type { PropertyChange, WordChange } from './schema.ts';
import { type Side, byText } from './side.ts';
import { sameOrNone } from './values.ts';

export function compareDecisions(from: Side, to: Side, matching: Matching): WordChange[] {
  return compareWords('decisions', from, to, matching, decides(from), decides(to));
}

export function compareClaims(from: Side, to: Side, matching: Matching): WordChange[] {
  return compareWords('claims', from, to, matching, answers(from), answers(to));
}

/** Whether there is a threat that a decision is about. */
type Concerns = (id: string) => boolean;

function decides({ threats }: Side): Concerns {
  return (id) => threats.find(id) !== undefined;
}

/** Whether a threat has need of a claim. */
function answers({ register }: Side): Concerns {
  const names = new Names(register.system);
  const wanted = new Set(
    register.entries.flatMap(({ subject, mitigations }) =>
      mitigations.map(({ id }) => `${id}@${subject.id}`),
    ),
  );
  return (id) => {
    const [mitigation, subject] = split(id);
    return wanted.has(`${mitigation}@${names.current(subject) ?? subject}`);
  };
}

type Part = 'decisions' | 'claims';

/** A decision or a claim, field by field. */
interface Word {
  readonly id: string;
  /** Its id with the subject's id of afterwards. */
  readonly now: string;
  readonly fields: ReadonlyMap<string, Value>;
}

function compareWords(
  part: Part,
  from: Side,
  to: Side,
  matching: Matching,
  concernedBefore: Concerns,
  concernsNow: Concerns,
): WordChange[] {
  const names = { from: new Names(from.register.system), to: new Names(to.register.system) };
  const before = wordsOf(from.decisions, part, (id) => {
    const current = names.from.current(id);
    return (current !== undefined && matching.forwardAny(current)) || id;
  });
  const after = wordsOf(to.decisions, part, (id) => names.to.current(id) ?? id);
  const pairs = pairWords(before, after);
  return pairs
    .flatMap(([old, word]) => {
      const id = word?.now ?? old?.now ?? '';
      const concerns = { from: old ? concernedBefore(old.id) : null, to: word ? concernsNow(word.id) : null };
      const orphaned = concerns.to === false && concerns.from !== false;
      const foundAgain = concerns.from === false && concerns.to === true;
      const changes = compareFields(
        old && { word: old, where: (key) => from.decisions.where(part, old.id, key) },
        word && { word, where: (key) => to.decisions.where(part, word.id, key) },
      );
      const change = !old ? 'added' : !word ? 'removed' : changes.length > 0 ? 'changed' : 'kept';
      if (change === 'kept' && !orphaned && !foundAgain) return [];
      const where = word ? to.decisions.where(part, word.id) : old && from.decisions.where(part, old.id);
      const renamed = old && old.id !== id && { was: old.id };
      const result: WordChange = {
        id,
        ...renamed,
        change,
        changes,
        concerns,
        orphaned,
        ...(where && { where }),
      };
      return [result];
    })
    .toSorted((a, b) => byText(a.id, b.id));
}

function wordsOf(decisions: Decisions, part: Part, now: (subject: string) => string): Map<string, Word> {
  const words = new Map<string, Word>();
  for (const [id, entry] of decisions[part]) {
    const [what, subject] = split(id);
    const word = { id, now: `${what}@${now(subject)}`, fields: fieldsOf(entry) };
    // Where two speak of the same, the one by today's id stands.
    if (!words.has(word.now) || id === word.now) words.set(word.now, word);
  }
  return words;
}

/** By what they speak of afterwards; of those left over, by what is written. */
function pairWords(
  before: ReadonlyMap<string, Word>,
  after: ReadonlyMap<string, Word>,
): (readonly [Word | undefined, Word | undefined])[] {
  const byWriting = new Map(
    [...after.values()].filter(({ now }) => !before.has(now)).map((word) => [word.id, word]),
  );
  const taken = new Set<Word>();
  const pairs = [...before.values()].map((old) => {
    const word = after.get(old.now) ?? byWriting.get(old.id);
    if (word) taken.add(word);
    return [old, word] as const;
  });
  const added = [...after.values()].filter((word) => !taken.has(word));
  return [...pairs, ...added.map((word) => [undefined, word] as const)];
}

interface Held {
  readonly word: Word;
  readonly where: (key: string) => Where | undefined;
}

function compareFields(from: Held | undefined, to: Held | undefined): PropertyChange[] {
  const names = new Set([...(from?.word.fields.keys() ?? []), ...(to?.word.fields.keys() ?? [])]);
  return [...names].flatMap((property) => {
    const [before, after] = [from?.word.fields.get(property), to?.word.fields.get(property)];
    if (sameOrNone(before, after)) return [];
    const fromWhere = before === undefined ? undefined : from?.where(property);
    const toWhere = after === undefined ? undefined : to?.where(property);
    return [
      {
        property,
        from: before ?? null,
        to: after ?? null,
        ...(fromWhere && { fromWhere }),
        ...(toWhere && { toWhere }),
      },
    ];
  });
}

/** Plain values as they are; groups of mitigations as people write them. */
function fieldsOf(entry: Decision | Claim): Map<string, Value> {
  const fields = new Map<string, Value>();
  for (const [key, value] of Object.entries(entry)) {
    if (Array.isArray(value))
      fields.set(
        key,
        value.map((each) => (Array.isArray(each) ? each.join(' + ') : each)),
      );
    else if (value !== undefined) fields.set(key, value);
  }
  return fields;
}

/** At the last `@`: before it stands a rule or mitigation, after it the subject. */
function split(id: string): [what: string, subject: string] {
  const at = id.lastIndexOf('@');
  return at < 0 ? [id, ''] : [id.slice(0, at), id.slice(at + 1)];
}
