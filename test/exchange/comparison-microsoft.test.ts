/**
 * docs/comparison-microsoft.md: one small system, with mitigations stated and unstated, as the 21 IoT rules of
 * Microsoft's template and as ours see it. The template is read where the corpus is, and raises its threats as it
 * does on any drawing. `GOLDEN=write` writes the page anew.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../../src/catalogue/testing/builtin.ts';
import { type Certainty, type Threat, enumerate } from '../../src/enumerate/index.ts';
import type { Expression } from '../../src/exchange/tmt/expressions/expression.ts';
import { generate, raise } from '../../src/exchange/tmt/generation/generate.ts';
import type { Interaction, Party } from '../../src/exchange/tmt/generation/interaction.ts';
import { readTemplate } from '../../src/exchange/tmt/read-template.ts';
import { MICROSOFT_IOT } from '../../src/mitigate/views/alike.ts';
import { model } from '../../src/model/index.ts';
import { CORPUS } from '../../src/text/testing/corpus.ts';
import { ROOT } from '../support/bestride.ts';

const TEMPLATE = join(CORPUS, 'tb7/microsoft__threat-modeling-templates__Azure_Cloud_Services.tb7');
const PAGE = join(ROOT, 'docs/comparison-microsoft.md');
const hasTemplate = existsSync(TEMPLATE);
if (!hasTemplate) console.warn(`skipping the comparison with Microsoft's rules: no template at ${TEMPLATE}`);

const FACTS = `bestride: 1
system: { id: small, stage: fielded }
zones: { field: { type: device, physicalAccess: public }, plant: { type: field-gateway, physicalAccess: supervised }, cloud: { type: cloud-gateway } }
`;
const FLOWS = `flows:
  report: { from: device, to: gateway, over: local, kind: data }
  order: { from: gateway, to: device, over: local, kind: control }
  bundle: { from: gateway, to: hub, over: uplink, kind: data }
  orders: { from: hub, to: gateway, over: uplink, kind: control }
  direct-report: { from: device, to: hub, over: direct, kind: data }
  direct-order: { from: hub, to: device, over: direct, kind: control }
`;
const UNSTATED = `${FACTS}elements:
  device: { type: actuator, zone: field }
  gateway: { type: field-gateway, zone: plant }
  hub: { type: iot-hub, zone: cloud }
connections:
  local: { from: device, to: gateway, protocol: mqtt }
  uplink: { from: gateway, to: hub, protocol: mqtt }
  direct: { from: device, to: hub, protocol: mqtt }
${FLOWS}`;
const LINK = `protocol: mqtt, tls: { min: '1.3' }, client: x509, clientRevocation: true, server: { verified: [chain, name, expiry, revocation] }, authorisation: per-identity, sessionBound: true`;
const STATED = `${FACTS}elements:
  device: { type: actuator, zone: field, keyStore: tpm, codeSigned: true, secureBoot: true, debugPort: locked, tamper: reported, setPointLimits: true, egressFiltered: true, servicesMinimal: true, vulnerabilitiesHandled: true, authorisation: per-identity, updateable: true }
  gateway: { type: field-gateway, zone: plant, keyStore: tpm, codeSigned: true, secureBoot: true, memoryEncrypted: true, authorisation: per-identity, adminLogin: unique, audit: forwarded }
  hub: { type: iot-hub, zone: cloud, serviceRights: per-component }
connections:
  local: { from: device, to: gateway, ${LINK} }
  uplink: { from: gateway, to: hub, ${LINK} }
  direct: { from: device, to: hub, ${LINK} }
${FLOWS}`;

const STENCIL = {
  device: 'SE.EI.TMCore.IoTdevice',
  gateway: 'SE.GP.TMCore.IoTFieldGateway',
  hub: 'SE.GP.TMCore.IoTCloudGateway',
};
/** Each stands in its own; no rule asks. */
const ZONE = {
  device: 'SE.TB.TMCore.IoTDeviceZone',
  gateway: 'SE.TB.TMCore.IoTFieldGatewayZone',
  hub: 'SE.TB.TMCore.IoTCloudGatewayZone',
};
const ENDS = [
  ['device', 'gateway'],
  ['gateway', 'device'],
  ['gateway', 'hub'],
  ['hub', 'gateway'],
  ['device', 'hub'],
  ['hub', 'device'],
] as const;

describe.skipIf(!hasTemplate)('the comparison with Microsoft’s 21 IoT rules', () => {
  const firings = microsoftFirings();

  it('holds for the template: 21 IoT rules, 53 threats, whatever the model states', () => {
    expect([...firings.keys()].toSorted()).toEqual(Object.keys(MICROSOFT_IOT).toSorted());
    expect([...firings.values()].reduce((sum, times) => sum + times, 0)).toBe(53);
  });

  it('raises those of each flow that a reading by hand of the rules gives, and no others', () => {
    const { value: template } = readTemplate(readFileSync(TEMPLATE), 'Azure Cloud Services.tb7');
    const counts = ENDS.map((ends) => template && raise(template, interactionOf(ends)).length);
    expect(counts).toEqual([13, 8, 12, 5, 12, 3]);
  });

  it('names rules of ours that exist', () => {
    const { rules } = builtinCatalogue();
    expect(
      Object.values(MICROSOFT_IOT).flatMap(({ ours }) => ours.filter((rule) => !rules.has(rule))),
    ).toEqual([]);
  });

  it('the page is as the rules are now (GOLDEN=write writes it)', () => {
    const text = page(firings, threatsOf(UNSTATED), threatsOf(STATED));
    if (process.env.GOLDEN === 'write') writeFileSync(PAGE, text);
    expect(existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '').toBe(text);
  });
});

function threatsOf(text: string): readonly Threat[] {
  const { value, problems } = model({ file: 'system.yaml', text }, builtinCatalogue());
  if (!value) throw new Error(problems.map((problem) => problem.message).join('\n'));
  return [...enumerate(value, builtinCatalogue())];
}

/** How often each IoT rule of the template fires on six flows between three elements. */
function microsoftFirings(): Map<string, number> {
  if (!hasTemplate) return new Map();
  const { value: template, problems } = readTemplate(readFileSync(TEMPLATE), 'Azure Cloud Services.tb7');
  if (!template) throw new Error(problems.map((problem) => problem.message).join('\n'));
  const raised = generate(ENDS.map(interactionOf), template);
  const types = template.threatTypes.filter(({ include }) => include !== undefined && speaksOfIot(include));
  return new Map(types.map((type) => [type.id, raised.filter((threat) => threat.type === type).length]));
}

function interactionOf([from, to]: (typeof ENDS)[number]): Interaction {
  return {
    source: party(from, STENCIL[from]),
    target: party(to, STENCIL[to]),
    flow: party(`${from}-${to}`, 'GE.DF'),
    crosses: [ZONE[from], ZONE[to]],
  };
}

function party(id: string, type: string): Party {
  return { id, name: id, type, chosen: new Map() };
}

function speaksOfIot(expression: Expression): boolean {
  if (expression.op === 'and' || expression.op === 'or') return expression.parts.some(speaksOfIot);
  if (expression.op === 'not') return speaksOfIot(expression.part);
  return expression.op === 'type' && expression.is.includes('IoT');
}

function page(
  firings: ReadonlyMap<string, number>,
  unstated: readonly Threat[],
  stated: readonly Threat[],
): string {
  const all = [...firings.values()].reduce((sum, number) => sum + number, 0);
  const rows = Object.entries(MICROSOFT_IOT).map(
    ([id, { what, ours }]) =>
      `| ${id} | ${what} | ${firings.get(id) ?? 0} | ${saidOf(unstated, ours)} | ${saidOf(stated, ours)} |`,
  );
  return `# The same system, seen by Microsoft's IoT rules and by ours

A device, a field gateway and a hub, each in its zone, with flows both ways between each two: once with nothing
said of any protection, once with what a careful manufacturer would state. The rules are the 21 of Microsoft's
public Azure template that speak of IoT elements (MIT licence, read at test time), and Bestride's catalogue.
\`test/exchange/comparison-microsoft.test.ts\` evaluates both and fails when this page is not what comes out
(\`GOLDEN=write npx vitest run --project whole test/exchange/comparison-microsoft.test.ts\` writes it).

| | nothing stated | mitigations stated |
|---|---|---|
| Microsoft's 21 rules | ${all} threats | ${all} threats: the rules read no property |
| Bestride: threats (from so many rules) | ${unstated.length} (${groups(unstated)}) | ${stated.length} (${groups(stated)}) |
| … of which questions: nothing is said | ${count(unstated, 'unstated')} | ${count(stated, 'unstated')} |
| … of which accusations: stated to be missing | ${count(unstated, 'stated-bad')} | ${count(stated, 'stated-bad')} |
| … of which answered, and waiting for a check | ${count(unstated, 'stated')} | ${count(stated, 'stated')} |

Microsoft's rules fire once per flow: the same statement about one device stands there as often as it has flows. No
rule of the 21 is about denial of service. Ours fire once per subject, and stay in the register when answered:
*answered* is a claim, which step 4 then tries to break.

## Rule by rule

| Microsoft | says | times | ours, nothing stated | ours, mitigations stated |
|---|---|---|---|---|
${rows.join('\n')}

What ours say beyond this, with nothing stated: ${[...new Set(unstated.map((threat) => threat.rule))]
    .filter((rule) => !Object.values(MICROSOFT_IOT).some(({ ours }) => ours.includes(rule)))
    .toSorted()
    .join(', ')}.
`;
}

const WORDS: Record<Certainty, string> = {
  unstated: 'asks',
  'stated-bad': 'accuses',
  stated: 'answered',
};

function count(threats: readonly Threat[], certainty: Certainty): number {
  return threats.filter((threat) => threat.certainty === certainty).length;
}

function groups(threats: readonly Threat[]): number {
  return new Set(threats.map((threat) => threat.rule)).size;
}

function saidOf(threats: readonly Threat[], rules: readonly string[]): string {
  return rules
    .map((rule) => {
      const its = threats.filter((threat) => threat.rule === rule);
      const kinds = [...new Set(its.map((threat) => WORDS[threat.certainty]))].join(' and ');
      return its.length === 0 ? `${rule}: does not apply` : `${rule} ×${its.length}: ${kinds}`;
    })
    .join('; ');
}
