/** The tabs of a model, and what is drawn on them. */
import { type XmlElement, childOf, childrenOf } from '../../xml/tree.ts';
import type { Line, Shape, Surface } from '../tm7.ts';
import { nameAmong, outOfScopeAmong, readAttributes } from './attributes.ts';
import type { Findings } from './findings.ts';
import { frameOf, lineOf } from './place.ts';
import { entriesOf, guidOf, member, NO_GUID, textIn, typeOf } from './values.ts';

type Form = Shape['form'] | Line['form'];

const FORMS: ReadonlyMap<string, Form> = new Map([
  ['StencilEllipse', 'ellipse'],
  ['StencilRectangle', 'rectangle'],
  ['StencilParallelLines', 'parallel-lines'],
  ['StencilAnnotation', 'annotation'],
  ['BorderBoundary', 'border-boundary'],
  ['Connector', 'flow'],
  ['LineBoundary', 'line-boundary'],
]);

/** What files that say nothing of the form are drawn by. */
const GENERIC_FORMS: ReadonlyMap<string, Form> = new Map([
  ['GE.P', 'ellipse'],
  ['GE.EI', 'rectangle'],
  ['GE.DS', 'parallel-lines'],
  ['GE.A', 'annotation'],
  ['GE.TB.B', 'border-boundary'],
  ['GE.DF', 'flow'],
  ['GE.TB.L', 'line-boundary'],
]);

const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const NOT_OPENED = 'The Threat Modeling Tool itself does not open such a file.';

/** Something found in `Borders` or `Lines`. */
interface Found {
  readonly xml: XmlElement;
  readonly form: Form;
  readonly guid: string;
}

/**
 * Reads the tabs. Left out: things of no known form (TMT02) or without a GUID (TMT05), the later one of two with
 * one GUID (TMT03); the attachment of a line to what is not on its tab (TMT04). `unfinished` elements, with which
 * a text breaks off, are left out too, as far as they are single things.
 */
export function readSurfaces(
  root: XmlElement,
  unfinished: ReadonlySet<XmlElement>,
  findings: Findings,
): readonly Surface[] {
  const taken = new Set<string>();
  return childrenOf(childOf(root, 'DrawingSurfaceList')).flatMap((xml, index) => {
    const written = textIn(xml, 'Guid');
    if (written === '' && unfinished.has(xml)) return [];
    const guid = claim(xml, written, 'tab', taken, findings);
    if (guid === undefined) return [];
    const found = findDrawn(xml, unfinished, taken, findings);
    const shapes = found.flatMap(({ xml: drawn, form, guid: id }): readonly Shape[] =>
      form === 'flow' || form === 'line-boundary'
        ? []
        : [{ ...readDrawn(drawn, id, findings), form, ...frameOf(drawn, findings) }],
    );
    const byGuid = new Map(shapes.map((shape) => [shape.guid, shape]));
    const lines = found.flatMap(({ xml: drawn, form, guid: id }): readonly Line[] =>
      form === 'flow' || form === 'line-boundary'
        ? [{ ...readDrawn(drawn, id, findings), form, ...lineOf(drawn, byGuid, findings) }]
        : [],
    );
    return [{ guid, name: titleOf(xml, index, findings), shapes, lines, xml }];
  });
}

function findDrawn(
  surface: XmlElement,
  unfinished: ReadonlySet<XmlElement>,
  taken: Set<string>,
  findings: Findings,
): readonly Found[] {
  return ['Borders', 'Lines'].flatMap((container) =>
    entriesOf(childOf(surface, container)).flatMap(({ entry, key, value: xml }): readonly Found[] => {
      if (unfinished.has(xml ?? entry)) return [];
      const form = xml && formOf(xml);
      if (!form) {
        const type = xml && typeOf(xml);
        findings.unsound(
          'TMT02',
          type
            ? `"${type}" is no kind of thing that the tool draws`
            : 'an entry of the drawing holds nothing',
          xml ?? entry,
        );
        return [];
      }
      const isLine = form === 'flow' || form === 'line-boundary';
      if (isLine !== (container === 'Lines')) {
        findings.odd(
          'TMT02',
          `a ${form} stands among the ${isLine ? 'shapes' : 'lines'}; it is read as what it says it is`,
          xml,
          NOT_OPENED,
        );
      }
      const written = textIn(xml, 'Guid');
      const guid = claim(xml, written || key, form, taken, findings);
      if (key !== '' && guidOf(key) !== guidOf(written || key)) {
        findings.odd('TMT04', `the ${form} "${written}" is stored under another GUID, "${key}"`, entry);
      }
      return guid === undefined ? [] : [{ xml, form, guid }];
    }),
  );
}

/** The GUID of a thing, if it has one that nothing else has. */
function claim(
  xml: XmlElement,
  written: string,
  what: string,
  taken: Set<string>,
  findings: Findings,
): string | undefined {
  const guid = guidOf(written);
  if (guid === '' || guid === NO_GUID) {
    findings.unsound('TMT05', `a ${what} without a GUID`, xml);
    return undefined;
  }
  if (taken.has(guid)) {
    findings.unsound('TMT03', `a second thing with the GUID "${guid}"`, member(xml, 'Guid') ?? xml);
    return undefined;
  }
  taken.add(guid);
  if (!GUID.test(guid)) findings.odd('TMT05', `"${guid}" is no GUID`, member(xml, 'Guid') ?? xml, NOT_OPENED);
  return guid;
}

function formOf(xml: XmlElement): Form | undefined {
  const type = typeOf(xml);
  return type === '' ? GENERIC_FORMS.get(textIn(xml, 'GenericTypeId')) : FORMS.get(type);
}

function readDrawn(xml: XmlElement, guid: string, findings: Findings): DrawnBasics {
  const attributes = readAttributes(xml, findings);
  const outOfScope = outOfScopeAmong(attributes);
  const genericType = textIn(xml, 'GenericTypeId');
  return {
    guid,
    type: textIn(xml, 'TypeId') || genericType,
    genericType,
    name: nameAmong(attributes),
    attributes,
    ...(outOfScope !== undefined && { outOfScope }),
    where: findings.place(xml),
    xml,
  };
}

type DrawnBasics = Omit<Shape, 'form' | 'left' | 'top' | 'width' | 'height'>;

/** What the tab is called. A tab nobody named is `Diagram` and its number, as in the tool. */
function titleOf(xml: XmlElement, index: number, findings: Findings): string {
  return textIn(xml, 'Header') || nameAmong(readAttributes(xml, findings)) || `Diagram ${index + 1}`;
}
