/** Templates in which one expression stands, for tests of what it comes to. */
import { type Beside, readArmTemplate } from '../template.ts';
import type { Value } from '../value.ts';

export const FILE = 'deploy/main.json';

/** A template that deploys the resources. */
export function templateOf(resources: unknown, more: object = {}): string {
  return JSON.stringify({ ...more, resources });
}

/** Reads it with what is beside it. */
export function readText(text: string, beside: Beside = {}) {
  return readArmTemplate({ file: FILE, text }, beside);
}

/** What one expression comes to. */
export function valueOf(expression: string, more: object = {}): Value | undefined {
  const { value } = readText(templateOf([{ type: 'A/b', name: 'n', properties: { x: expression } }], more));
  return value?.resources[0]?.get('properties.x');
}
