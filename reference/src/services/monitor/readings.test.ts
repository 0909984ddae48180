import { describe, expect, it } from 'vitest';

import { messages } from '../../common/topics.ts';
import { readMessage } from './readings.ts';

const read = (device: string, what: string, message: unknown) =>
  readMessage(messages(device, what), Buffer.from(JSON.stringify(message)));

describe('readMessage', () => {
  it('reads what each device says', () => {
    expect(read('valve', 'position', { position: 60 })).toEqual({
      device: 'valve',
      name: 'valve/position',
      content: { position: 60 },
    });
    expect(read('smoke-sensor', 'reading', { at: 'now', obscuration: 0.2 })).toEqual({
      device: 'smoke-sensor',
      name: 'smoke-sensor/reading',
      content: { obscuration: 0.2 },
    });
    expect(readMessage(messages('camera', 'frame'), Buffer.from('P5 1 1 255\n0'))).toEqual({
      device: 'camera',
      name: 'camera/frame',
      content: { bytes: 12 },
    });
  });

  it('takes the sender from the topic, not from the message', () => {
    const said = read('smoke-sensor', 'reading', { device: 'valve', name: 'valve/position', obscuration: 1 });
    expect(said).toMatchObject({ name: 'smoke-sensor/reading', content: { obscuration: 1 } });
  });

  it.each([
    ['more than there can be', 'smoke-sensor', 'reading', { obscuration: 101 }],
    ['less than nothing', 'smoke-sensor', 'reading', { obscuration: -0.1 }],
    ['text for a number', 'valve', 'position', { position: '60' }],
    ["another device's kind of message", 'camera', 'position', { position: 60 }],
    ['somebody nobody expects', 'canary-a', 'reading', { obscuration: 0.1 }],
    ['an inherited name', 'valve', '__proto__', { position: 60 }],
    ['what is no picture', 'camera', 'frame', { position: 60 }],
    ['too much', 'valve', 'position', { position: 60, x: 'y'.repeat(20_000) }],
  ])('sets aside %s', (_what, device, what, message) => {
    expect(read(device, what, message)).toBeUndefined();
  });
});
