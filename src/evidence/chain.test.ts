import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Source } from '../text/source.ts';
import { type AppendedRun, appendRun, openRuns, signRun } from './chain.ts';
import { signEnvelope } from './dsse.ts';
import type { SigningKey } from './keys.ts';
import type { Run } from './run.ts';
import { headStatement, runStatement } from './statement.ts';
import { makeRun, makeSigner, trustIn } from './testing/runs.ts';
import type { Trust } from './trust.ts';

const { key, signer } = await makeSigner();
const trust = trustIn(signer);

/** The evidence folder as `validate` leaves it behind. */
class Workspace {
  files: Source[] = [];
  head: Source | undefined;
  #count = 0;

  async run(signing: SigningKey = key, run: Partial<Run> = {}): Promise<AppendedRun> {
    const { runs } = await this.open();
    this.#count++;
    const startedAt = `2026-11-01T10:${String(this.#count).padStart(2, '0')}:00Z`;
    const kept = await appendRun(runs, makeRun({ startedAt, ...run }), signing);
    this.files = [...this.files, { file: kept.name, text: kept.text }];
    this.head = { file: 'head.json', text: kept.head };
    return kept;
  }

  open(trusted?: Trust, system = 'valve-line'): ReturnType<typeof openRuns> {
    return openRuns(this.files, this.head, trusted ?? trust, system);
  }

  async codes(trusted?: Trust, system?: string): Promise<string[]> {
    const { problems } = await this.open(trusted, system);
    return problems.map((problem) => problem.code);
  }
}

async function threeRuns(): Promise<Workspace> {
  const folder = new Workspace();
  for (let count = 0; count < 3; count++) await folder.run();
  return folder;
}

describe('the evidence folder', () => {
  it('is whole after runs were appended, and in order', async () => {
    const folder = await threeRuns();
    folder.files.reverse();
    const { runs, problems, notes } = await folder.open();
    expect(problems).toEqual([]);
    expect(notes).toEqual([]);
    expect(runs.map(({ run, signer: by }) => [run.sequence, by])).toEqual([
      [1, 'ci'],
      [2, 'ci'],
      [3, 'ci'],
    ]);
    expect(runs[1]?.run.previous).toBe(runs[0]?.digest);
  });

  it('is whole when it is empty', async () => {
    expect(await openRuns([], undefined, trust, 'valve-line')).toEqual({ runs: [], problems: [], notes: [] });
  });

  it.each([0, 1, 2])('shows that run %i was deleted', async (index) => {
    const folder = await threeRuns();
    folder.files.splice(index, 1);
    expect(await folder.codes()).toContain('EVI04');
  });

  it('shows that all runs, or the head, were deleted', async () => {
    const folder = await threeRuns();
    const { files } = folder;
    folder.files = [];
    expect(await folder.codes()).toEqual(['EVI04']);
    folder.files = files;
    folder.head = undefined;
    expect(await folder.codes()).toEqual(['EVI04']);
  });

  it('allows forks, says so, and sees when the newest run of one side vanishes', async () => {
    const folder = await threeRuns();
    const shared = folder.files;
    await folder.run();
    const left = folder.files;
    folder.files = shared;
    await folder.run();
    folder.files = [...left, ...folder.files.slice(-1)];
    const forked = await folder.open();
    expect(forked.problems).toEqual([]);
    expect(forked.notes.join()).toMatch(/does not know of 1 run yet.*forks after/);
    await folder.run();
    const mended = await folder.open();
    expect(mended.problems).toEqual([]);
    expect(mended.notes.join()).not.toMatch(/does not know/);
    folder.files = folder.files.filter((file) => file !== left.at(-1));
    expect(await folder.codes()).toEqual(['EVI04']);
  });

  it('refuses a second beginning and a wrong number', async () => {
    const folder = await threeRuns();
    const again = makeRun({ startedAt: '2026-11-02T10:00:00Z' });
    folder.files.push({ file: 'again.dsse.json', text: await signRun(again, key) });
    expect(await folder.codes()).toEqual(['EVI04']);
    folder.files.pop();
    const { runs } = await folder.open();
    const jump = makeRun({
      startedAt: '2026-11-03T10:00:00Z',
      previous: runs[2]?.digest ?? null,
      sequence: 9,
    });
    folder.files.push({ file: 'jump.dsse.json', text: await signRun(jump, key) });
    expect(await folder.codes()).toEqual(['EVI04']);
  });

  it('reports files that are no runs, and a head that is none', async () => {
    const folder = await threeRuns();
    const runAsHead = { file: 'head.json', text: folder.files[2]?.text ?? '' };
    const headAsRun = { file: 'x.dsse.json', text: folder.head?.text ?? '' };
    folder.files.push({ file: 'notes.txt', text: 'hello' }, headAsRun);
    expect(await folder.codes()).toEqual(['EVI01', 'EVI01']);
    folder.files = folder.files.slice(0, 3);
    folder.head = runAsHead;
    expect(await folder.codes()).toEqual(['EVI01', 'EVI04']);
  });

  it('counts nothing by an unknown key, and says so', async () => {
    const stranger = await makeSigner('stranger');
    const folder = await threeRuns();
    folder.files.push({
      file: 's.dsse.json',
      text: await signRun(makeRun({ startedAt: '2026-11-09T10:00:00Z' }), stranger.key),
    });
    const { runs, problems } = await folder.open();
    expect(runs).toHaveLength(3);
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([['EVI02', 'warning']]);
  });

  it('does not take a head by an unknown key', async () => {
    const stranger = await makeSigner('stranger');
    const folder = await threeRuns();
    const { runs } = await folder.open();
    const digest = runs[1]?.digest ?? '';
    folder.head = {
      file: 'head.json',
      text: await signEnvelope(
        headStatement('valve-line', { digest, sequence: 2, ends: [digest] }),
        stranger.key,
      ),
    };
    expect(await folder.codes()).toEqual(['EVI02', 'EVI04']);
  });

  it('bridges runs by a key that was retired since', async () => {
    const old = await makeSigner('old');
    const both = trustIn(signer, old.signer);
    const folder = new Workspace();
    folder.open = (trusted) => openRuns(folder.files, folder.head, trusted ?? both, 'valve-line');
    await folder.run(old.key);
    await folder.run();
    const now = await folder.open(trust);
    expect(now.runs.map(({ run }) => run.sequence)).toEqual([2]);
    expect(now.problems.map(({ code }) => code)).toEqual(['EVI02']);
  });

  it('takes human statements only from those who may make them', async () => {
    const folder = new Workspace();
    await folder.run(key, { kind: 'human' });
    expect(await folder.codes()).toEqual(['EVI05']);
    expect(await folder.codes(trustIn({ ...signer, may: ['run', 'human'] }))).toEqual([]);
  });

  it('takes no run of another system', async () => {
    const folder = await threeRuns();
    expect(new Set(await folder.codes(trust, 'pump-line'))).toEqual(new Set(['EVI06']));
  });

  it('refuses a payload whose subject is not what it is about', async () => {
    const payload = runStatement(makeRun()).replace('"name":"valve-line"', '"name":"other"');
    const { problems, runs } = await openRuns(
      [{ file: 'a', text: await signEnvelope(payload, key) }],
      undefined,
      trust,
      'valve-line',
    );
    expect(problems.map(({ code }) => code)).toEqual(['EVI01']);
    expect(runs).toEqual([]);
  });

  it('never throws on hostile text, and takes nothing from it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.json()),
        fc.oneof(fc.string(), fc.json()),
        async (text, head) => {
          const { runs, problems } = await openRuns(
            [{ file: 'a', text }],
            { file: 'head.json', text: head },
            trust,
            'valve-line',
          );
          expect(runs).toEqual([]);
          expect(problems.map(({ code }) => code)).toEqual(['EVI01', 'EVI01']);
        },
      ),
    );
    const deep = '['.repeat(200_000);
    const opened = await openRuns([{ file: 'a', text: deep }], undefined, trust, 'valve-line');
    expect(opened.problems.map(({ code }) => code)).toEqual(['EVI01']);
  });

  it('refuses every change to payload, type or signature', async () => {
    const folder = new Workspace();
    const { text, head } = await folder.run();
    const places = ['payload', 'payloadType', 'sig'].map((member) => {
      const start = text.indexOf(`"${member}": "`) + member.length + 5;
      return fc.integer({ min: start, max: text.indexOf('"', start) - 1 });
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(...places), fc.integer({ min: 32, max: 126 }), async (at, code) => {
        const letter = String.fromCharCode(code);
        fc.pre(text[at] !== letter);
        const changed = text.slice(0, at) + letter + text.slice(at + 1);
        const { runs, problems } = await openRuns(
          [{ file: 'a', text: changed }],
          { file: 'head.json', text: head },
          trust,
          'valve-line',
        );
        expect(runs).toEqual([]);
        expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
