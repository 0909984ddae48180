/**
 * Measures one size in a process of its own: `child.mjs ROOT FILE` with the folder of the code (built or source) and
 * a system.json, `child.mjs floor THINGS`, or `child.mjs tm7 ROOT FILE…` for reading models of the Threat Modeling
 * Tool. Prints one line of JSON; CPU seconds and bytes.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

import { best, measureFloor } from './floor.mjs';

const [what, argument, ...more] = process.argv.slice(2);
console.log(JSON.stringify(await measured()));

function measured() {
  if (what === 'floor') return measureFloor(Number(argument));
  return what === 'tm7' ? measureTm7(argument, more) : measure(what, argument);
}

function loader(root) {
  const built = root.endsWith('dist');
  return (name) => import(pathToFileURL(join(root, `${name}.${built ? 'js' : 'ts'}`)).href);
}

async function measureTm7(root, files) {
  const { readTm7 } = await loader(root)('exchange/tmt/read-tm7');
  const start = process.cpuUsage();
  for (const file of files) readTm7(readFileSync(file), file, { lenient: true });
  return { read: seconds(process.cpuUsage(start)) };
}

async function measure(root, file) {
  const built = root.endsWith('dist');
  const load = loader(root);
  const { decodeSource } = await load('text/source');
  const { model } = await load('model/index');
  const { enumerate } = await load('enumerate/index');
  const catalogue = built
    ? (await load('catalogue/builtin')).loadBuiltinCatalogue()
    : (await load('catalogue/testing/builtin')).builtinCatalogue();

  const start = process.cpuUsage();
  const read = decodeSource(file, readFileSync(file));
  const { value: system, problems } = model(read.value, catalogue);
  if (!system) throw new Error(JSON.stringify(problems.slice(0, 3)));
  const modelled = process.cpuUsage(start);
  const before = process.cpuUsage();
  const threats = enumerate(system, catalogue);
  const enumerated = process.cpuUsage(before);
  // KiB on every platform that Node runs on. Taken now: what follows is repeated for the clock alone.
  const peak = process.resourceUsage().maxRSS * 1024;
  const warm = best(() => enumerate(system, catalogue));
  const rendering = process.cpuUsage();
  const some = Math.min(threats.length, 1000);
  for (let i = 0; i < some; i++) threats.at(Math.floor((i * threats.length) / some));
  const rendered = process.cpuUsage(rendering);
  return {
    model: seconds(modelled),
    enumerate: seconds(enumerated),
    warm,
    render: seconds(rendered) / Math.max(1, some),
    threats: threats.length,
    rules: catalogue.rules.size,
    peak,
  };
}

function seconds({ user, system }) {
  return (user + system) / 1e6;
}
