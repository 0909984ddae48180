/** Templates, in the spelling of a `.tb7` file and in that of a model's knowledge base. */
import { type XmlElement, attributeOf, childOf, childrenOf, textOf } from '../../xml/tree.ts';
import { parseExpression } from '../expressions/parse-expression.ts';
import type { Category, Column, Template, ThreatType } from '../template.ts';
import { Findings } from './findings.ts';
import { oddities } from './quirks.ts';
import { readStencils } from './stencils.ts';
import { booleanOf, member, textIn } from './values.ts';

/**
 * Reads a template. Nothing about it makes it unreadable: what is odd stands in its `quirks`, and the later one
 * of two things with one id is left out.
 */
export function readKnowledgeBase(
  root: XmlElement,
  unfinished: ReadonlySet<XmlElement>,
  file: string,
): Template {
  const findings = new Findings(file, { lenient: true });
  const whole = (element: XmlElement): boolean => !unfinished.has(element);
  const manifest = childOf(root, 'Manifest');
  const author = stated(manifest, 'Author');
  const stencils = readStencils(root, whole, findings);
  const categories = readCategories(root, whole, findings);
  const rules = readRules(root, whole, findings);
  const template: Template = {
    name: stated(manifest, 'Name'),
    id: stated(manifest, 'Id'),
    version: stated(manifest, 'Version'),
    ...(author && { author }),
    stencils,
    categories,
    threatTypes: rules,
    columns: readColumns(root, whole),
    quirks: findings.problems,
  };
  oddities(template, findings);
  return template;
}

/** The manifest of a `.tb7` has attributes, that of a model has elements. */
function stated(manifest: XmlElement | undefined, local: string): string {
  if (!manifest) return '';
  return attributeOf(manifest, local.toLowerCase())?.trim() ?? textIn(manifest, local, local.toLowerCase());
}

function readCategories(
  root: XmlElement,
  whole: (element: XmlElement) => boolean,
  findings: Findings,
): readonly Category[] {
  const ids = new Set<string>();
  return childrenOf(childOf(root, 'ThreatCategories'))
    .filter(whole)
    .flatMap((xml) => {
      const id = textIn(xml, 'Id', 'ID');
      if (findings.isTaken(id, ids, 'category', xml)) return [];
      return [
        {
          id,
          name: textIn(xml, 'Name'),
          shortDescription: textIn(xml, 'ShortDescription'),
          longDescription: textIn(xml, 'LongDescription'),
        },
      ];
    });
}

function readRules(
  root: XmlElement,
  whole: (element: XmlElement) => boolean,
  findings: Findings,
): readonly ThreatType[] {
  const ids = new Set<string>();
  return childrenOf(childOf(root, 'ThreatTypes'))
    .filter(whole)
    .flatMap((xml) => {
      const id = textIn(xml, 'Id', 'ID');
      if (findings.isTaken(id, ids, 'threat type', xml)) return [];
      const filters = childOf(xml, 'GenerationFilters');
      return [
        {
          id,
          title: textIn(xml, 'ShortTitle'),
          category: textIn(xml, 'Category'),
          description: textIn(xml, 'Description'),
          ...filter('include', filters, id, findings),
          ...filter('exclude', filters, id, findings),
          metadata: readMetadata(xml),
          where: findings.place(xml),
        },
      ];
    });
}

/** One of the two expressions of a rule: none where it is empty or does not parse (TMT06). */
function filter(
  which: 'include' | 'exclude',
  filters: XmlElement | undefined,
  id: string,
  findings: Findings,
): Pick<ThreatType, 'include' | 'exclude'> {
  const local = which === 'include' ? 'Include' : 'Exclude';
  const element = childOf(filters, local);
  const text = textOf(element) ?? '';
  if (!element || text.trim() === '') return {};
  const { value, error, ambiguous } = parseExpression(text);
  const what = `the ${local} of threat type "${id}"`;
  if (error) {
    const before = text.slice(0, error.at).split('\n');
    const { file, line, column } = findings.place(element);
    findings.odd(
      'TMT06',
      `${what} does not parse: ${error.message}`,
      {
        file,
        line: line + before.length - 1,
        column: (before.length > 1 ? 1 : column + 1) + (before.at(-1) ?? '').length,
      },
      which === 'include' ? 'It raises no threat.' : 'It excludes nothing.',
    );
  }
  if (ambiguous) {
    findings.odd(
      'TMT08',
      `${what} has "and" beside "or" without brackets`,
      element,
      'It is read as usual, "and" before "or"; write brackets to be sure.',
    );
  }
  return value ? { [which]: value } : {};
}

/** The first value of each, as written. */
function readMetadata(xml: XmlElement): ReadonlyMap<string, string> {
  return new Map(
    childrenOf(childOf(xml, 'PropertiesMetaData')).map((datum) => [
      textIn(datum, 'Name'),
      textOf(childrenOf(childOf(datum, 'Values'))[0]) ?? '',
    ]),
  );
}

/** How a column says that one of its values is to be chosen. */
const LIST = '1';

function readColumns(root: XmlElement, whole: (element: XmlElement) => boolean): readonly Column[] {
  return childrenOf(member(childOf(root, 'ThreatMetaData'), 'PropertiesMetaData'))
    .filter(whole)
    .map((datum) => ({
      name: textIn(datum, 'Name'),
      label: textIn(datum, 'Label'),
      hidden: booleanOf(textIn(datum, 'HideFromUI')) ?? false,
      values:
        textIn(datum, 'AttributeType') === LIST
          ? childrenOf(childOf(datum, 'Values')).map((value) => (textOf(value) ?? '').trim())
          : [],
    }));
}
