/** The factory as a process of its own: `node main.js --dir FOLDER`. */
import { parseArgs } from 'node:util';

import { manufacture } from './manufacture.ts';

const { values } = parseArgs({ options: { dir: { type: 'string' } } });
if (values.dir === undefined) throw new Error('The factory needs --dir FOLDER.');
await manufacture(values.dir);
