/** Waiting for what takes its time, and looking whether processes live. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until there is an answer; rejects after ten seconds. */
export async function eventually<T>(ask: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = ask();
    if (answer !== undefined) return answer;
    await sleep(100);
  }
  throw new Error('It did not come to be within ten seconds.');
}

/** Those of the process ids that still belong to a process. */
export function alive(pids: readonly number[]): number[] {
  return pids.filter((pid) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  });
}
