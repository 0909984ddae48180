/**
 * The form of `system.yaml`, built from the catalogue: whatever properties a catalogue declares can be written,
 * so a project's own catalogue extends the form. It becomes the published JSON Schema, hence the descriptions.
 */
import { z } from 'zod';

import type { Catalogue } from '../catalogue/catalogue.ts';
import { Area, Id, ZoneType, type Bearer } from '../catalogue/schema.ts';
import { propertyKeys, valueSchema } from './reading/property-keys.ts';
import type { Origin } from './system.ts';

/** What every named thing of a file may say. Other keys are properties of the catalogue, nested at the dot. */
interface NamedEntry {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly origin?: Origin | undefined;
  readonly formerly?: readonly string[] | undefined;
  readonly outOfScope?: string | undefined;
}

interface ZoneEntry extends NamedEntry {
  readonly type: string;
  readonly parent?: string | undefined;
}

interface CohortEntry {
  readonly count: number;
}

const SURFACE_KINDS = [
  'radio',
  'wired',
  'debug',
  'ui',
  'sensor-input',
  'update',
  'management',
  'local-storage',
] as const;

export interface SurfaceEntry {
  readonly kind: (typeof SURFACE_KINDS)[number];
  readonly access?: 'digital' | 'physical' | undefined;
  readonly name?: string | undefined;
}

export interface ElementEntry extends NamedEntry {
  readonly type: string;
  readonly zone: string;
  readonly count?: number | undefined;
  readonly cohorts?: Readonly<Record<string, CohortEntry>> | undefined;
  readonly area?: Area | undefined;
  readonly focus?: readonly ('security-feature' | 'failure-relevant')[] | undefined;
  readonly surfaces?: Readonly<Record<string, SurfaceEntry>> | undefined;
  readonly stores?: readonly string[] | undefined;
  readonly actuates?: readonly string[] | undefined;
}

interface ConnectionEntry extends NamedEntry {
  readonly from: string;
  readonly to: string;
}

export interface FlowEntry extends NamedEntry {
  readonly from: string;
  readonly to: string;
  readonly over?: string | undefined;
  readonly kind: 'data' | 'control';
  readonly carries?: readonly string[] | undefined;
}

interface AssetEntry extends NamedEntry {
  readonly kind: 'data' | 'physical' | 'secret';
}

interface BoundaryEntry {
  readonly name?: string | undefined;
  readonly origin?: Origin | undefined;
  readonly around?: readonly string[] | undefined;
  readonly crossedBy?: readonly string[] | undefined;
}

interface ViewEntry {
  readonly name?: string | undefined;
  readonly origin?: Origin | undefined;
  readonly elements: readonly string[];
}

type Section<T> = Readonly<Record<string, T>> | undefined;

/** A system file whose shape has been checked; what its names refer to has not. */
export interface SystemFile {
  readonly bestride: 1;
  readonly system: {
    readonly id: string;
    readonly name?: string | undefined;
    readonly version?: string | undefined;
    readonly stage?: 'design' | 'development' | 'fielded' | undefined;
    readonly description?: string | undefined;
  };
  readonly assumptions?: Section<{ readonly text: string; readonly owner?: string | undefined }>;
  readonly zones?: Section<ZoneEntry>;
  readonly elements?: Section<ElementEntry>;
  readonly connections?: Section<ConnectionEntry>;
  readonly flows?: Section<FlowEntry>;
  readonly assets?: Section<AssetEntry>;
  readonly boundaries?: Section<BoundaryEntry>;
  readonly views?: Section<ViewEntry>;
}

const reference = (description: string) => z.string().describe(description);
const references = (description: string) => z.array(z.string()).describe(description);
const text = (description: string) => z.string().min(1).describe(description);

/** Where an imported thing came from, as files say it. */
export const OriginEntry = z
  .strictObject({
    format: text('The format it was imported from.'),
    file: text('The file it was imported from.'),
    id: text('Its id there.'),
    type: text('What it is there: in tm7 the id of its stencil.').optional(),
    also: references('Its other ids there, as of one element drawn on several tabs.').optional(),
  })
  .describe('Where an import found it.');

const named = {
  name: text('What people call it; the id where it is left out.').optional(),
  description: text('A few sentences about it.').optional(),
  origin: OriginEntry.optional(),
  formerly: references('Ids it had before: decisions made under them stay with it.').optional(),
  outOfScope: text(
    'Why it is left out of the analysis; it stays in the model and in the diagram.',
  ).optional(),
};

/** Builds the schema of `system.yaml` for a catalogue. Building costs milliseconds: build once, use often. */
export function systemFileSchema(catalogue: Catalogue): z.ZodType<SystemFile> {
  const properties = (bearer: Bearer) => propertyShape(catalogue, bearer);
  const element = properties('element');

  const zone = z.strictObject({
    ...properties('zone'),
    ...named,
    type: z.string().meta({ description: 'The kind of zone.', enum: [...ZoneType.options] }),
    parent: reference('The zone it lies in.').optional(),
  });
  const cohort = z.strictObject({
    ...element,
    count: z.int().min(1).describe('How many units are like this.'),
  });
  const surface = z.strictObject({
    kind: z.enum(SURFACE_KINDS).describe('What kind of way in it is.'),
    access: z
      .enum(['digital', 'physical'])
      .describe('How one gets at it; without it, what is usual for the kind.')
      .optional(),
    name: text('What people call it.').optional(),
  });
  const elementEntry = z.strictObject({
    ...element,
    ...named,
    type: z.string().meta({ description: 'The element type.', enum: [...catalogue.types.keys()] }),
    zone: reference('The zone it lies in.'),
    count: z.int().min(1).describe('How many units it stands for; 1 without it.').optional(),
    cohorts: section(
      cohort,
      'Units that are alike, by a name of their own; their counts add up to count.',
    ).optional(),
    area: Area.describe('Its area of the reference architecture; that of its type without it.').optional(),
    focus: z
      .array(z.enum(['security-feature', 'failure-relevant']))
      .describe('Whether it is a security or privacy feature, or one whose failure matters to security.')
      .optional(),
    surfaces: section(
      surface,
      'The ways in, by a name of their own; {} says that there are none.',
    ).optional(),
    stores: references('Assets it holds.').optional(),
    actuates: references('Physical assets it moves.').optional(),
  });
  const ends = {
    from: reference('The element that dials.'),
    to: reference('The element that accepts.'),
  };
  const flow = z.strictObject({
    ...properties('connection'),
    ...properties('flow'),
    ...named,
    from: reference('The element the data comes from.'),
    to: reference('The element the data goes to.'),
    over: reference(
      'The connection it goes over. Without it the flow states protocol and protection itself.',
    ).optional(),
    kind: z.enum(['data', 'control']).describe('Whether it informs the receiver or makes it do something.'),
    carries: references('Assets it carries, or physical assets it decides about.').optional(),
  });

  const file = z.strictObject({
    bestride: z.literal(1).describe('The version of this file form.'),
    system: z
      .strictObject({
        ...properties('system'),
        id: Id.describe('The id of the system.'),
        name: named.name,
        version: text('The version of the product; in quotes when it looks like a number.').optional(),
        stage: z
          .enum(['design', 'development', 'fielded'])
          .describe('How far it is: nothing built, being built, in use. Design without it.')
          .optional(),
        description: named.description,
      })
      .describe('What the file is about.'),
    assumptions: section(
      z.strictObject({
        text: text('What is taken for granted.'),
        owner: text('Who must keep it true.').optional(),
      }),
      'What the analysis takes for granted.',
    ).optional(),
    zones: section(
      zone,
      'The zones; data that passes from one to another crosses a trust boundary.',
    ).optional(),
    elements: section(elementEntry, 'Processes, data stores and external entities.').optional(),
    connections: section(
      z.strictObject({ ...properties('connection'), ...named, ...ends }),
      'Who dials whom, and how each side knows the other.',
    ).optional(),
    flows: section(flow, 'Data on its way, in the direction of the data.').optional(),
    assets: section(
      z.strictObject({
        ...properties('asset'),
        ...named,
        kind: z
          .enum(['data', 'physical', 'secret'])
          .describe('Data, a physical effect, or a key or password.'),
      }),
      'What is worth protecting.',
    ).optional(),
    boundaries: section(
      z.strictObject({
        name: named.name,
        origin: named.origin,
        around: references('Elements and zones inside it.').optional(),
        crossedBy: references('Flows that cross it, whatever lies inside.').optional(),
      }),
      'Trust boundaries drawn by hand, beside those between zones.',
    ).optional(),
    views: section(
      z.strictObject({
        name: named.name,
        origin: named.origin,
        elements: references('The elements shown.'),
      }),
      'Diagrams of parts of the system; an element may be in several.',
    ).optional(),
  });
  return file;
}

/** A mapping from ids; what an id may look like is checked with the references, for better words (MOD01). */
function section<T extends z.ZodType>(entry: T, description: string) {
  return z.record(z.string().meta({ pattern: '^[a-z][a-z0-9-]{0,63}$' }), entry).describe(description);
}

/** The keys under which a bearer's properties are written: `tls.min` as `tls: { min: … }`. */
function propertyShape(catalogue: Catalogue, bearer: Bearer): Record<string, z.ZodType> {
  const shape: Record<string, z.ZodType> = {};
  for (const [key, { property, parts }] of propertyKeys(catalogue, bearer)) {
    const forms: z.ZodType[] = [];
    if (property) forms.push(valueSchema(property));
    if (parts.size > 0) {
      const inner = [...parts].map(([part, of]) => [part, valueSchema(of).optional()] as const);
      forms.push(z.strictObject(Object.fromEntries(inner)));
    }
    const [only, other] = forms;
    if (!only) continue;
    const form = other ? z.union([only, other]) : only;
    const help = property?.help ?? [...parts.values()].map((of) => of.help).join(' ');
    shape[key] = form.describe(help).optional();
  }
  return shape;
}
