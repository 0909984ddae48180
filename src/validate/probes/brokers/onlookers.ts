/** Those who wait for something to happen on a session. */
export class Onlookers {
  readonly #waiting = new Set<() => void>();

  /** Resolves when it is met, or after so many milliseconds. */
  until(met: () => boolean, millis: number): Promise<void> {
    if (met()) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(patience);
        this.#waiting.delete(look);
        resolve();
      };
      const look = (): void => {
        if (met()) done();
      };
      const patience = setTimeout(done, millis);
      this.#waiting.add(look);
    });
  }

  /** Something happened. */
  look(): void {
    for (const look of this.#waiting) look();
  }
}
