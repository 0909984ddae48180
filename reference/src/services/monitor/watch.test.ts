import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { openWatch } from './watch.ts';

const watching = (without?: 'plausibility' | 'loss-alarm') => {
  const said: string[] = [];
  const say = (device: string, state: string): void => void said.push(`${device} ${state}`);
  return { said, watch: openWatch({ say, ...(without && { without }) }) };
};

describe('openWatch', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('flags a leap, goes on comparing with what it believed, and is well again', () => {
    const { said, watch } = watching();
    for (const value of [0.1, 60, 70, 0.2]) watch.heard('smoke', value);
    expect(said).toEqual(['smoke well', 'smoke implausible', 'smoke implausible', 'smoke well']);
    watch.close();
  });

  it('says once that a device is silent, and not while it speaks', () => {
    const { said, watch } = watching();
    for (let count = 0; count < 5; count += 1) {
      watch.heard('camera');
      vi.advanceTimersByTime(3000);
    }
    expect(said).toEqual(Array.from({ length: 5 }, () => 'camera well'));
    vi.advanceTimersByTime(30_000);
    expect(said.slice(5)).toEqual(['camera silent']);
    watch.close();
  });

  it('says nothing of what is switched off', () => {
    const leaping = watching('plausibility');
    for (const value of [0.1, 60]) leaping.watch.heard('smoke', value);
    expect(leaping.said).toEqual(['smoke well', 'smoke well']);
    leaping.watch.close();
    const quiet = watching('loss-alarm');
    quiet.watch.heard('smoke', 0.1);
    vi.advanceTimersByTime(30_000);
    expect(quiet.said).toEqual(['smoke well']);
    quiet.watch.close();
  });
});
