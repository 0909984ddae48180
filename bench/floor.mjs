/**
 * The floor: the least that asking 100 rules about E things costs here, without explanations, boundaries or
 * order. Real rules with several comparisons and neighbours cannot be faster; how many times slower is the figure to
 * watch, since it does not depend on the machine.
 *
 * - A: typed arrays, every rule asked of every thing
 * - A2: the same, with the rules sorted by the type of thing that they are about
 * - B: rules compiled to closures, plain objects, an object for each finding
 */
const RULES = 100;
const TYPES = 12;
const PROPERTIES = 8;

/**
 * @param {number} things
 * @returns {{ A: number, A2: number, B: number }} CPU seconds, best of five
 */
export function measureFloor(things) {
  const columns = Array.from({ length: PROPERTIES }, (_, p) =>
    Uint8Array.from({ length: things }, (__, e) => (e * (p + 3)) % 5),
  );
  const types = Uint8Array.from({ length: things }, (_, e) => e % TYPES);
  const rules = Array.from({ length: RULES }, (_, r) => ({
    type: r % TYPES,
    property: r % PROPERTIES,
    value: r % 5,
  }));
  const objects = Array.from({ length: things }, (_, e) => ({
    type: types[e],
    values: columns.map((column) => column[e]),
  }));
  return {
    A: best(() => everyRuleOfEveryThing(rules, types, columns)),
    A2: best(() => rulesByType(rules, types, columns)),
    B: best(() => closures(rules, objects)),
  };
}

function everyRuleOfEveryThing(rules, types, columns) {
  let found = 0;
  for (const { type, property, value } of rules) {
    const column = columns[property];
    for (let e = 0; e < types.length; e++) if (types[e] === type && column[e] === value) found++;
  }
  return found;
}

function rulesByType(rules, types, columns) {
  const members = Array.from({ length: TYPES }, () => []);
  for (let e = 0; e < types.length; e++) members[types[e]].push(e);
  let found = 0;
  for (const { type, property, value } of rules) {
    const column = columns[property];
    for (const e of members[type]) if (column[e] === value) found++;
  }
  return found;
}

function closures(rules, objects) {
  const compiled = rules.map(
    ({ type, property, value }) =>
      (thing) =>
        thing.type === type && thing.values[property] === value,
  );
  const findings = [];
  for (const thing of objects) {
    for (let r = 0; r < compiled.length; r++) if (compiled[r](thing)) findings.push({ e: thing, r });
  }
  return findings.length;
}

/**
 * @param {() => unknown} loop
 * @returns {number} CPU seconds, best of five
 */
export function best(loop) {
  let least = Infinity;
  for (let i = 0; i < 5; i++) {
    const before = process.cpuUsage();
    loop();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}
