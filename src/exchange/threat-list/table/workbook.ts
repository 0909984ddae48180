/** Excel workbooks (.xlsx, ECMA-376): a ZIP file of XML parts, read as the texts that a spreadsheet shows. */
import type { Outcome, Problem } from '../../../text/problem.ts';
import { attributeOf, childOf, childrenOf, parseXml, type XmlElement } from '../../xml/tree.ts';
import { dateStyles } from './dates.ts';
import { readSheet, stringOf } from './sheet.ts';
import { type Book, type Sheet, tooLarge } from './table.ts';
import { openZip, type Zip, ZipError } from './zip.ts';

/** Workbooks with more sheets than this are read up to here. */
const MOST_SHEETS = 50;
/** Tags in all parts together. A list of 10,000 rows in 20 columns has 800,000. */
const MOST_TAGS = 1_500_000;

class Refused extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('refused');
    this.problems = problems;
  }
}

/**
 * Reads a workbook. Problems: LST01 (no workbook, or a damaged one), LST03 (too large), XML01..XML04 (in a part).
 */
export function readWorkbook(bytes: Uint8Array, file: string): Outcome<Book> {
  const where = { file, line: 1, column: 1 };
  const unfit = otherFormat(bytes);
  if (unfit) return { problems: [{ code: 'LST01', severity: 'error', ...unfit, where }] };
  try {
    return { value: read(openZip(bytes), file), problems: [] };
  } catch (error) {
    if (error instanceof Refused) return { problems: error.problems };
    if (!(error instanceof ZipError)) throw error;
    if (error.tooLarge) return { problems: [tooLarge(file, `the workbook is too large: ${error.message}`)] };
    const message = `the workbook cannot be read: ${error.message}`;
    const hint = 'Open it in a spreadsheet program and save it again as .xlsx, or export it as CSV.';
    return { problems: [{ code: 'LST01', severity: 'error', message, hint, where }] };
  }
}

function otherFormat(bytes: Uint8Array): { message: string; hint: string } | undefined {
  const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (start.startsWith('504b')) return undefined;
  const hint = 'Open it in a spreadsheet program and save it as an Excel workbook (.xlsx).';
  if (start !== 'd0cf11e0') return { message: 'the file is no Excel workbook', hint };
  return { message: 'the file is a workbook with a password, or of Excel 97 to 2003', hint };
}

/** A sheet as the workbook lists it. */
interface Listed {
  readonly name: string;
  readonly hidden: boolean;
  readonly part: string;
}

function read(zip: Zip, file: string): Book {
  let tags = 0;
  const parts = (name: string): XmlElement | undefined => {
    const bytes = zip.read(name);
    if (!bytes) return undefined;
    for (const byte of bytes) if (byte === LESS_THAN) tags++;
    if (tags > MOST_TAGS) throw new ZipError('it has more cells than any list of threats', true);
    return rootOf(bytes, name, file);
  };
  const main =
    targetOf(parts('_rels/.rels'), '', ({ type }) => type.endsWith('/officeDocument')) ?? 'xl/workbook.xml';
  const workbook = parts(main);
  if (!workbook) throw new ZipError('it has no workbook in it');
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const links = parts(`${folder}_rels/${main.slice(folder.length)}.rels`);
  const ofType = (type: string): XmlElement | undefined => {
    const part = targetOf(links, folder, (link) => link.type.endsWith(`/${type}`));
    return part === undefined ? undefined : parts(part);
  };
  const strings = childrenOf(ofType('sharedStrings'), 'si').map(stringOf);
  const properties = childOf(workbook, 'workbookPr');
  const from1904 = /^(1|true)$/.test((properties && attributeOf(properties, 'date1904')) ?? '');
  const context = { strings, dates: dateStyles(ofType('styles')), from1904 };
  const listed = childrenOf(childOf(workbook, 'sheets'), 'sheet').flatMap((sheet): Listed[] => {
    const id = attributeOf(sheet, 'id');
    const part = targetOf(links, folder, (link) => link.id === id && link.type.endsWith('/worksheet'));
    if (part === undefined) return [];
    const hidden = /hidden/i.test(attributeOf(sheet, 'state') ?? '');
    return [{ name: attributeOf(sheet, 'name') ?? part, hidden, part }];
  });
  const sheets = listed.slice(0, MOST_SHEETS).flatMap(({ name, hidden, part }): Sheet[] => {
    const root = parts(part);
    if (!root) return [];
    const { value: rows, problems } = readSheet(root, context, `${file}#${name}`);
    if (!rows) throw new Refused(problems);
    return [{ name, hidden, rows }];
  });
  if (sheets.length === 0) throw new ZipError('it has no sheet in it');
  return { format: 'xlsx', sheets, assumed: [], problems: [] };
}

const LESS_THAN = 0x3c;

function rootOf(bytes: Uint8Array, name: string, file: string): XmlElement {
  const text = new TextDecoder().decode(bytes);
  const { value, problems } = parseXml({ file: `${file}#${name}`, text });
  if (!value) throw problems.length > 0 ? new Refused(problems) : new ZipError(`its part "${name}" is empty`);
  return value.root;
}

interface Link {
  readonly id: string;
  readonly type: string;
}

/** The part that a list of relationships leads to, from the folder of what it is about. */
function targetOf(
  links: XmlElement | undefined,
  folder: string,
  isWanted: (link: Link) => boolean,
): string | undefined {
  const found = childrenOf(links, 'Relationship').find(
    (link) =>
      attributeOf(link, 'TargetMode') !== 'External' &&
      isWanted({ id: attributeOf(link, 'Id') ?? '', type: attributeOf(link, 'Type') ?? '' }),
  );
  const target = found && attributeOf(found, 'Target');
  if (target === undefined) return undefined;
  const steps: string[] = [];
  for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}
