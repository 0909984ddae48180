import { describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../testing/builtin.ts';

const catalogue = builtinCatalogue();
const rules = [...catalogue.rules.values()];
const mitigations = [...catalogue.mitigations.values()];

/** The definitions of the six letters (1.7), without S-46, which is about a profile. */
const definitions = ['S-42', 'S-43', 'S-44', 'S-45', 'S-47', 'S-48', 'S-49'];
/** The rows and examples of the source's tables (1.8 to 1.11). */
const rowsAndExamples = Array.from({ length: 30 }, (_, i) => `S-${51 + i}`);

describe('the catalogue as data', () => {
  it.each(definitions)('%s, an example of a definition, is traced by a rule', (id) => {
    expect(rules.filter((rule) => rule.trace.includes(id)).map((rule) => rule.id)).not.toEqual([]);
  });

  it.each(rowsAndExamples)('%s, a row or an example of the source, is traced by a rule', (id) => {
    expect(rules.filter((rule) => rule.trace.includes(id)).map((rule) => rule.id)).not.toEqual([]);
  });

  it('has no two rules with the same title', () => {
    expect(new Set(rules.map((rule) => rule.title)).size).toBe(rules.length);
  });

  it('has no two mitigations with the same title', () => {
    expect(new Set(mitigations.map((mitigation) => mitigation.title)).size).toBe(mitigations.length);
  });

  it('has no two rules that say the same of the same subjects', () => {
    const what = rules.map(({ subject, types, applies, stride, answered }) =>
      JSON.stringify([subject, types, applies, stride, answered]),
    );
    expect(new Set(what).size).toBe(rules.length);
  });

  it('uses every mitigation', () => {
    const used = new Set(rules.flatMap((rule) => rule.answered.flat()));
    expect(mitigations.map(({ id }) => id).filter((id) => !used.has(id))).toEqual([]);
  });

  it('reads every control property in some mitigation', () => {
    const read = JSON.stringify(mitigations.map(({ statedBy }) => statedBy));
    const controls = [...catalogue.properties.values()].filter(({ role }) => role === 'control');
    const unread = controls.map(({ name }) => name).filter((name) => !new RegExp(`[".]${name}"`).test(read));
    expect(unread).toEqual([]);
  });

  it('gives every mitigation a way to be stated: a property for each kind of subject it answers, or a claim', () => {
    const claims = mitigations.filter(({ statedBy }) => statedBy === undefined).map(({ id }) => id);
    const partly = rules.flatMap((rule) =>
      rule.answered
        .flat()
        .filter((id) => !claims.includes(id) && !catalogue.mitigations.get(id)?.statedBy?.[rule.subject])
        .map((id) => `${rule.id} ${id}`),
    );
    expect(partly).toEqual([]);
  });

  it('counts a signed word of a person only where no check could tell', () => {
    const byWord = mitigations.filter(({ validatedBy }) => validatedBy?.flat().includes('human-statement'));
    expect(byWord.filter(({ leastStrength }) => leastStrength !== 'document')).toEqual([]);
  });

  it('says of every threat what the attacker does and why, and whether the way in is digital or physical', () => {
    const said = rules.map(({ attacker, access }) => [
      attacker.does.length > 0,
      attacker.why.length > 0,
      access,
    ]);
    expect(new Set(said.map(String))).toEqual(new Set(['true,true,digital', 'true,true,physical']));
  });

  it('lets no lock close a physical threat: neither rule nor mitigation reads who can touch the thing', () => {
    const physical = rules.filter(({ access }) => access === 'physical');
    const answers = physical
      .flatMap(({ answered }) => answered.flat())
      .map((id) => catalogue.mitigations.get(id));
    expect(physical.length).toBeGreaterThan(3);
    expect(
      JSON.stringify([physical.map(({ applies }) => applies), answers.map((one) => one?.statedBy)]),
    ).not.toContain('physicalAccess');
  });

  it('takes no word of the model, and no document, for the logs of a hub', () => {
    const log = catalogue.mitigations.get('audit-log');
    expect(catalogue.rules.get('HUB-09')?.answered).toEqual([['audit-log']]);
    expect(log?.statedBy).toBeUndefined();
    expect(log?.validatedBy?.flat() ?? []).not.toContain('human-statement');
    expect(log?.leastStrength).toBe('live-config');
  });

  it('tells intended silence from an attack', () => {
    expect(catalogue.rules.get('DEV-18')?.answered).toContainEqual([
      'loss-alarm',
      'offline-windows-declared',
    ]);
  });

  it('gives every rule the five cells of the source, in its order', () => {
    const cells = ['component', 'threat', 'mitigation', 'risk', 'implementation'];
    for (const { row } of rules) {
      expect(Object.keys(row).filter((name) => name !== 'own')).toEqual(cells);
      expect(Object.values(row)).not.toContain('');
    }
  });

  it('names the letters of a row as the rule does, where the source has the row', () => {
    const other = rules.filter(({ row, stride }) => row.threat !== stride.join('')).map(({ id }) => id);
    expect(other).toEqual([]);
  });

  it('names the two cells that the source leaves empty as its own', () => {
    expect(catalogue.rules.get('EDG-06')?.row.own).toEqual(['risk', 'implementation']);
  });

  it('adds repudiation to the two physical tampering rows in the profile of the originals, and nowhere else', () => {
    const added = rules.filter((rule) => rule.originals);
    expect(added.map(({ id, originals }) => [id, originals])).toEqual([
      ['DEV-05', ['R']],
      ['EDG-05', ['R']],
    ]);
  });

  it('raises no repudiation by physical attack in the profile of the source', () => {
    expect(rules.filter((rule) => rule.access === 'physical' && rule.stride.includes('R'))).toEqual([]);
  });

  it('keeps spoofing and disclosure by a shared secret in one record', () => {
    expect(rules.filter((rule) => rule.trace.includes('S-76')).map(({ id, stride }) => [id, stride])).toEqual(
      [['COM-17', ['S', 'I']]],
    );
  });

  it('splits the fused last bullet of the source into disclosure and denial', () => {
    expect(catalogue.rules.get('COM-20')?.stride).toEqual(['I']);
    expect(catalogue.rules.get('COM-21')?.stride).toEqual(['D']);
  });
});
