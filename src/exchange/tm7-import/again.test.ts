/** Importing over an earlier import: what keeps its id, its decisions, and what people wrote. */
import { describe, expect, it } from 'vitest';

import {
  box,
  type DrawingSpec,
  flow,
  guid,
  type LineSpec,
  process,
  type ShapeSpec,
  type ThreatSpec,
} from '../tmt/testing/drawing.ts';
import { BASE_FILE } from '../imported.ts';
import { edit, importDrawing, type ImportedProject } from './testing/project.ts';

const a = process('a', { label: 'Gateway' });
const b = process('b', { label: 'Hub', at: [600, 0] });
const ask = flow('f', 'a', 'b', { label: 'ask' });
const mitigated: ThreatSpec = {
  type: 'TH1',
  flow: 'f',
  state: 'Mitigated',
  justification: 'signed',
  changedBy: 'ann',
};
const dismissed: ThreatSpec = { type: 'TH2', flow: 'f', state: 'NotApplicable', justification: 'no radio' };

/** One tab with these. */
function tab(
  shapes: readonly ShapeSpec[],
  lines: readonly LineSpec[],
  threats: readonly ThreatSpec[] = [],
): DrawingSpec {
  return { tabs: [{ name: 'T', shapes, lines }], threats };
}

const first = () => importDrawing(tab([a, b], [ask], [mitigated, dismissed]));
const status = ({ register }: ImportedProject, id: string) =>
  register.entries.find((entry) => entry.id === id)?.status;

describe('importing again', () => {
  it('the same file changes no byte', () => {
    const { files } = first();
    const again = importDrawing(tab([a, b], [ask], [mitigated, dismissed]), files);
    expect(Object.fromEntries(again.files)).toEqual(Object.fromEntries(files));
    expect(again.report.again).toEqual({ changes: [], conflicts: [], offers: [] });
  });

  it('what was moved and renamed keeps id and decisions, under its new name', () => {
    const { files } = first();
    const moved = importDrawing(
      tab(
        [{ ...a, label: 'Edge box', at: [50, 700] }, b],
        [{ ...ask, label: 'query' }],
        [mitigated, dismissed],
      ),
      files,
    );
    expect(moved.system.elements.get('gateway')?.name).toBe('Edge box');
    expect(moved.system.flows.get('ask')?.name).toBe('query');
    expect(status(moved, 'tm7/TH1@ask')).toBe('implemented');
    expect(moved.problems).toEqual([]);
  });

  it('what was deleted and drawn again, on another tab, keeps id and decisions though its threats are new', () => {
    const { files } = first();
    const redrawn = importDrawing(
      {
        tabs: [
          { name: 'T', shapes: [], lines: [] },
          {
            name: 'U',
            shapes: [process('a2', { label: 'Gateway' }), process('b2', { label: 'Hub', at: [600, 0] })],
            lines: [flow('f2', 'a2', 'b2', { label: 'ask' })],
          },
        ],
        threats: [
          { type: 'TH1', flow: 'f2' },
          { type: 'TH2', flow: 'f2' },
        ],
      },
      files,
    );
    expect(redrawn.system.flows.get('ask')?.origin?.id).toBe(guid('f2'));
    expect([...redrawn.system.elements.keys()]).toEqual(['gateway', 'hub']);
    expect(status(redrawn, 'tm7/TH1@ask')).toBe('implemented');
    expect(status(redrawn, 'tm7/TH2@ask')).toBe('not-applicable');
    expect(redrawn.decisions.claims.get('tm7-th1@ask')?.note).toBe('signed');
    expect(redrawn.problems).toEqual([]);

    const third = importDrawing(
      {
        tabs: [
          {
            name: 'U',
            shapes: [process('a2', { label: 'Gateway' }), process('b2', { label: 'Hub', at: [600, 0] })],
            lines: [flow('f2', 'a2', 'b2', { label: 'ask' })],
          },
        ],
        threats: [
          { type: 'TH1', flow: 'f2' },
          { type: 'TH2', flow: 'f2' },
        ],
      },
      redrawn.files,
    );
    expect(status(third, 'tm7/TH1@ask')).toBe('implemented');
  });

  it('a flow that joins something else now loses its triage, and is offered it', () => {
    const { files } = first();
    const spec = tab(
      [a, b, process('c', { label: 'Cloud', at: [900, 0] })],
      [flow('f', 'a', 'c', { label: 'ask' })],
      [
        { type: 'TH1', flow: 'f' },
        { type: 'TH2', flow: 'f' },
      ],
    );
    const changed = importDrawing(spec, files);
    expect(status(changed, 'tm7/TH1@ask')).toBe('open');
    expect(changed.report.again?.offers.map(({ id }) => id)).toEqual(['tm7-th1@ask', 'tm7/TH2@ask']);
    expect(status(importDrawing(spec, files, true), 'tm7/TH1@ask')).toBe('implemented');
  });

  it('a copy is a new subject, and is offered the decisions of the original', () => {
    const { files } = first();
    const spec = tab(
      [a, b, process('a2', { label: 'Gateway', at: [0, 600] })],
      [ask, flow('f2', 'a2', 'b', { label: 'ask' })],
      [mitigated, dismissed, { type: 'TH1', flow: 'f2' }, { type: 'TH2', flow: 'f2' }],
    );
    const copied = importDrawing(spec, files);
    expect([...copied.system.elements.keys()]).toEqual(['gateway', 'hub', 'gateway-2']);
    const copy = [...copied.system.flows.keys()][1] ?? '';
    expect(status(copied, `tm7/TH1@${copy}`)).toBe('open');
    expect(status(copied, 'tm7/TH1@ask')).toBe('implemented');
    expect(copied.report.again?.offers).toEqual([
      { part: 'claims', id: `tm7-th1@${copy}`, from: 'tm7-th1@ask', adopted: false },
      { part: 'decisions', id: `tm7/TH2@${copy}`, from: 'tm7/TH2@ask', adopted: false },
    ]);

    const adopted = importDrawing(spec, files, true);
    expect(status(adopted, `tm7/TH1@${copy}`)).toBe('implemented');
    expect(status(adopted, `tm7/TH2@${copy}`)).toBe('not-applicable');
    expect(adopted.problems).toEqual([]);
    expect(status(importDrawing(spec, adopted.files), `tm7/TH1@${copy}`)).toBe('implemented');
  });

  it('what is gone from the drawing is gone, with its threats and their triage', () => {
    const gone = importDrawing(tab([a, b], []), first().files);
    expect(gone.system.flows.size).toBe(0);
    expect(gone.hand).toEqual([]);
    expect(gone.decisions.claims.size).toBe(0);
    expect(gone.problems).toEqual([]);
    expect(gone.report.again?.changes).toContain('"ask" is gone from the drawing');
  });

  it('a triage that changed in the tool changes here', () => {
    const changed = importDrawing(
      tab(
        [a, b],
        [ask],
        [
          { ...mitigated, state: 'NeedsInvestigation' },
          { ...dismissed, state: 'AutoGenerated' },
        ],
      ),
      first().files,
    );
    expect(status(changed, 'tm7/TH1@ask')).toBe('needs-investigation');
    expect(status(changed, 'tm7/TH2@ask')).toBe('open');
    expect(changed.problems).toEqual([]);
  });
});

describe('what people wrote', () => {
  it('stays: facts, corrected types, comments, decisions, threats, other ids', () => {
    let { files } = first();
    files = edit(files, 'system.yaml', 'type: thing', 'type: iot-hub # ours\n    listens: true');
    files = edit(
      files,
      'decisions.yaml',
      'decisions:',
      'decisions:\n  COM-17@ask: { status: avoided, reason: ours } # kept',
    );
    files = edit(
      files,
      'threats.yaml',
      'threats:',
      'threats:\n  lighter: { title: A lighter, stride: [T], subject: hub }',
    );
    const again = importDrawing(
      tab(
        [
          box('z', {
            at: [500, -50],
            size: [400, 400],
            label: 'Azure',
            type: 'SE.TB.TMCore.AzureTrustBoundary',
          }),
          a,
          b,
        ],
        [ask],
        [mitigated, dismissed],
      ),
      files,
    );
    expect(again.system.elements.get('hub')?.zone).toBe('azure');
    expect([...again.system.elements.values()].map(({ type }) => type)).toContain('iot-hub');
    expect(again.files.get('system.yaml')).toContain('# ours');
    expect(again.files.get('decisions.yaml')).toContain('# kept');
    expect(again.hand.map(({ id }) => id)).toContain('lighter');
    expect(again.decisions.decisions.get('COM-17@ask')?.reason).toBe('ours');
  });

  it('stays where the file changed it too, and the report says so', () => {
    const files = edit(first().files, 'decisions.yaml', 'reason: no radio', 'reason: there is none');
    const again = importDrawing(
      tab([a, b], [ask], [mitigated, { ...dismissed, justification: 'nothing to hear' }]),
      files,
    );
    expect(again.decisions.decisions.get('tm7/TH2@ask')?.reason).toBe('there is none');
    expect(again.report.again?.conflicts).toEqual([
      "decisions / tm7/TH2@ask / reason: changed in the file and in the project; the project's word stands",
    ]);
  });

  it('what it is said of stays though it is gone from the drawing', () => {
    const files = edit(
      first().files,
      'system.yaml',
      'name: Gateway\n    type',
      'name: Gateway\n    listens: true\n    type',
    );
    const again = importDrawing(tab([b], []), files);
    expect(again.system.elements.get('gateway')?.properties.listens).toBe(true);
    expect(again.report.again?.conflicts.join()).toContain('elements / gateway: gone from the file');
  });

  it('a thing that people gave another id keeps that', () => {
    let { files } = first();
    const text = (files.get('system.yaml') ?? '')
      .replace('  gateway:\n', '  edge:\n    formerly: [gateway]\n')
      .replaceAll(/\bfrom: gateway\b/g, 'from: edge')
      .replace('- gateway', '- edge');
    files = new Map([...files, ['system.yaml', text]]);
    const again = importDrawing(tab([a, b], [ask], [mitigated, dismissed]), files);
    expect([...again.system.elements.keys()]).toEqual(['edge', 'hub']);
    expect(again.files.get('system.yaml')).toBe(text);
    expect(again.problems).toEqual([]);
  });

  it('stays without the note of the last import, too', () => {
    let files = edit(first().files, 'system.yaml', 'type: thing', 'type: iot-hub');
    files = new Map([...files].filter(([name]) => name !== BASE_FILE));
    const again = importDrawing(tab([{ ...a, label: 'Edge box' }, b], [ask], [mitigated, dismissed]), files);
    expect(again.system.elements.get('gateway')).toMatchObject({ name: 'Edge box', type: 'field-gateway' });
    expect(again.system.elements.get('hub')?.type).toBe('iot-hub');
    expect(status(again, 'tm7/TH1@ask')).toBe('implemented');
    expect(again.problems).toEqual([]);
  });
});
