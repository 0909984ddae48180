/** The reference solution's processes: all of them end, however it comes to that. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

import { startSolution } from '../../reference/src/solution.ts';
import { alive, eventually } from '../../reference/src/testing/waiting.ts';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('ending', () => {
  it('ends one part, then all, and leaves no process behind', async () => {
    const other = await startSolution({ dir: newFolder() });
    const pids = [...other.pids.values()];
    await other.stopPart('cloud-gateway');
    expect(alive(pids)).toHaveLength(6);
    await other.stop();
    expect(alive(pids)).toEqual([]);
  });

  it('leaves no process behind when its parent is killed', async () => {
    const folder = newFolder();
    const script = join(folder, 'parent.ts');
    const module = new URL('../../reference/src/solution.ts', import.meta.url).href;
    writeFileSync(
      script,
      `import { startSolution } from ${JSON.stringify(module)};
       startSolution({ dir: ${JSON.stringify(join(folder, 'work'))} }).then(({ pids }) => {
         console.log(JSON.stringify([...pids.values()]));
         setInterval(() => {}, 1000);
       });`,
    );
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const parent = spawn(process.execPath, ['--import', 'tsx', script], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(parent.stdout.setEncoding('utf8'), 'data');
    const pids: number[] = JSON.parse(String(line));
    expect(alive(pids)).toHaveLength(7);
    parent.kill('SIGKILL');
    await eventually(() => (alive(pids).length === 0 ? true : undefined));
    expect(alive(pids)).toEqual([]);
  });

  it('starts nothing that stays when one part cannot start', async () => {
    const other = createServer();
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const address = other.address();
    const taken = typeof address === 'object' && address ? address.port : 0;
    const blocked = startSolution({ dir: newFolder(), hubPort: taken });
    await expect(blocked).rejects.toThrow('EADDRINUSE');
    other.close();
  });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bestride-reference-'));
  folders.push(folder);
  return folder;
}
