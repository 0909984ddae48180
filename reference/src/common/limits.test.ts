import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { openWaitingRoom, packetMeter } from './limits.ts';

/** A PUBLISH packet whose body has this many bytes, each of them 0xff: a length byte, were it misread. */
function packet(body: number): Buffer {
  const length: number[] = [];
  for (let rest = body; length.length === 0 || rest > 0; rest = Math.floor(rest / 128)) {
    length.push((rest % 128) + (rest >= 128 ? 128 : 0));
  }
  return Buffer.concat([Buffer.from([0x30, ...length]), Buffer.alloc(body, 0xff)]);
}

describe('packetMeter', () => {
  it.each([0, 1, 127, 128, 999, 1000])('takes a packet of %s bytes', (body) => {
    expect(packetMeter(1000)(packet(body))).toBe(true);
  });

  it.each([1001, 2_097_152])('refuses a packet of %s bytes before its content comes', (body) => {
    expect(packetMeter(1000)(packet(body).subarray(0, 5))).toBe(false);
  });

  it('refuses a length of more bytes than the standard has', () => {
    expect(packetMeter(1000)(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80, 0x80]))).toBe(false);
  });

  it('stays refused', () => {
    const meter = packetMeter(1000);
    meter(packet(1001));
    expect(meter(packet(1))).toBe(false);
  });

  it('says the same however the bytes are cut', () => {
    const property = fc.property(
      fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 8 }),
      fc.integer({ min: 1, max: 50 }),
      (bodies, step) => {
        const meter = packetMeter(300);
        const bytes = Buffer.concat(bodies.map(packet));
        let well = true;
        for (let at = 0; at < bytes.length; at += step) well = meter(bytes.subarray(at, at + step));
        return well === bodies.every((body) => body <= 300);
      },
    );
    expect(fc.check(property)).toMatchObject({ failed: false });
  });
});

describe('openWaitingRoom', () => {
  it('throws out who has waited longest, and nobody who has proved who they are', () => {
    const gone: string[] = [];
    const room = openWaitingRoom(2);
    const enter = (key: string): void => room.enter(key, { destroy: () => gone.push(key) });
    enter('a');
    enter('b');
    room.leave('a');
    enter('c');
    expect(gone).toEqual([]);
    enter('d');
    enter('e');
    expect(gone).toEqual(['b', 'c']);
  });
});
