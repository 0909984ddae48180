/** Texts as the tool keeps them. */
import type { System } from '../../model/system.ts';

/** The tool ends lines as Windows does. */
export function windowsLines(text: string): string {
  return text.replaceAll(/\r\n?|\n/g, '\r\n');
}

/** What an import puts before an external dependency that it makes an assumption of. */
const DEPENDS = 'Depends on: ';

/** Assumptions, one a line, apart from those that an import made of external dependencies. */
export function assumptionTexts({ assumptions }: Pick<System, 'assumptions'>): {
  readonly assumptions: string;
  readonly dependencies: string;
} {
  const texts = [...assumptions.values()].map(({ text }) => text.replaceAll(/\s+/g, ' ').trim());
  const lines = (isDependency: boolean): string =>
    texts
      .filter((text) => text.startsWith(DEPENDS) === isDependency)
      .map((text) => (isDependency ? text.slice(DEPENDS.length) : text))
      .join('\n');
  return { assumptions: lines(false), dependencies: lines(true) };
}

/** A reason, or nothing where an import wrote that the file gives none. */
export function givenReason(text: string): string {
  return / leaves it out and gives no reason$|^marked as not applicable in .*, which gives no reason$/s.test(
    text,
  )
    ? ''
    : text;
}
