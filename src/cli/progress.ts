/** Live verdicts on stderr: a line per result where somebody watches, silence elsewhere. */
import type { Result } from '../evidence/run.ts';
import type { Io } from './io.ts';

export class Progress {
  private readonly io: Io;
  private readonly total: number;
  private readonly started = Date.now();
  private count = 0;

  constructor(io: Io, total: number) {
    this.io = io;
    this.total = total;
  }

  /** Call once for each finished check. */
  step(results: readonly Result[]): void {
    this.count += 1;
    const first = results[0];
    if (!this.io.watched || !first) return;
    this.io.err(
      `[${this.count}/${this.total}] ${first.verdict.padEnd(12)} ${first.check} on ${first.target}\n`,
    );
  }

  end(): void {
    const seconds = (Date.now() - this.started) / 1000;
    if (this.io.watched && seconds > 1)
      this.io.err(`tried ${this.count} checks in ${seconds.toFixed(1)} s\n`);
  }
}
