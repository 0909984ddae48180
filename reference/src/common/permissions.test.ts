import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { atFieldGateway, atHub } from './fleet.ts';
import { covers, mayPublish, maySubscribe } from './permissions.ts';

describe('covers', () => {
  it.each([
    ['devices/a/messages/#', 'devices/a/messages/reading', true],
    ['devices/a/messages/#', 'devices/a/messages/deep/er', true],
    ['devices/a/messages/#', 'devices/a/messages/#', true],
    ['devices/a/messages/#', 'devices/a/messages/+', true],
    ['devices/a/messages/#', 'devices/a/messages', false],
    ['devices/a/messages/#', 'devices/a/#', false],
    ['devices/a/messages/#', 'devices/+/messages/#', false],
    ['devices/a/messages/#', '#', false],
    ['devices/a/messages/#', '+/a/messages/x', false],
    ['devices/a/messages/#', 'devices/ab/messages/x', false],
    ['devices/+/messages/#', 'devices/a/messages/x', true],
    ['devices/+/messages/#', 'devices/+/messages/x', true],
    ['devices/+/messages/#', 'devices/#', false],
    ['devices/a/commands/position', 'devices/a/commands/position', true],
    ['devices/a/commands/position', 'devices/a/commands/position/x', false],
    ['devices/a/commands/position', 'devices/a/commands/+', false],
    ['devices/a/messages/#', '$SYS/broker', false],
  ])('%s and %s: %s', (allowed, wanted, expected) => {
    expect(covers(allowed, wanted)).toBe(expected);
  });

  it('lets nobody match more than is allowed', () => {
    const filter = fc
      .tuple(fc.array(fc.constantFrom('a', 'b', '+'), { minLength: 1, maxLength: 3 }), fc.boolean())
      .map(([levels, all]) => [...levels, ...(all ? ['#'] : [])].join('/'));
    const topics = upTo(4, ['a', 'b', 'c']);
    const property = fc.property(
      filter,
      filter,
      (allowed, wanted) =>
        !covers(allowed, wanted) || topics.every((topic) => !covers(wanted, topic) || covers(allowed, topic)),
    );
    expect(fc.check(property, { numRuns: 1000 })).toMatchObject({ failed: false });
  });
});

/** All topics of one to `depth` levels out of these words. */
function upTo(depth: number, words: readonly string[]): string[] {
  if (depth === 1) return [...words];
  const shorter = upTo(depth - 1, words);
  return [...words, ...shorter.flatMap((rest) => words.map((word) => `${word}/${rest}`))];
}

describe('the permissions of the solution', () => {
  it.each(['valve', 'smoke-sensor', 'camera', 'canary-a'])('hold %s to its own topics', (device) => {
    for (const permissions of [atHub, atFieldGateway]) {
      for (const other of ['valve', 'smoke-sensor', 'camera', 'canary-b']) {
        if (other === device) continue;
        expect(mayPublish(permissions, device, `devices/${other}/messages/reading`)).toBe(false);
        expect(mayPublish(permissions, device, `devices/${other}/commands/position`)).toBe(false);
        expect(maySubscribe(permissions, device, `devices/${other}/commands/#`)).toBe(false);
        expect(maySubscribe(permissions, device, `devices/${other}/messages/#`)).toBe(false);
      }
      for (const wide of ['#', '+/#', 'devices/#', 'devices/+/commands/#', '$SYS/#']) {
        expect(maySubscribe(permissions, device, wide)).toBe(false);
      }
    }
  });

  it('let a device listen to its commands and speak for itself, where it connects', () => {
    expect(mayPublish(atFieldGateway, 'valve', 'devices/valve/messages/position')).toBe(true);
    expect(maySubscribe(atFieldGateway, 'valve', 'devices/valve/commands/#')).toBe(true);
    expect(mayPublish(atHub, 'camera', 'devices/camera/messages/frame')).toBe(true);
  });

  it('do not let a device behind the field gateway speak at the hub by itself', () => {
    expect(mayPublish(atHub, 'valve', 'devices/valve/messages/position')).toBe(false);
    expect(mayPublish(atHub, 'field-gateway', 'devices/valve/messages/position')).toBe(true);
    expect(mayPublish(atHub, 'field-gateway', 'devices/camera/messages/frame')).toBe(false);
  });

  it('let only the command service set the valve', () => {
    for (const topic of ['devices/valve/commands/position', 'devices/valve/commands/configuration']) {
      const able = Object.keys(atHub).filter((identity) => mayPublish(atHub, identity, topic));
      expect(able).toEqual(['command-service']);
      expect(
        Object.keys(atFieldGateway).filter((identity) => mayPublish(atFieldGateway, identity, topic)),
      ).toEqual([]);
    }
  });

  it('let the command service command the valve, and do nothing else', () => {
    expect(mayPublish(atHub, 'command-service', 'devices/valve/commands/position')).toBe(true);
    for (const topic of ['devices/valve/commands/reset', 'devices/camera/commands/position', 'devices/x'])
      expect(mayPublish(atHub, 'command-service', topic)).toBe(false);
  });

  it('know nobody by accident', () => {
    expect(mayPublish(atHub, 'constructor', 'devices/constructor/messages/x')).toBe(false);
    expect(maySubscribe(atHub, '__proto__', 'devices/x/messages/#')).toBe(false);
    expect(mayPublish(atHub, 'camera', 'devices/camera/messages/#')).toBe(false);
  });
});
