/** CSV (RFC 4180) for spreadsheets: the five columns of the source text first (S-50), then what this program adds. */
import { byResidualRisk } from '../mitigate/index.ts';
import type { Threat } from '../enumerate/threat.ts';
import type { RegisterEntry } from '../mitigate/register.ts';
import type { Report, ReportInput } from './input.ts';
import { matrixRows } from './views/matrix.ts';
import { SOURCE_COLUMNS, sourceRow } from './writing/table.ts';
import { byUrgency, CERTAINTIES, STATUSES } from './writing/words.ts';

const THREAT_COLUMNS = ['Id', 'Title', 'Subject', 'Zone', 'Severity', 'Certainty'] as const;
const REGISTER_COLUMNS = [
  'Status',
  'Why',
  'Inherent risk',
  'Residual risk',
  'Owner',
  'Reason',
  'Until',
] as const;

/**
 * One line a threat (of the matrix one a cell), CRLF at the end of each. A cell that a spreadsheet would run as a formula begins with an
 * apostrophe; risks are numbers of 25.
 */
export const csv: Report = (input, { step }) => {
  if (step === 'matrix') return input.matrix ? csvText(matrixRows(input.matrix)) : '';
  const entries = input.register?.entries.toSorted(byResidualRisk);
  const header = [...SOURCE_COLUMNS, ...THREAT_COLUMNS, ...(entries ? REGISTER_COLUMNS : [])];
  const rows = entries
    ? entries.map((entry) => [...threatCells(entry, input), ...entryCells(entry)])
    : [...(input.threats ?? [])].toSorted(byUrgency).map((threat) => threatCells(threat, input));
  return csvText([header, ...rows]);
};

function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function threatCells(threat: Threat, { system, catalogue }: ReportInput): string[] {
  const row = sourceRow(threat, system, catalogue);
  return [
    row.component,
    row.threat,
    row.mitigation,
    row.risk,
    row.implementation,
    threat.id,
    threat.title,
    threat.subject.id,
    threat.zone,
    threat.severity,
    CERTAINTIES[threat.certainty].label,
  ];
}

function entryCells({ status, statusReason, inherent, residual, decision }: RegisterEntry): string[] {
  return [
    STATUSES[status].label,
    statusReason,
    String(inherent.score),
    String(residual.score),
    decision?.owner ?? '',
    decision?.reason ?? '',
    decision?.status === 'accepted' ? decision.until : '',
  ];
}

/**
 * Quoted where RFC 4180 asks for it. A leading = + - @ makes some programs run the cell; control characters and
 * those that turn the direction of reading become `·`.
 */
function cell(text: string): string {
  const clean = text.replaceAll(/[^\P{Cc}\t\r\n]|[\u202a-\u202e\u2066-\u2069]/gu, '·');
  const harmless = /^\s*[=+\-@]/u.test(clean) ? `'${clean}` : clean;
  return /[",\r\n]/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
