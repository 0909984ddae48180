/** Test support: Excel workbooks of a few words, written part by part. */
import { strToU8, zipSync } from 'fflate';

/** A cell: text, a number, or one in a form of its own. */
export type CellSpec =
  | string
  | number
  | null
  | { readonly day: number }
  | { readonly inline: string }
  | { readonly formula: string; readonly result: string | number }
  | { readonly runs: readonly string[] };

export interface SheetSpec {
  readonly name: string;
  readonly rows: readonly (readonly CellSpec[])[];
  readonly merged?: readonly string[];
  readonly hidden?: boolean;
  /** The number of the first row. */
  readonly from?: number;
}

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';

/** A workbook with the sheets. `parts` replaces parts, or adds some. */
export function workbook(
  sheets: readonly SheetSpec[],
  { from1904 = false, parts = {} }: { from1904?: boolean; parts?: Readonly<Record<string, string>> } = {},
): Uint8Array {
  const strings: string[] = [];
  const text: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    '_rels/.rels': `<Relationships ${PACKAGE}><Relationship Id="rId1" Type="${DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  };
  for (const [index, sheet] of sheets.entries())
    text[`xl/worksheets/sheet${index + 1}.xml`] = sheetXml(sheet, strings);
  const links = [
    ...sheets.map((_, index) => link(`s${index}`, 'worksheet', `worksheets/sheet${index + 1}.xml`)),
    link('strings', 'sharedStrings', '/xl/sharedStrings.xml'),
    link('styles', 'styles', 'styles.xml'),
  ];
  text['xl/_rels/workbook.xml.rels'] = `<Relationships ${PACKAGE}>${links.join('')}</Relationships>`;
  const listed = sheets.map(
    ({ name, hidden }, index) =>
      `<sheet name="${escaped(name)}" sheetId="${index + 1}" ${hidden ? 'state="hidden" ' : ''}r:id="s${index}"/>`,
  );
  text['xl/workbook.xml'] =
    `<?xml version="1.0"?><workbook ${MAIN} xmlns:r="${DOCUMENT}"><workbookPr date1904="${from1904 ? 1 : 0}"/><sheets>${listed.join('')}</sheets></workbook>`;
  text['xl/sharedStrings.xml'] = `<sst ${MAIN}>${strings.join('')}</sst>`;
  text['xl/styles.xml'] =
    `<styleSheet ${MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="[$-407]dd\\.mm\\.yyyy;@"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`;
  return zipSync(
    Object.fromEntries(Object.entries({ ...text, ...parts }).map(([name, xml]) => [name, strToU8(xml)])),
  );
}

function link(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${DOCUMENT}/${type}" Target="${target}"/>`;
}

function sheetXml({ rows, merged = [], from = 1 }: SheetSpec, strings: string[]): string {
  const lines = rows.map((cells, index) => {
    const line = from + index;
    const written = cells.map((cell, column) => cellXml(cell, `${nameOf(column)}${line}`, strings));
    return `<row r="${line}">${written.join('')}</row>`;
  });
  const merges = merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('');
  return `<?xml version="1.0"?><worksheet ${MAIN}><sheetData>${lines.join('')}</sheetData>${merges && `<mergeCells>${merges}</mergeCells>`}</worksheet>`;
}

function cellXml(cell: CellSpec, at: string, strings: string[]): string {
  if (cell === null || cell === '') return `<c r="${at}" s="1"/>`;
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
  if (typeof cell === 'string') {
    strings.push(`<si><t xml:space="preserve">${escaped(cell)}</t></si>`);
    return `<c r="${at}" t="s"><v>${strings.length - 1}</v></c>`;
  }
  if ('day' in cell) return `<c r="${at}" s="2"><v>${cell.day}</v></c>`;
  if ('inline' in cell) return `<c r="${at}" t="inlineStr"><is><t>${escaped(cell.inline)}</t></is></c>`;
  if ('runs' in cell) {
    const runs = cell.runs.map((run) => `<r><rPr><b/></rPr><t xml:space="preserve">${escaped(run)}</t></r>`);
    strings.push(`<si>${runs.join('')}<rPh sb="0" eb="1"><t>reading</t></rPh></si>`);
    return `<c r="${at}" t="s"><v>${strings.length - 1}</v></c>`;
  }
  const type = typeof cell.result === 'string' ? ' t="str"' : '';
  return `<c r="${at}"${type}><f>${escaped(cell.formula)}</f><v>${escaped(String(cell.result))}</v></c>`;
}

function nameOf(column: number): string {
  return column < 26
    ? String.fromCodePoint(65 + column)
    : nameOf(Math.floor(column / 26) - 1) + nameOf(column % 26);
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}
