/** Reads targets.yaml: the shape, then whether what it says fits the system. Pure. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { EvidenceTarget } from '../../mitigate/standing/evidence.ts';
import type { System } from '../../model/system.ts';
import { type Parsed, type Path, parseText, placeOf } from '../../text/parse.ts';
import { type Outcome, type Problem, byPlace, hasErrors } from '../../text/problem.ts';
import { checkShape } from '../../text/shape/shape.ts';
import type { Source } from '../../text/source.ts';
import { suggestion } from '../../text/suggest.ts';
import {
  Address,
  SecretRef,
  type Target,
  type Targets,
  TargetsFile,
  addressOf,
  targetDigest,
} from './targets.ts';

/**
 * Reads and checks targets.yaml against the system it is for. Problems: TXT* (not readable, wrong shape), TGT01
 * (covers what does not exist), TGT02 (a secret in the file), TGT03 (an address that is none), TXT10 as a warning
 * for a kind of target that no check looks at.
 */
export function readTargets(source: Source, system: System, catalogue: Catalogue): Outcome<Targets> {
  const { value: parsed, problems } = parseText(source);
  if (!parsed) return { problems };
  const own = literals(parsed);
  const shape = checkShape(TargetsFile, parsed);
  const found = [...problems, ...own, ...shape.problems.filter((problem) => !isSaid(problem, own))];
  if (!shape.value) return { problems: found.toSorted(byPlace) };
  const environments = new Map(
    Object.entries(shape.value.environments).map(([name, targets]) => [
      name,
      new Map(Object.entries(targets)),
    ]),
  );
  for (const [environment, targets] of environments) {
    for (const [name, target] of targets) {
      found.push(...checkTarget(target, ['environments', environment, name], parsed, system, catalogue));
    }
  }
  found.sort(byPlace);
  if (hasErrors(found)) return { problems: found };
  const digests = (environment: string): Map<string, EvidenceTarget> =>
    new Map([...(environments.get(environment) ?? [])].map(([name, target]) => [name, forRegister(target)]));
  return { value: { file: source.file, environments, digests }, problems: found };
}

function forRegister(target: Target): EvidenceTarget {
  const { kind, covers, unit, file, registry, names, identities = {} } = target;
  return {
    digest: targetDigest(target),
    kind,
    covers,
    ...(unit && { cohort: unit.cohort }),
    ...(unit?.id !== undefined && { unit: unit.id }),
    ...(file !== undefined && { file }),
    ...(registry && {
      comparedWith: {
        ...(registry.inventory !== undefined && { inventory: registry.inventory }),
        ...(registry.element !== undefined && { element: registry.element }),
      },
    }),
    ...(names && { names }),
    identities: Object.entries(identities).flatMap(([name, { username, clientId }]) =>
      [name, username, clientId].flatMap((one) => one ?? []),
    ),
  };
}

function checkTarget(
  target: Target,
  path: Path,
  parsed: Parsed,
  system: System,
  catalogue: Catalogue,
): Problem[] {
  const known = [...system.connections.keys(), ...system.elements.keys()];
  const problems = target.covers.flatMap((id, index) =>
    known.includes(id) ? [] : [nowhere(id, placeOf(parsed, [...path, 'covers', index]), system, known)],
  );
  const cohort = target.unit?.cohort;
  const cohorts = target.covers
    .flatMap((id) => {
      const connection = system.connections.get(id);
      return connection ? [connection.from, connection.to] : [id];
    })
    .flatMap((id) => system.elements.get(id)?.cohorts.map((one) => one.id) ?? []);
  if (cohort !== undefined && !cohorts.includes(cohort)) {
    problems.push({
      code: 'TGT01',
      severity: 'error',
      message: `no covered element has a cohort "${cohort}"`,
      ...hinted(suggestion(cohort, cohorts)),
      where: placeOf(parsed, [...path, 'unit', 'cohort']),
    });
  }
  for (const [name, element] of Object.entries(target.names ?? {})) {
    if (system.elements.has(element)) continue;
    problems.push({
      code: 'TGT01',
      severity: 'error',
      message: `"${element}" is no element of the system`,
      ...hinted(suggestion(element, [...system.elements.keys()])),
      where: placeOf(parsed, [...path, 'names', name]),
    });
  }
  if (addressOf(target) === undefined && target.file === undefined) {
    problems.push({
      code: 'TXT11',
      severity: 'error',
      message: 'the target has neither an "address" nor a "file"',
      hint: 'Say where to look: address: host:port, or file: a path in the project; for a device that dials, device.listen.',
      where: placeOf(parsed, path, 'key'),
    });
  }
  if (target.taken !== undefined && target.file === undefined) {
    problems.push({
      code: 'TXT10',
      severity: 'error',
      message: '"taken" says when a file was taken, and the target names none',
      hint: 'A target that is dialled is looked at when the checks run: leave "taken" out.',
      where: placeOf(parsed, [...path, 'taken']),
    });
  }
  if (target.file !== undefined && leavesProject(target.file)) {
    problems.push({
      code: 'TXT10',
      severity: 'error',
      message: '"file" leads out of the project',
      hint: 'Give a path relative to the project folder, without "..".',
      where: placeOf(parsed, [...path, 'file']),
    });
  }
  const identities = Object.keys(target.identities ?? {});
  for (const key of ['topics', 'amqp'] as const) {
    const service = target[key]?.service;
    if (service === undefined || identities.includes(service)) continue;
    problems.push({
      code: 'TXT10',
      severity: 'error',
      message: `"service" names "${service}", which is no identity of this target`,
      ...hinted(suggestion(service, identities)),
      where: placeOf(parsed, [...path, key, 'service']),
    });
  }
  const kinds = [...new Set([...catalogue.checks.values()].flatMap((check) => check.targets))].toSorted();
  if (!kinds.includes(target.kind)) {
    problems.push({
      code: 'TXT10',
      severity: 'warning',
      message: `no check looks at targets of kind "${target.kind}", so this one will show nothing`,
      ...hinted(suggestion(target.kind, kinds)),
      where: placeOf(parsed, [...path, 'kind']),
    });
  }
  return problems;
}

/** True for absolute paths and those that climb out, on any platform. */
export function leavesProject(path: string): boolean {
  return /^([A-Za-z]:|[\\/])/.test(path) || path.split(/[\\/]/).includes('..');
}

function nowhere(id: string, where: Problem['where'], system: System, known: readonly string[]): Problem {
  const flow = system.flows.get(id);
  const hint = flow ? `A flow is covered by its connection: "${flow.over}".` : suggestion(id, known);
  return {
    code: 'TGT01',
    severity: 'error',
    message: `"${id}" is no element or connection of the system`,
    ...hinted(hint),
    ...(where && { where }),
  };
}

function hinted(hint: string | undefined): { hint?: string } {
  return hint === undefined ? {} : { hint };
}

/**
 * Secrets and addresses, looked at before the shape is, to say more than that they are of the wrong shape. A
 * secret's text is never repeated, and its place is not given, lest a code frame shows it: the message names it.
 */
function literals(parsed: Parsed): Problem[] {
  const problems: Problem[] = [];
  for (const [environment, targets] of entries(valueOf(parsed.data, 'environments'))) {
    for (const [name, target] of entries(targets)) {
      const path = ['environments', environment, name];
      for (const way of [['address'], ['plain'], ['device', 'listen']]) {
        const address = way.reduce(valueOf, target);
        if (address === undefined || isAddress(address)) continue;
        problems.push({
          code: 'TGT03',
          severity: 'error',
          message: 'the address is not of the form host:port',
          hint: 'For example 127.0.0.1:8883, hub.example:8883 or [::1]:8883; ports go from 1 to 65535.',
          where: placeOf(parsed, [...path, ...way]),
        });
      }
      const secrets: [string, unknown][] = [['tls.ca', valueOf(valueOf(target, 'tls'), 'ca')]];
      for (const [identity, parts] of entries(valueOf(target, 'identities'))) {
        for (const part of ['cert', 'key', 'password', 'psk', 'token']) {
          secrets.push([`identities.${identity}.${part}`, valueOf(parts, part)]);
        }
      }
      for (const [what, value] of secrets) {
        if (value === undefined || isReference(value)) continue;
        problems.push({
          code: 'TGT02',
          severity: 'error',
          message: `"${what}" of target "${environment}/${name}" is written out instead of referred to`,
          hint: 'Write env:NAME or file:PATH (a path in the project), and change the secret: whoever has the file knows it.',
        });
      }
    }
  }
  return problems;
}

function isReference(value: unknown): boolean {
  if (typeof value !== 'string' || !SecretRef.safeParse(value).success) return false;
  return !value.startsWith('file:') || !leavesProject(value.slice('file:'.length));
}

function isAddress(value: unknown): boolean {
  if (typeof value !== 'string' || !Address.safeParse(value).success) return false;
  const port = Number(value.slice(value.lastIndexOf(':') + 1));
  return port >= 1 && port <= 65_535;
}

/** The shape check's word on a place that {@link literals} has already spoken about. */
function isSaid(problem: Problem, own: readonly Problem[]): boolean {
  const about = /^"(ca|cert|key|password|psk|token|address|plain|listen)" /.exec(problem.message)?.[1];
  if (problem.code !== 'TXT10' || about === undefined) return false;
  return own.some(({ code }) =>
    ['address', 'plain', 'listen'].includes(about) ? code === 'TGT03' : code === 'TGT02',
  );
}

function valueOf(data: unknown, key: string): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  return Object.entries(data).find(([name]) => name === key)?.[1];
}

function entries(data: unknown): [string, unknown][] {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? Object.entries(data) : [];
}
