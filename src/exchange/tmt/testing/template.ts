/** Test support: a template, spelled as a `.tb7` file and as the knowledge base of a `.tm7` file. */
import { ARRAYS, el, escape, INTERFACES, KB, SERIALIZATION } from './xml.ts';

export interface TemplateSpec {
  readonly name?: string;
  readonly id?: string;
  readonly version?: string;
  readonly author?: string;
  /** The seven generic stencils of the tool stand before these. */
  readonly stencils?: readonly StencilSpec[];
  /** S, T, R, I, D and E unless given. */
  readonly categories?: readonly { readonly id: string; readonly name: string }[];
  readonly rules?: readonly RuleSpec[];
  /** The tool's own, and these. */
  readonly columns?: readonly ColumnSpec[];
}

export interface StencilSpec {
  readonly id: string;
  readonly name?: string;
  /** `ROOT` makes it a generic one. */
  readonly parent: string;
  /** `Inherited` unless given. */
  readonly representation?: string;
  readonly attributes?: readonly StencilAttributeSpec[];
}

export interface StencilAttributeSpec {
  readonly name: string;
  readonly displayName?: string;
  readonly values: readonly string[];
  readonly fixed?: boolean;
}

export interface RuleSpec {
  readonly id: string;
  readonly include: string;
  readonly exclude?: string;
  readonly title?: string;
  readonly category?: string;
  readonly description?: string;
  /** `Priority`, `PossibleMitigations`, … */
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface ColumnSpec {
  readonly name: string;
  readonly label: string;
  readonly values?: readonly string[];
  readonly hidden?: boolean;
}

const GENERIC: readonly StencilSpec[] = [
  { id: 'GE.P', name: 'Generic Process', parent: 'ROOT', representation: 'Ellipse' },
  { id: 'GE.EI', name: 'Generic External Interactor', parent: 'ROOT', representation: 'Rectangle' },
  { id: 'GE.DS', name: 'Generic Data Store', parent: 'ROOT', representation: 'ParallelLines' },
  { id: 'GE.DF', name: 'Generic Data Flow', parent: 'ROOT', representation: 'Line' },
  { id: 'GE.TB.L', name: 'Generic Trust Line Boundary', parent: 'ROOT', representation: 'LineBoundary' },
  { id: 'GE.TB.B', name: 'Generic Trust Border Boundary', parent: 'ROOT', representation: 'BorderBoundary' },
  { id: 'GE.A', name: 'Free Text Annotation', parent: 'ROOT', representation: 'Annotation' },
];

const CATEGORIES = [
  { id: 'S', name: 'Spoofing' },
  { id: 'T', name: 'Tampering' },
  { id: 'R', name: 'Repudiation' },
  { id: 'I', name: 'Information Disclosure' },
  { id: 'D', name: 'Denial of Service' },
  { id: 'E', name: 'Elevation of Privilege' },
];

const COLUMNS: readonly ColumnSpec[] = [
  { name: 'Title', label: 'Title' },
  { name: 'UserThreatCategory', label: 'Category' },
  { name: 'UserThreatShortDescription', label: 'Short Description', hidden: true },
  { name: 'UserThreatDescription', label: 'Description' },
  { name: 'StateInformation', label: 'Justification' },
  { name: 'InteractionString', label: 'Interaction' },
  { name: 'Priority', label: 'Priority', values: ['High', 'Medium', 'Low'] },
];

/** How one of the two spellings says it. */
interface Spelling {
  /** Before the names of everything but metadata. */
  readonly prefix: string;
  readonly id: string;
  readonly parent: string;
  /** A value of a list of metadata, and of an attribute. */
  readonly value: string;
  readonly attributeValue: string;
  readonly valuesOf: string;
  readonly attributeValuesOf: string;
}

const ALONE: Spelling = {
  prefix: '',
  id: 'ID',
  parent: 'ParentElement',
  value: 'Value',
  attributeValue: 'Value',
  valuesOf: 'Values',
  attributeValuesOf: 'AttributeValues',
};
const EMBEDDED: Spelling = {
  prefix: 'a:',
  id: 'a:Id',
  parent: 'a:ParentId',
  value: 'b:string',
  attributeValue: 'b:Value',
  valuesOf: `Values xmlns:b="${ARRAYS}"`,
  attributeValuesOf: `a:AttributeValues xmlns:b="${INTERFACES}"`,
};

/** The text of a `.tb7` file. */
export function tb7(spec: TemplateSpec): string {
  const { name, id, version, author } = manifest(spec);
  const attributes = `name="${escape(name)}" id="${id}" version="${version}" author="${escape(author)}"`;
  return `<?xml version="1.0" encoding="utf-8"?>\n<KnowledgeBase><Manifest ${attributes}/>${body(spec, ALONE)}</KnowledgeBase>`;
}

/** The knowledge base of a `.tm7` file, whose default namespace is the model's. */
export function knowledgeBase(spec: TemplateSpec, zId: string): string {
  const { name, id, version, author } = manifest(spec);
  const members = `<a:Author>${escape(author)}</a:Author><a:Id>${id}</a:Id><a:Name>${escape(name)}</a:Name><a:Version>${version}</a:Version>`;
  const start = `<KnowledgeBase z:Id="${zId}" xmlns:a="${KB}" xmlns:z="${SERIALIZATION}">`;
  return `${start}<a:Manifest>${members}</a:Manifest>${body(spec, EMBEDDED)}</KnowledgeBase>`;
}

function manifest({
  name = 'Test template',
  id = 'aaaaaaaa-0000-4000-8000-000000000001',
  version = '1.0.0.0',
  author = 'somebody',
}: TemplateSpec): { name: string; id: string; version: string; author: string } {
  return { name, id, version, author };
}

function body(spec: TemplateSpec, spelling: Spelling): string {
  const p = spelling.prefix;
  const stencils = [...GENERIC, ...(spec.stencils ?? [])];
  const section = (name: string, items: readonly string[]): string => el(`${p}${name}`, undefined, ...items);
  return [
    section('ThreatMetaData', [
      el('IsPriorityUsed', 'true'),
      el('IsStatusUsed', 'true'),
      el(
        'PropertiesMetaData',
        undefined,
        ...[...COLUMNS, ...(spec.columns ?? [])].map((column) => datum(column, spelling)),
      ),
    ]),
    section(
      'GenericElements',
      stencils.filter(isGeneric).map((stencil) => stencilText(stencil, spelling)),
    ),
    section(
      'StandardElements',
      stencils.filter((each) => !isGeneric(each)).map((each) => stencilText(each, spelling)),
    ),
    section(
      'ThreatCategories',
      (spec.categories ?? CATEGORIES).map(({ id, name }) =>
        section('ThreatCategory', [
          el(`${p}Name`, name),
          el(`${p}Id`, id),
          el(`${p}ShortDescription`, ''),
          el(`${p}LongDescription`, ''),
        ]),
      ),
    ),
    section(
      'ThreatTypes',
      (spec.rules ?? []).map((rule) => ruleText(rule, spelling)),
    ),
  ].join('');
}

function isGeneric({ parent }: StencilSpec): boolean {
  return parent === 'ROOT';
}

function stencilText(spec: StencilSpec, spelling: Spelling): string {
  const p = spelling.prefix;
  return el(
    `${p}ElementType`,
    undefined,
    el(`${p}Name`, spec.name ?? spec.id),
    el(spelling.id, spec.id),
    el(`${p}Description`, ''),
    el(spelling.parent, spec.parent),
    el(`${p}Hidden`, 'false'),
    el(`${p}Representation`, spec.representation ?? 'Inherited'),
    el(
      `${p}Attributes`,
      undefined,
      ...(spec.attributes ?? []).map((attribute) => attributeText(attribute, spelling)),
    ),
  );
}

function attributeText(spec: StencilAttributeSpec, spelling: Spelling): string {
  const p = spelling.prefix;
  const values = spec.values.map((value) => el(spelling.attributeValue, value)).join('');
  return el(
    `${p}Attribute`,
    undefined,
    el(`${p}Name`, spec.name),
    el(`${p}DisplayName`, spec.displayName ?? spec.name),
    el(`${p}Mode`, spec.fixed ? 'Static' : 'Dynamic'),
    el(`${p}Type`, 'List'),
    el(`${p}Inheritance`, 'Virtual'),
    `<${spelling.attributeValuesOf}>${values}</${p}AttributeValues>`,
  );
}

function ruleText(spec: RuleSpec, spelling: Spelling): string {
  const p = spelling.prefix;
  const metadata = Object.entries(spec.metadata ?? {}).map(([name, value]) =>
    datum({ name, label: name, values: [value] }, spelling),
  );
  return el(
    `${p}ThreatType`,
    undefined,
    el(`${p}GenerationFilters`, undefined, el(`${p}Include`, spec.include), el(`${p}Exclude`, spec.exclude)),
    el(`${p}Id`, spec.id),
    el(`${p}ShortTitle`, spec.title ?? spec.id),
    el(`${p}Category`, spec.category ?? 'T'),
    el(`${p}Description`, spec.description),
    el(`${p}PropertiesMetaData`, undefined, ...metadata),
  );
}

/** Metadata stand in the model's namespace, in both spellings without a prefix. */
function datum({ name, label, values = [], hidden = false }: ColumnSpec, spelling: Spelling): string {
  const all = values.map((value) => el(spelling.value, value)).join('');
  return el(
    'ThreatMetaDatum',
    undefined,
    el('Name', name),
    el('Label', label),
    el('HideFromUI', String(hidden)),
    `<${spelling.valuesOf}>${all}</Values>`,
    el('AttributeType', values.length > 1 ? '1' : '0'),
  );
}
