/** The properties of a drawn thing. */
import { type XmlElement, childrenOf, textOf } from '../../xml/tree.ts';
import type { DrawnAttribute } from '../tm7.ts';
import type { Findings } from './findings.ts';
import { booleanOf, member, numberOf, textIn, typeOf } from './values.ts';

/** The tool's names of its own two properties, that every thing in scope or out of it has. */
const OUT_OF_SCOPE = { name: '71f3d9aa-b8ef-4e54-8126-607a1d903103', displayName: 'Out Of Scope' };
const REASON = { name: '752473b6-52d4-4776-9a24-202153f7d579', displayName: 'Reason For Out Of Scope' };

const KINDS: ReadonlyMap<string, DrawnAttribute['kind']> = new Map([
  ['HeaderDisplayAttribute', 'header'],
  ['StringDisplayAttribute', 'string'],
  ['BooleanDisplayAttribute', 'boolean'],
  ['ListDisplayAttribute', 'list'],
  ['StaticListDisplayAttribute', 'static-list'],
  ['CustomStringDisplayAttribute', 'custom'],
]);

/** Reads `Properties`. Left out: kinds the tool does not have (TMT02), values that cannot be read (TMT05). */
export function readAttributes(drawn: XmlElement, findings: Findings): readonly DrawnAttribute[] {
  return childrenOf(member(drawn, 'Properties')).flatMap((element) => {
    const attribute = readAttribute(element, findings);
    return attribute ? [attribute] : [];
  });
}

function readAttribute(element: XmlElement, findings: Findings): DrawnAttribute | undefined {
  const kind = kindOf(element);
  if (!kind) {
    findings.unsound('TMT02', `"${typeOf(element)}" is no kind of property that the tool has`, element);
    return undefined;
  }
  const named = { kind, name: textIn(element, 'Name'), displayName: textIn(element, 'DisplayName') };
  const value = member(element, 'Value');
  if (kind === 'list' || kind === 'static-list') {
    const choice = readChoice(element, named.displayName || named.name, findings);
    return choice && { ...named, ...choice };
  }
  const text = textOf(value);
  if (text === undefined) return named;
  if (kind !== 'boolean') return { ...named, value: text };
  const truth = booleanOf(text.trim());
  if (truth === undefined) {
    findings.unsound(
      'TMT05',
      `"${text.trim()}" is neither true nor false, as "${named.displayName}" must be`,
      value ?? element,
    );
    return undefined;
  }
  return { ...named, value: String(truth) };
}

/** Which value of a list is chosen. */
function readChoice(
  element: XmlElement,
  name: string,
  findings: Findings,
): Pick<DrawnAttribute, 'value' | 'options' | 'selectedIndex'> | undefined {
  const value = member(element, 'Value');
  const options = childrenOf(value).map((option) => textOf(option) ?? '');
  const written = member(element, 'SelectedIndex');
  const index = (textOf(written) ?? '').trim();
  const selectedIndex = index === '' ? 0 : numberOf(index);
  if (options.length === 0) {
    const text = textOf(value)?.trim();
    return text ? { value: text } : { options, selectedIndex: 0 };
  }
  // −1 is how a list says that nothing of it is chosen.
  if (selectedIndex === -1) return { options, selectedIndex: 0 };
  const chosen = selectedIndex === undefined ? undefined : options[selectedIndex];
  if (selectedIndex === undefined || chosen === undefined) {
    findings.unsound(
      'TMT05',
      `"${index}" chooses none of the ${options.length} values of "${name}"`,
      written ?? element,
    );
    return undefined;
  }
  return { value: chosen, options, selectedIndex };
}

/** Scripts leave out what the tool writes; what the value looks like says as much. */
function kindOf(element: XmlElement): DrawnAttribute['kind'] | undefined {
  const type = typeOf(element);
  if (type !== '') return KINDS.get(type);
  const value = member(element, 'Value');
  if (childrenOf(value).length > 0) return 'list';
  const text = textOf(value);
  if (text === undefined) return 'header';
  return booleanOf(text.trim()) === undefined ? 'string' : 'boolean';
}

/** The name that a person gave a thing; empty without one. */
export function nameAmong(attributes: readonly DrawnAttribute[]): string {
  const named = attributes.find(({ kind, displayName }) => kind === 'string' && displayName === 'Name');
  return (named?.value ?? '').trim();
}

/** The reason why a thing is out of scope, empty without one. Undefined: it is in scope. */
export function outOfScopeAmong(attributes: readonly DrawnAttribute[]): string | undefined {
  const find = (wanted: { name: string; displayName: string }): string | undefined =>
    (
      attributes.find(({ name }) => name === wanted.name) ??
      attributes.find(({ displayName }) => displayName === wanted.displayName)
    )?.value?.trim();
  return find(OUT_OF_SCOPE) === 'true' ? (find(REASON) ?? '') : undefined;
}
