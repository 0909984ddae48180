/**
 * Test support: the text of a `.tm7` file, spelled as the Threat Modeling Tool spells it, from a few words.
 *
 * ```ts
 * drawing({
 *   tabs: [
 *     {
 *       name: 'Plant',
 *       shapes: [box('field', { at: [0, 0], size: [300, 300] }), process('gateway', { at: [50, 50] }), store('log')],
 *       lines: [flow('write', 'gateway', 'log'), arc('wall', [400, 0], [400, 300])],
 *     },
 *   ],
 *   threats: [{ type: 'TH1', flow: 'write', state: 'Mitigated', justification: 'signed' }],
 *   template: { stencils: […], rules: […] },
 * })
 * ```
 *
 * Things are called by short names; {@link guid} gives the GUID of a name.
 */
import { noteText, tabText } from './drawing-text.ts';
import { knowledgeBase, type TemplateSpec } from './template.ts';
import { threatText } from './threat-text.ts';
import { ARRAYS, el, INSTANCE, MODEL, type Pair } from './xml.ts';

export { guid } from './xml.ts';

export interface DrawingSpec {
  readonly tabs?: readonly TabSpec[];
  readonly threats?: readonly ThreatSpec[];
  readonly template?: TemplateSpec;
  /** `4.3` unless given; null leaves the element out. */
  readonly version?: string | null;
  readonly generation?: boolean;
  /** Members of `MetaInformation`. */
  readonly meta?: Readonly<Record<string, string>>;
  readonly notes?: readonly string[];
  readonly validations?: readonly string[];
}

export interface TabSpec {
  readonly name: string;
  readonly shapes?: readonly ShapeSpec[];
  readonly lines?: readonly LineSpec[];
}

export interface LookSpec {
  /** The stencil; the generic one unless given. */
  readonly type?: string;
  /** The name shown; unless given the short name. Null: nil. */
  readonly label?: string | null;
  readonly attributes?: readonly AttributeSpec[];
  /** The reason for which it is out of scope; may be empty. */
  readonly outOfScope?: string;
}

export interface ShapeSpec extends LookSpec {
  readonly id: string;
  readonly xsiType: string;
  readonly generic: string;
  /** Left and top, 100 by 100 unless given. Null leaves the four members out. */
  readonly at?: Pair | null;
  readonly size?: Pair;
}

export interface LineSpec extends LookSpec {
  readonly id: string;
  readonly xsiType: string;
  readonly generic: string;
  /** Names of shapes of its tab; absent: a loose end. */
  readonly from?: string;
  readonly to?: string;
  readonly start?: Pair;
  readonly end?: Pair;
  /** Half way between the ends unless given. Null leaves the two members out. */
  readonly handle?: Pair | null;
}

export type AttributeSpec =
  | { readonly header: string }
  | { readonly name: string; readonly displayName?: string; readonly text: string | null }
  | { readonly name: string; readonly displayName?: string; readonly flag: boolean }
  | { readonly custom: string }
  | {
      readonly name: string;
      readonly displayName?: string;
      readonly options: readonly string[];
      readonly chosen?: number;
      readonly fixed?: boolean;
    };

export interface ThreatSpec {
  readonly type: string;
  /** A flow, by its short name. */
  readonly flow: string;
  readonly number?: number;
  readonly state?: string;
  readonly justification?: string;
  readonly title?: string;
  readonly category?: string;
  readonly description?: string;
  readonly priority?: string;
  /** More `Properties`, custom columns by their GUID among them. */
  readonly properties?: Readonly<Record<string, string>>;
  readonly changedBy?: string;
  readonly modifiedAt?: string;
}

type Options<T> = Omit<T, 'id' | 'xsiType' | 'generic' | 'from' | 'to'>;

export const process = (id: string, options: Options<ShapeSpec> = {}): ShapeSpec => ({
  id,
  xsiType: 'StencilEllipse',
  generic: 'GE.P',
  ...options,
});
export const external = (id: string, options: Options<ShapeSpec> = {}): ShapeSpec => ({
  id,
  xsiType: 'StencilRectangle',
  generic: 'GE.EI',
  ...options,
});
export const store = (id: string, options: Options<ShapeSpec> = {}): ShapeSpec => ({
  id,
  xsiType: 'StencilParallelLines',
  generic: 'GE.DS',
  ...options,
});
export const note = (id: string, options: Options<ShapeSpec> = {}): ShapeSpec => ({
  id,
  xsiType: 'StencilAnnotation',
  generic: 'GE.A',
  ...options,
});
/** A border boundary. */
export const box = (id: string, options: Options<ShapeSpec> = {}): ShapeSpec => ({
  id,
  xsiType: 'BorderBoundary',
  generic: 'GE.TB.B',
  size: [300, 300],
  ...options,
});
/** A flow from one shape to another. */
export const flow = (
  id: string,
  from: string | undefined,
  to: string | undefined,
  options: Options<LineSpec> = {},
): LineSpec => ({
  id,
  xsiType: 'Connector',
  generic: 'GE.DF',
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
  ...options,
});
/** A line boundary. */
export const arc = (id: string, start: Pair, end: Pair, options: Options<LineSpec> = {}): LineSpec => ({
  id,
  xsiType: 'LineBoundary',
  generic: 'GE.TB.L',
  start,
  end,
  ...options,
});

/** The text of a `.tm7` file. */
export function drawing({
  tabs = [],
  threats = [],
  template,
  version = '4.3',
  generation = true,
  meta = {},
  notes = [],
  validations = [],
}: DrawingSpec): string {
  const ids = { last: 0 };
  const metaMembers = [
    'Assumptions',
    'Contributors',
    'ExternalDependencies',
    'HighLevelSystemDescription',
    'Owner',
    'Reviewer',
    'ThreatModelName',
  ].map((local) => el(local, meta[local]));
  return [
    `<ThreatModel xmlns="${MODEL}" xmlns:i="${INSTANCE}">`,
    el('DrawingSurfaceList', undefined, ...tabs.map((tab) => tabText(tab, ids))),
    el('MetaInformation', undefined, ...metaMembers),
    el('Notes', undefined, ...notes.map(noteText)),
    `<ThreatInstances xmlns:a="${ARRAYS}">`,
    ...threats.map((threat, index) => threatText(threat, index + 1, tabs)),
    '</ThreatInstances>',
    el('ThreatGenerationEnabled', String(generation)),
    el(
      'Validations',
      undefined,
      ...validations.map((text) => el('Validation', undefined, el('Message', text))),
    ),
    version === null ? '' : el('Version', version),
    template ? knowledgeBase(template, `i${ids.last + 1}`) : '',
    '<Profile><PromptedKb xmlns=""/></Profile></ThreatModel>',
  ].join('');
}

/** The bytes of a text in UTF-8. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
