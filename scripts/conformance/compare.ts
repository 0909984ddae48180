/** The threats that a model's file records, beside those that its own template raises on its drawing. */
import { canFire, generate } from '../../src/exchange/tmt/generation/generate.ts';
import { readTm7 } from '../../src/exchange/tmt/read-tm7.ts';
import type { Template } from '../../src/exchange/tmt/template.ts';
import type { Tm7, Tm7Threat } from '../../src/exchange/tmt/tm7.ts';
import { childOf, childrenOf } from '../../src/exchange/xml/tree.ts';
import { sha256 } from '../../src/text/digest.ts';
import type { Problem } from '../../src/text/problem.ts';

export interface Comparison {
  readonly file: string;
  /** `sha256:<hex>` of its bytes. */
  readonly digest: string;
  /** Rows of its list of threats, as they stand in the file. */
  readonly recorded: number;
  readonly regenerated: number;
  /** Recorded, and should be regenerated, but are not. */
  readonly missing: readonly Difference[];
  /** Regenerated, and should be recorded, but are not. */
  readonly extra: readonly Difference[];
  /** What is left out of `missing` and `extra`, by the reason why nobody should expect otherwise. */
  readonly aside: ReadonlyMap<Aside, number>;
  /** Why there is nothing to compare, or not everything: errors of reading, expressions that do not parse. */
  readonly problems: readonly Problem[];
}

/** A threat type on a flow. Two rows of one type on one flow are one. */
export interface Difference {
  readonly type: string;
  readonly flow: string;
  readonly title: string;
}

export type Aside =
  | 'the file carries no template'
  | 'the template has no such threat type'
  | 'added by hand: no flow can raise its type'
  | 'it is about no flow of the drawing'
  | typeof UNSOUND
  | 'the raising of threats is switched off';

/** Compares, by threat type and flow. */
export function compare(bytes: Uint8Array, file: string): Comparison {
  const digest = sha256(bytes);
  const { value: model, problems } = readTm7(bytes, file, { lenient: true });
  const nothing = { recorded: 0, regenerated: 0, missing: [], extra: [], aside: new Map() };
  if (!model) return { file, digest, ...nothing, problems };
  const { knowledgeBase: template } = model;
  if (!template) {
    const recorded = rowsOf(model);
    const aside = new Map([['the file carries no template' as const, recorded]]);
    return { file, digest, ...nothing, recorded, aside, problems: [] };
  }
  const unparsed = template.quirks.filter(({ code }) => code === 'TMT06');
  return { file, digest, ...compareThreats(model, template), problems: unparsed };
}

function compareThreats(
  model: Tm7,
  template: Template,
): Pick<Comparison, 'recorded' | 'regenerated' | 'missing' | 'extra' | 'aside'> {
  const raised = generate(model, template);
  const here = new Map(
    raised.map(({ type, interaction, title }) => {
      const difference = { type: type.id, flow: interaction.flow.id, title };
      return [keyOf(difference), difference];
    }),
  );
  const there = new Map(model.threats.map((threat) => [keyOf(threat), threat]));
  const aside = new Map<Aside, number>();
  const setAside = (reason: Aside, count = 1): readonly Difference[] => {
    if (count > 0) aside.set(reason, (aside.get(reason) ?? 0) + count);
    return [];
  };
  const recorded = rowsOf(model);
  setAside(UNSOUND, recorded - model.threats.length);

  const reasonFor = unexpected(model, template);
  const missing = [...there].flatMap(([key, threat]) => {
    if (here.has(key)) return [];
    const reason = reasonFor(threat);
    return reason ? setAside(reason) : [{ type: threat.type, flow: threat.flow, title: threat.title }];
  });
  const extra = [...here].flatMap(([key, difference]) => {
    if (there.has(key)) return [];
    return model.generationEnabled ? [difference] : setAside('the raising of threats is switched off');
  });
  return { recorded, regenerated: raised.length, missing, extra, aside };
}

const UNSOUND = 'not sound, and so left out in reading: mostly its flow or an end of it was deleted';

/** Also those that reading left out. */
function rowsOf({ document }: Tm7): number {
  return childrenOf(childOf(document.root, 'ThreatInstances')).length;
}

function keyOf({ type, flow }: Pick<Difference, 'type' | 'flow'>): string {
  return `${type} ${flow}`;
}

/** Why a recorded threat is not expected to be raised; undefined when it is expected. */
function unexpected(model: Tm7, template: Template): (threat: Tm7Threat) => Aside | undefined {
  const types = new Map(template.threatTypes.map((type) => [type.id, type]));
  const flows = new Set(
    model.surfaces.flatMap(({ lines }) => lines.flatMap(({ form, guid }) => (form === 'flow' ? [guid] : []))),
  );
  return (threat) => {
    const type = types.get(threat.type);
    if (!type) return 'the template has no such threat type';
    if (!canFire(type)) return 'added by hand: no flow can raise its type';
    return flows.has(threat.flow) ? undefined : 'it is about no flow of the drawing';
  };
}
