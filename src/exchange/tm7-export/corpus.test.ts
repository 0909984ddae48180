/** Every model of the corpus: imported, exported unchanged, the same tree. */
import { describe, expect, it } from 'vitest';
import { corpusFiles, hasCorpus } from '../../validate/testing/corpus.ts';
import { importInto } from '../tm7-import/testing/project.ts';
import { readTm7 } from '../tmt/read-tm7.ts';
import { bytesOf } from '../tmt/testing/drawing.ts';
import { exportProject } from './testing/project.ts';
import { differences, zIds } from './testing/tree.ts';

const files = hasCorpus('tm7') ? corpusFiles('tm7').filter(({ text }) => !text.startsWith('PK')) : [];

describe.skipIf(files.length === 0)('every model of the corpus, imported and exported unchanged', () => {
  it.each(files.map(({ file, text }) => [file, text]))('%s', (file, text) => {
    const bytes = bytesOf(text);
    const { value: tm7 } = readTm7(bytes, file, { lenient: true });
    if (!tm7) throw new Error('cannot be read');
    const project = importInto(tm7);
    const { tm7: again, report } = exportProject(project, { file, bytes });
    expect(differences(tm7.document.root, again.document.root)).toEqual([]);
    expect(zIds(again.document.root)).toEqual(zIds(tm7.document.root));
    expect(report.written.filter(({ count }) => count > 0)).toEqual([]);
    expect(report.notWritten.filter(({ why }) => !why.startsWith('the rule is of our catalogue'))).toEqual(
      [],
    );
  });
});
