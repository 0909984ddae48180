import { it, expect } from 'vitest';
import { readFileSync, readdirSync, writeFileSync, mkdirSync } from 'node:fs';
import { builtinCatalogue } from '../../catalogue/testing/builtin.ts';
import { model } from '../../model/index.ts';
import { enumerate } from '../../enumerate/index.ts';
import { mitigate, NO_DECISIONS, NO_EVIDENCE } from '../../mitigate/index.ts';
import { drawOnTemplate } from './new-file.ts';
import { writeExportReport } from '../export-report.ts';
import { readTm7 } from '../tmt/read-tm7.ts';
import { readTemplate } from '../tmt/read-template.ts';
import { interactionsOf } from '../tmt/interactions.ts';
import { placeOnTemplate } from '../onto-template/index.ts';
import { compare } from '../../../scripts/conformance/compare.ts';
const C = '/work/shared/corpus/tb7/';
const cat = builtinCatalogue();
it('x', () => {
  mkdirSync('/tmp/exp', { recursive: true });
  for (const ex of readdirSync('examples')) {
    const file = `examples/${ex}/system.yaml`;
    const system = model({ file, text: readFileSync(file, 'utf8') }, cat).value!;
    const register = mitigate(enumerate(system, cat), NO_DECISIONS, NO_EVIDENCE, cat, new Date());
    for (const tb of readdirSync(C).filter((f) => /default|Azure_Cloud|v4/.test(f))) {
      const bytes = readFileSync(C + tb);
      const t0 = performance.now();
      const r = drawOnTemplate({ register, decisions: NO_DECISIONS, runs: [] }, { bytes, file: tb });
      const t1 = performance.now();
      if (!r.value) {
        console.log(r.problems);
        continue;
      }
      writeFileSync(`/tmp/exp/${ex}-${tb.slice(-14, -4)}.tm7`, r.value.text);
      const out = new TextEncoder().encode(r.value.text);
      const back = readTm7(out, 'x');
      const tmpl = readTemplate(bytes, tb).value!;
      const inter = back
        .value!.surfaces.flatMap((s) => interactionsOf(s, tmpl))
        .map((i) => [
          i.flow.name,
          i.source.name,
          i.target.name,
          i.flow.type,
          i.source.type,
          i.target.type,
          i.crosses.toSorted(),
          [...i.source.chosen].filter(
            ([n, v]) => tmpl.stencils.get(i.source.type)?.attributes.get(n)?.values[0]?.trim() !== v,
          ),
        ]);
      const want = placeOnTemplate(system, tmpl, cat).interactions.map((i) => [
        i.flow.name,
        i.source.name,
        i.target.name,
        i.flow.type,
        i.source.type,
        i.target.type,
        i.crosses.toSorted(),
        [...i.source.chosen].filter(
          ([n, v]) => tmpl.stencils.get(i.source.type)?.attributes.get(n)?.values[0]?.trim() !== v,
        ),
      ]);
      const sort = (x: unknown[]) => x.map((y) => JSON.stringify(y)).toSorted();
      expect(sort(inter)).toEqual(sort(want));
      const c = compare(out, 'x');
      console.log(
        ex,
        tb.slice(-14),
        Math.round(t1 - t0),
        back.problems.length,
        c.recorded,
        c.regenerated,
        c.missing.length,
        c.extra.length,
        back.value!.surfaces.map(
          (s) =>
            s.name +
            Math.max(...s.shapes.map((q) => q.left + q.width)) +
            'x' +
            Math.max(...s.shapes.map((q) => q.top + q.height)),
        ),
      );
      if (ex === 'valve-line') console.log(writeExportReport(r.value.report).slice(0, 3000));
    }
  }
}, 120000);
