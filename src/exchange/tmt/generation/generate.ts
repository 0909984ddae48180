/**
 * Raises the threats of a template, as the Threat Modeling Tool does: a threat type fires on a flow when its
 * `include` holds and its `exclude` does not. Two-valued: whatever nobody chose has the first value of its list.
 */
import { type Asked, type Holds, type Lineages, settle } from '../expressions/compile-expression.ts';
import type { End, Expression } from '../expressions/expression.ts';
import type { Interaction } from './interaction.ts';
import { interactionsOf } from './interactions.ts';
import type { Template, ThreatType } from '../template.ts';
import type { Tm7 } from '../tm7.ts';

/** A threat that a template raises on a flow. */
export interface Raised {
  readonly type: ThreatType;
  readonly interaction: Interaction;
  /** The title and description of its type, with the names of flow and ends filled in. */
  readonly title: string;
  readonly description: string;
}

/**
 * All threats that a template raises on the flows of a drawing or on others, flow by flow, in the order of the
 * template. It raises them whether or not the drawing's user switched that off.
 */
export function generate(
  on: Pick<Tm7, 'surfaces'> | readonly Interaction[],
  template: Template,
): readonly Raised[] {
  const interactions =
    'surfaces' in on ? on.surfaces.flatMap((surface) => interactionsOf(surface, template)) : on;
  return interactions.flatMap((interaction) =>
    raise(template, interaction).map((type) => ({
      type,
      interaction,
      title: fillIn(type.title, interaction),
      description: fillIn(type.description, interaction),
    })),
  );
}

/** The threat types that fire on a flow, in the order of the template. */
export function raise(template: Template, interaction: Interaction): readonly ThreatType[] {
  const rules = rulesOf(template);
  const asked: Asked = {
    value: (of, name) => {
      const { type, chosen } = interaction[of];
      return chosen.get(name) ?? template.stencils.get(type)?.attributes.get(name)?.values[0];
    },
    crossed: new Set(interaction.crosses.flatMap((type) => [...rules.lineage(type)])),
  };
  return rules
    .between(interaction.source.type, interaction.target.type, interaction.flow.type)
    .filter(({ holds }) => holds === true || holds(asked))
    .map(({ type }) => type);
}

/**
 * False for a threat type that no flow can raise: one without an expression, and one that asks for a thing of type
 * `ROOT`, which nothing is. The core template has six of the latter, one a category, for threats that its users
 * add by hand.
 */
export function canFire({ include }: ThreatType): boolean {
  return include !== undefined && canHold(include);
}

function canHold(expression: Expression): boolean {
  if (expression.op === 'and') return expression.parts.every(canHold);
  if (expression.op === 'or') return expression.parts.some(canHold);
  return expression.op !== 'type' || expression.is !== ROOT;
}

/**
 * Fills in `{source.Name}` and its like, in any case of letters; other things in braces stay as they are. A name
 * that is drawn on several lines is filled in on one.
 */
export function fillIn(text: string, interaction: Interaction): string {
  return text.replace(PLACEHOLDER, (_, end: string) => onOneLine(interaction[endOf(end)].name));
}

function onOneLine(name: string): string {
  return name.replace(/\s*[\r\n]\s*/g, ' ');
}

const PLACEHOLDER = /\{\s*(source|target|flow)\s*\.\s*name\s*\}/gi;

function endOf(word: string): End {
  const lower = word.toLowerCase();
  return lower === 'source' || lower === 'target' ? lower : 'flow';
}

/** A template's rules, made ready as they are asked for. */
interface Rules {
  /** The rules that may fire on a flow between things of these types; `true`: the types say that it does. */
  between(source: string, target: string, flow: string): readonly Ready[];
  lineage(type: string): ReadonlySet<string>;
}

interface Ready {
  readonly type: ThreatType;
  readonly holds: true | Holds;
}

const opened = new WeakMap<Template, Rules>();

function rulesOf(template: Template): Rules {
  const known = opened.get(template);
  if (known) return known;
  const lineage = remember((type: string) => lineageOf(template, type));
  const between = remember((source: string) =>
    remember((target: string) =>
      remember((flow: string) =>
        readyOf(template, { source: lineage(source), target: lineage(target), flow: lineage(flow) }),
      ),
    ),
  );
  const rules: Rules = { between: (source, target, flow) => between(source)(target)(flow), lineage };
  opened.set(template, rules);
  return rules;
}

function remember<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}

function readyOf({ threatTypes }: Template, lineages: Lineages): readonly Ready[] {
  return threatTypes.flatMap((type) => {
    const { include, exclude } = type;
    if (!include) return [];
    const fires: Expression = exclude
      ? { op: 'and', parts: [include, { op: 'not', part: exclude }] }
      : include;
    const holds = settle(fires, lineages);
    return holds === false ? [] : [{ type, holds }];
  });
}

/** A type and all its ancestors; never `ROOT`, which is where the chain ends and no type at all. */
function lineageOf({ stencils }: Template, type: string): ReadonlySet<string> {
  const lineage = new Set<string>();
  for (let at: string | undefined = type; at !== undefined && at !== ROOT && !lineage.has(at);) {
    lineage.add(at);
    at = stencils.get(at)?.parent;
  }
  return lineage;
}

const ROOT = 'ROOT';
