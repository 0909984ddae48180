/**
 * A template as the knowledge base of a model. A `.tb7` file has other names, another order and no namespaces; what
 * it says and a model does not (how ids are shown, whether an attribute is inherited) is left out, as the tool does.
 */
import { attributeOf, childOf, childrenOf, textOf, type XmlDocument, type XmlElement } from '../xml/tree.ts';
import { declare, element, iNil, members, NAMESPACES, zId } from './xml/build.ts';

const a = members('a', NAMESPACES.knowledge);
const model = members('', NAMESPACES.model);

/** The template of a `.tb7` or `.tm7` document, spelled for a model; undefined where there is none. */
export function knowledgeBaseOf({ root }: XmlDocument): XmlElement | undefined {
  if (root.local === 'KnowledgeBase') return embedded(root);
  const kept = childOf(root, 'KnowledgeBase');
  const has = new Set(kept?.attributes.map(({ name }) => name));
  const around = root.attributes.filter(({ name }) => /^xmlns(:|$)/.test(name) && !has.has(name));
  return kept && { ...kept, attributes: [...kept.attributes, ...around] };
}

function embedded(root: XmlElement): XmlElement {
  const section = (local: string, item: (xml: XmlElement) => XmlElement): XmlElement =>
    a.of(local, childrenOf(childOf(root, local)).map(item));
  return element(
    'KnowledgeBase',
    NAMESPACES.model,
    [zId(0), declare('a', NAMESPACES.knowledge), declare('z', NAMESPACES.serialization)],
    [
      section('GenericElements', stencil),
      manifest(root),
      section('StandardElements', stencil),
      section('ThreatCategories', category),
      threatMetaData(root),
      section('ThreatTypes', threatType),
    ],
  );
}

function manifest(root: XmlElement): XmlElement {
  const xml = childOf(root, 'Manifest');
  const named = (name: string): string => (xml && attributeOf(xml, name)) ?? '';
  return a.of('Manifest', [
    a.text('Author', named('author')),
    a.text('Id', named('id')),
    a.text('Name', named('name')),
    a.text('Version', named('version')),
  ]);
}

function stencil(xml: XmlElement): XmlElement {
  return a.of('ElementType', [
    ours(),
    a.of('Attributes', childrenOf(childOf(xml, 'Attributes')).map(attribute)),
    a.of('AvailableToBaseModels', [], [declare('b', NAMESPACES.storage)]),
    a.text('Behavior', undefined),
    a.text('Description', said(xml, 'Description')),
    a.text('Hidden', said(xml, 'Hidden') || 'false'),
    a.text('Id', said(xml, 'ID', 'Id')),
    a.text('ImageLocation', textOf(childOf(xml, 'ImageLocation'))),
    a.text('ImageSource', textOf(childOf(xml, 'Image'))),
    a.text('ImageStream', undefined),
    a.text('Name', said(xml, 'Name')),
    a.text('ParentId', said(xml, 'ParentElement', 'ParentId')),
    a.text('Representation', said(xml, 'Representation')),
    a.text('Shape', undefined),
    a.of('StencilConstraints', constraints(xml)),
  ]);
}

function constraints(xml: XmlElement): readonly XmlElement[] {
  const written = childrenOf(childOf(xml, 'StencilConstraints'));
  return (written.length > 0 ? written : [undefined]).map((one) =>
    a.of('StencilConstraint', [
      ours(),
      a.text('SelectedStencilConnection', said(one, 'SelectedStencilConnection') || 'Any'),
      a.text('SelectedStencilType', said(one, 'SelectedStencilType') || 'Any'),
    ]),
  );
}

function attribute(xml: XmlElement): XmlElement {
  const values = childrenOf(childOf(xml, 'AttributeValues'));
  const b = members('b', NAMESPACES.interfaces);
  return a.of('Attribute', [
    ours(),
    a.of(
      'AttributeValues',
      values.map((value) => b.text('Value', textOf(value))),
      [declare('b', NAMESPACES.interfaces)],
    ),
    a.text('DisplayName', said(xml, 'DisplayName')),
    a.text('Inheritance', said(xml, 'Inheritance') || 'Virtual'),
    a.text('Mode', said(xml, 'Mode') || 'Dynamic'),
    a.text('Name', said(xml, 'Name')),
    a.text('Type', said(xml, 'Type') || 'List'),
  ]);
}

function category(xml: XmlElement): XmlElement {
  return a.of('ThreatCategory', [
    ours(),
    a.text('Id', said(xml, 'Id')),
    a.text('LongDescription', said(xml, 'LongDescription')),
    a.text('Name', said(xml, 'Name')),
    a.text('ShortDescription', said(xml, 'ShortDescription')),
  ]);
}

function threatType(xml: XmlElement): XmlElement {
  const filters = childOf(xml, 'GenerationFilters');
  return a.of('ThreatType', [
    ours(),
    a.text('Category', said(xml, 'Category')),
    a.text('Description', said(xml, 'Description')),
    a.of('GenerationFilters', [
      a.text('Exclude', said(filters, 'Exclude')),
      a.text('Include', said(filters, 'Include')),
    ]),
    a.text('Id', said(xml, 'Id')),
    a.of('PropertiesMetaData', childrenOf(childOf(xml, 'PropertiesMetaData')).map(datum)),
    a.text('RelatedCategory', textOf(childOf(xml, 'RelatedCategory'))),
    a.text('ShortTitle', said(xml, 'ShortTitle')),
  ]);
}

function threatMetaData(root: XmlElement): XmlElement {
  const xml = childOf(root, 'ThreatMetaData');
  return a.of('ThreatMetaData', [
    model.text('IsPriorityUsed', said(xml, 'IsPriorityUsed') || 'true'),
    model.text('IsStatusUsed', said(xml, 'IsStatusUsed') || 'true'),
    model.of('PropertiesMetaData', childrenOf(childOf(xml, 'PropertiesMetaData')).map(datum)),
  ]);
}

/** Metadata stand in the namespace of the model, not in that of the knowledge base. */
function datum(xml: XmlElement): XmlElement {
  const written = childOf(xml, 'Values');
  const b = members('b', NAMESPACES.arrays);
  const bindings = declare('b', NAMESPACES.arrays);
  return model.of('ThreatMetaDatum', [
    model.text('Name', said(xml, 'Name')),
    model.text('Label', said(xml, 'Label')),
    model.text('HideFromUI', said(xml, 'HideFromUI') || 'false'),
    written
      ? model.of(
          'Values',
          childrenOf(written).map((value) => b.text('string', textOf(value))),
          [bindings],
        )
      : model.of('Values', [], [iNil(), bindings]),
    model.text('Id', textOf(childOf(xml, 'Id'))),
    model.text('AttributeType', said(xml, 'AttributeType') || '0'),
  ]);
}

function ours(): XmlElement {
  return a.text('IsExtension', 'false');
}

/** The text of the first of these members that there is; empty without one. */
function said(xml: XmlElement | undefined, ...locals: readonly string[]): string {
  for (const local of locals) {
    const found = childOf(xml, local);
    if (found) return textOf(found) ?? '';
  }
  return '';
}
