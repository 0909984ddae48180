import { describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../catalogue/testing/builtin.ts';
import { enumerate, questionsOf } from './index.ts';
import { readSystem } from './testing/files.ts';

const catalogue = builtinCatalogue();
const threats = [
  ...enumerate(
    readSystem(
      {
        zones: { field: { type: 'device' }, cloud: { type: 'cloud-gateway' } },
        elements: { probe: { type: 'sensor', zone: 'field' }, hub: { type: 'iot-hub', zone: 'cloud' } },
        connections: { up: { from: 'probe', to: 'hub', protocol: 'mqtt' } },
      },
      catalogue,
    ),
    catalogue,
  ),
];

describe('questionsOf', () => {
  const questions = questionsOf(threats);

  it('holds every threat once', () => {
    const ids = questions.flatMap((question) => question.threats.map(({ id }) => id));
    expect(ids.toSorted()).toEqual(threats.map(({ id }) => id).toSorted());
  });

  it('puts together what one property would answer', () => {
    const keys = questions.find(({ ask }) => ask.join() === 'keyStore');
    expect(keys?.threats.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['DEV-03', 'DEV-32']));
    expect(questions.length).toBeLessThan(threats.length);
  });

  it('asks for nothing twice: what is asked for by itself is not asked for in company as well', () => {
    const alone = questions.flatMap(({ ask }) => (ask.length === 1 ? ask : []));
    const company = questions.filter(({ ask }) => ask.length > 1 && ask.every((one) => alone.includes(one)));
    expect(company).toEqual([]);
  });

  it('asks the worst first, and within a question as well', () => {
    const order = ['critical', 'high', 'medium', 'low'];
    const ranks = questions.map(({ worst }) => order.indexOf(worst));
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    for (const question of questions) expect(question.worst).toBe(question.threats[0]?.severity);
  });
});
