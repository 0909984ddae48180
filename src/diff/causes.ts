/** Why a threat appeared, disappeared, or is answered otherwise: what changed of the facts that its rule rests on. */
import type { Reason, Threat } from '../enumerate/threat.ts';
import { flowsOver, linksOf } from '../model/query.ts';
import type { System } from '../model/system.ts';
import { canonicalJson } from '../text/canonical.ts';
import type { Matching } from './match.ts';
import type { Cause, ThingChange } from './schema.ts';
import { type Side, byText } from './side.ts';
import { type Spot, changeText, isSame, placeOfSpot, readSpot } from './values.ts';

/** Causes told of one threat; a hub has as many reasons as it has devices. */
const MOST = 8;

/** What both sides are explained with. */
export class Causes {
  readonly #from: Side;
  readonly #to: Side;
  readonly #matching: Matching;
  readonly #things: ReadonlyMap<string, readonly ThingChange[]>;

  constructor(from: Side, to: Side, matching: Matching, things: readonly ThingChange[]) {
    this.#from = from;
    this.#to = to;
    this.#matching = matching;
    const byId = new Map<string, ThingChange[]>();
    for (const thing of things) {
      const known = byId.get(thing.id);
      if (known) known.push(thing);
      else byId.set(thing.id, [thing]);
    }
    this.#things = byId;
  }

  /** Of a threat that only one side has. */
  ofThreat(threat: Threat, on: 'from' | 'to'): Cause[] {
    const [here, there] = on === 'to' ? [this.#to, this.#from] : [this.#from, this.#to];
    const { subject, rule, byHand } = threat;
    if (this.#across(subject.id, on) === undefined) return [this.#newOrGone('subject', subject.id, on)];
    if (byHand) {
      const text = on === 'to' ? 'somebody wrote it down' : 'somebody took it out';
      const where = byHand.where && (on === 'to' ? { toWhere: byHand.where } : { fromWhere: byHand.where });
      return [{ kind: 'threats-file', text, ...where }];
    }
    const other = there.register.catalogue.rules.get(rule);
    if (!other)
      return [{ kind: 'rule', text: `the rule ${rule} is ${on === 'to' ? 'new' : 'gone'} in the catalogue` }];
    const facts = this.#facts(threat.why, on);
    if (facts.length > 0) return facts;
    const around = this.#surroundings(subject.id, on);
    if (around.length > 0) return around;
    const same = canonicalJson(other) === canonicalJson(here.register.catalogue.rules.get(rule));
    return same ? [] : [{ kind: 'rule', text: `the rule ${rule} reads otherwise in the catalogue` }];
  }

  /** Of a certainty that changed: what the model says of the mitigations. */
  ofCertainty(before: Threat, after: Threat): Cause[] {
    const found = [...this.#facts(reasons(after), 'to'), ...this.#facts(reasons(before), 'from')];
    const once = [...new Map(found.map((cause) => [cause.text, cause])).values()].slice(0, MOST);
    return once.length > 0 ? once : this.nearby(after.subject.id);
  }

  /** What changed near a subject of afterwards: for what rests on its surroundings, as severity does. */
  nearby(subject: string): Cause[] {
    return this.#surroundings(subject, 'to');
  }

  /** Those reasons whose fact is another on the other side. */
  #facts(given: readonly Reason[], on: 'from' | 'to'): Cause[] {
    const found = new Map<string, Cause>();
    for (const reason of given) {
      const cause = this.#fact(reason, on);
      if (cause) found.set(cause.text, cause);
      if (found.size === MOST) break;
    }
    return [...found.values()];
  }

  #fact({ of, cohort, property }: Reason, on: 'from' | 'to'): Cause | undefined {
    const unit = cohort === undefined ? {} : { cohort };
    const here: Spot = { of, ...unit, property };
    const acrossId = this.#across(of, on);
    const across: Spot | undefined = acrossId === undefined ? undefined : { of: acrossId, ...unit, property };
    const [before, after] = on === 'to' ? [across, here] : [here, across];
    const from = before && readSpot(this.#from.register.system, before);
    const to = after && readSpot(this.#to.register.system, after);
    if (acrossId === undefined) return this.#newOrGone('thing', of, on);
    if (from === undefined || to === undefined) {
      const what = `the cohort ${cohort ?? ''} of ${of}`;
      return { kind: 'thing', of, ...unit, text: `${what} is ${from === undefined ? 'new' : 'gone'}` };
    }
    if (isSame(property, from, to, this.#matching)) return undefined;
    const spot = after ?? here;
    const fromWhere = before && placeOfSpot(this.#from.register.system, before);
    const toWhere = after && placeOfSpot(this.#to.register.system, after);
    return {
      kind: 'fact',
      ...spot,
      from,
      to,
      text: changeText(spot, from, to),
      ...(fromWhere && { fromWhere }),
      ...(toWhere && { toWhere }),
    };
  }

  #newOrGone(kind: 'subject' | 'thing', of: string, on: 'from' | 'to'): Cause {
    const where = (on === 'to' ? this.#to : this.#from).register.system.where(of);
    const placed = where && (on === 'to' ? { toWhere: where } : { fromWhere: where });
    return { kind, of, text: `${of} is ${on === 'to' ? 'new' : 'gone'}`, ...placed };
  }

  /** What changed of the subject itself, its ends, their zones and links: for rules that count or compare. */
  #surroundings(subject: string, on: 'from' | 'to'): Cause[] {
    const before = on === 'to' ? this.#across(subject, on) : subject;
    const after = on === 'to' ? subject : this.#across(subject, on);
    return nearest([
      before === undefined ? [] : near(this.#from.register.system, before),
      after === undefined ? [] : near(this.#to.register.system, after),
    ])
      .flatMap((id) => this.#things.get(id) ?? [])
      .flatMap(aroundCauses)
      .slice(0, MOST);
  }

  #across(id: string, on: 'from' | 'to'): string | undefined {
    if (on === 'to') return this.#matching.backAny(id);
    return this.#matching.forwardAny(id);
  }
}

/** What the model says of a threat's mitigations. */
function reasons({ mitigations }: Threat): Reason[] {
  return mitigations.flatMap(({ why }) => why);
}

function aroundCauses({ change, kind, id, changes, moved }: ThingChange): Cause[] {
  if (change !== 'changed')
    return [
      { kind: 'surroundings', of: id, text: `the ${kind} ${id} is ${change === 'added' ? 'new' : 'gone'}` },
    ];
  const movedTo: Cause[] = moved
    ? [
        {
          kind: 'surroundings',
          of: id,
          property: 'zone',
          ...moved,
          text: changeText({ of: id, property: 'zone' }, moved.from, moved.to),
        },
      ]
    : [];
  return [
    ...movedTo,
    ...changes
      .toSorted((a, b) => byText(a.property, b.property))
      .map(({ property, from, to, fromWhere, toWhere }): Cause => ({
        kind: 'surroundings',
        of: id,
        property,
        from,
        to,
        text: changeText({ of: id, property }, from, to),
        ...(fromWhere && { fromWhere }),
        ...(toWhere && { toWhere }),
      })),
  ];
}

/** Each id once, by its nearest place in either list: the same order whichever of the two is called the earlier. */
function nearest(lists: readonly (readonly string[])[]): string[] {
  const places = new Map<string, number>();
  for (const list of lists)
    for (const [place, id] of list.entries()) places.set(id, Math.min(place, places.get(id) ?? Infinity));
  return [...places].toSorted(([a, m], [b, n]) => m - n || byText(a, b)).map(([id]) => id);
}

/** What a subject may be told by, the nearest first. */
function near(system: System, id: string): string[] {
  const flow = system.flows.get(id);
  const link = flow ?? system.connections.get(id);
  const ends = link ? [link.from, link.to] : [id];
  const { dials, accepts, sends, receives } = linksOf(system, id);
  const links = [...dials, ...accepts, ...sends, ...receives].map((each) => each.id);
  const zones = ends.flatMap((end) => system.elements.get(end)?.zone ?? []);
  return [
    id,
    ...ends,
    ...zones,
    ...links,
    ...flowsOver(system, id).map((each) => each.id),
    ...(flow ? [flow.over] : []),
  ];
}
