/** Where things lie on a tab. */
import type { XmlElement } from '../../xml/tree.ts';
import { childOf, textOf } from '../../xml/tree.ts';
import { centreOf } from '../generation/geometry.ts';
import type { Line, LineEnd, Point, Shape } from '../tm7.ts';
import type { Findings } from './findings.ts';
import { guidOf, NO_GUID, numberOf, textIn } from './values.ts';

/**
 * The frame of a shape. Numbers that are absent are 0, as the tool reads them (TMT05, always a warning): a
 * boundary without a size has nothing in it.
 */
export function frameOf(
  xml: XmlElement,
  findings: Findings,
): Pick<Shape, 'left' | 'top' | 'width' | 'height'> {
  const numbers = new Numbers(xml, findings);
  const [left, top] = [numbers.get('Left'), numbers.get('Top')];
  const [width, height] = [numbers.get('Width'), numbers.get('Height')];
  numbers.report('they are taken as 0');
  return { left: left ?? 0, top: top ?? 0, width: width ?? 0, height: height ?? 0 };
}

/**
 * The ends and the handle of a line. Where numbers are absent, an end is at the middle of the shape it is
 * attached to, and the handle half way between the ends, as on lines that nobody bent.
 */
export function lineOf(
  xml: XmlElement,
  shapes: ReadonlyMap<string, Shape>,
  findings: Findings,
): Pick<Line, 'source' | 'target' | 'handle'> {
  const numbers = new Numbers(xml, findings);
  const source = endOf('Source', numbers, shapes, findings);
  const target = endOf('Target', numbers, shapes, findings);
  const [x, y] = [numbers.get('HandleX'), numbers.get('HandleY')];
  const handle: Point =
    x === undefined || y === undefined
      ? { x: (source.x + target.x) / 2, y: (source.y + target.y) / 2 }
      : { x, y };
  numbers.report('the line is taken as a straight one between the things it joins');
  return { source, target, handle };
}

function endOf(
  which: 'Source' | 'Target',
  numbers: Numbers,
  shapes: ReadonlyMap<string, Shape>,
  findings: Findings,
): LineEnd {
  const { xml } = numbers;
  const guid = guidOf(textIn(xml, `${which}Guid`));
  const shape = shapes.get(guid);
  if (guid !== '' && guid !== NO_GUID && !shape) {
    findings.unsound(
      'TMT04',
      `the ${which.toLowerCase()} "${guid}" of a line is no shape of its tab`,
      childOf(xml, `${which}Guid`) ?? xml,
      'the end is a loose one',
    );
  }
  const [x, y] = [numbers.get(`${which}X`), numbers.get(`${which}Y`)];
  const middle = shape ? centreOf(shape) : { x: 0, y: 0 };
  const point = x === undefined || y === undefined ? middle : { x, y };
  return shape ? { ...point, guid } : point;
}

/** The numbers among the members of an element; remembers which are absent. */
class Numbers {
  readonly xml: XmlElement;
  private readonly findings: Findings;
  private readonly absent: string[] = [];

  constructor(xml: XmlElement, findings: Findings) {
    this.xml = xml;
    this.findings = findings;
  }

  /** Undefined: absent, or no number (TMT05). */
  get(local: string): number | undefined {
    const element = childOf(this.xml, local);
    const text = (textOf(element) ?? '').trim();
    if (!element || text === '') {
      this.absent.push(local);
      return undefined;
    }
    const value = numberOf(text);
    if (value === undefined) {
      const message = `the ${local} "${text}" is no number that the tool can read`;
      this.findings.unsound('TMT05', message, element, 'it counts as absent');
    }
    return value;
  }

  report(taken: string): void {
    if (this.absent.length === 0) return;
    this.findings.odd('TMT05', `${this.absent.join(', ')} missing; ${taken}`, this.xml);
  }
}
