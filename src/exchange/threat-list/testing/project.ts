/** Test support: imports lists and takes the projects through the steps, as the command line would. */
import type { EarlierImport, ImportReport } from '../../imported.ts';
import { builtin, edit, type Files, type Stepped, steps } from '../../tm7-import/testing/project.ts';
import type { Problem } from '../../../text/problem.ts';
import { importCsv, importWorkbook } from '../index.ts';
import { LIST_BASE_FILE } from '../known.ts';
import { MAPPING_FILE } from '../mapping-file.ts';

export { edit, type Files };

export interface ImportedList extends Stepped {
  readonly files: Files;
  readonly report: ImportReport;
  /** What the import itself had to say. */
  readonly said: readonly Problem[];
}

export interface ListOptions {
  readonly file?: string;
  readonly files?: Files;
  readonly sheet?: string;
  readonly mapping?: string;
  readonly lenient?: boolean;
}

/** Imports a CSV text, or the bytes of a workbook, over `files` where given. Throws where that is refused. */
export function importList(list: string | Uint8Array, options: ListOptions = {}): ImportedList {
  const { value, problems } = readList(list, options);
  if (!value) throw new Error(JSON.stringify(problems, null, 1));
  const files: Files = new Map([...(options.files ?? []), ...value.files]);
  return { files, report: value.report, said: problems, ...steps(files) };
}

/** The import alone. */
export function readList(list: string | Uint8Array, options: ListOptions = {}): ReturnType<typeof importCsv> {
  const { files, sheet, mapping, lenient = false } = options;
  const isText = typeof list === 'string';
  const file = options.file ?? (isText ? 'threats.csv' : 'threats.xlsx');
  const earlier = files && earlierOf(files);
  const read = file.endsWith('.xlsx') ? importWorkbook : importCsv;
  return read(isText ? new TextEncoder().encode(list) : list, file, {
    catalogue: builtin,
    lenient,
    adopt: false,
    ...(earlier && { earlier }),
    ...(sheet !== undefined && { sheet }),
    ...(mapping !== undefined && { mapping: { file: 'mapping.yaml', text: mapping } }),
  });
}

function earlierOf(files: Files): EarlierImport | undefined {
  const source = (file: string) => ({ file, text: files.get(file) ?? '' });
  if (!files.has('system.yaml')) return undefined;
  return {
    system: source('system.yaml'),
    ...(files.has('threats.yaml') && { threats: source('threats.yaml') }),
    ...(files.has('decisions.yaml') && { decisions: source('decisions.yaml') }),
    ...(files.has(LIST_BASE_FILE) && { base: source(LIST_BASE_FILE) }),
    ...(files.has(MAPPING_FILE) && { mapping: source(MAPPING_FILE) }),
    catalogueFiles: [...files.keys()].filter((file) => file.startsWith('catalogue/')),
  };
}

/** A small plant to have threats about. */
export const PLANT: Files = new Map([
  [
    'system.yaml',
    `bestride: 1
system: { id: plant, name: Water plant }
zones:
  field: { type: device }
  cloud: { type: cloud-gateway }
elements:
  sensor: { type: sensor, zone: field, name: Level sensor }
  gateway: { type: field-gateway, zone: field, name: Edge Gateway }
  hub: { type: iot-hub, zone: cloud, name: IoT Hub }
connections:
  uplink: { from: gateway, to: hub, protocol: mqtt }
flows:
  telemetry: { from: gateway, to: hub, over: uplink, kind: data, name: MQTT telemetry }
`,
  ],
]);
