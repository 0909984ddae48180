/**
 * What a template's attributes have, by what the model states. Rules of the Threat Modeling Tool read attributes,
 * and one that is chosen may keep a rule from firing ("Source Authenticated: Yes"). So a control that the model
 * STATES answers such a rule here as it does in that tool: the threat is then not raised at all. This program's own
 * law is another: a threat of its own rules stays in the register, as claimed, until a check was tried against it.
 * What the model does not state is never chosen; the attribute then has the first value of its list.
 */
import { type Catalogue, isType } from '../../catalogue/catalogue.ts';
import type { Value } from '../../catalogue/condition.ts';
import type { Connection, Element, Flow } from '../../model/system.ts';
import type { Stencil, StencilAttribute } from '../tmt/template.ts';

/** A flow and what carries it. */
export interface Carried {
  readonly flow: Flow;
  readonly connection: Connection | undefined;
}

/** An element and the connections that others dial to it. */
export interface Dialled {
  readonly element: Element;
  readonly incoming: readonly Connection[];
}

/** Values that say it, of which the first that the attribute has is chosen. Undefined: nothing is stated. */
type Saying = readonly string[] | undefined;

interface Row<On> {
  /** The `Name` of an attribute that has a readable one, or its display name. */
  readonly attribute: RegExp;
  readonly says: (on: On, catalogue: Catalogue) => Saying;
}

const YES = ['Yes', 'True'];
const NO = ['No', 'False'];

const FLOW_ROWS: readonly Row<Carried>[] = [
  { attribute: /^(channel|physical network)$/i, says: channelOf },
  {
    attribute: /^(authenticatesSource|source authenticated)$/i,
    says: ({ flow, connection }) =>
      connection && yesOrNo(dials(flow, connection) ? knowsClient(connection) : knowsServer(connection)),
  },
  {
    attribute: /^(authenticatesDestination|destination authenticated)$/i,
    says: ({ flow, connection }) =>
      connection && yesOrNo(dials(flow, connection) ? knowsServer(connection) : knowsClient(connection)),
  },
  {
    attribute: /^(providesConfidentiality|provides confidentiality)$/i,
    says: ({ connection }) => connection && yesOrNo(isProtected(connection, 'payloadEncrypted')),
  },
  {
    attribute: /^(providesIntegrity|provides integrity)$/i,
    says: ({ connection }) => connection && yesOrNo(isProtected(connection, 'payloadSigned')),
  },
  {
    attribute: /^(tlsVersion|tls version)$/i,
    says: ({ connection }) => {
      const least = connection?.properties['tls.min'];
      return typeof least === 'string' && least !== 'none'
        ? [least, least.replace('.', ' '), `TLS ${least}`]
        : undefined;
    },
  },
];

const ELEMENT_ROWS: readonly Row<Dialled>[] = [
  { attribute: /^(storesLogData|stores log data)$/i, says: (on) => yesOrNo(flag(on, 'isLog')) },
  {
    attribute: /^(storesCredentials|stores credentials)$/i,
    says: (on, catalogue) => {
      if (isType(catalogue, on.element.type, 'key-vault')) return YES;
      const keeps = said(on, 'keeps');
      return Array.isArray(keeps) ? yesOrNo(keeps.includes('secrets')) : undefined;
    },
  },
  { attribute: /^encrypted$/i, says: (on) => unlessNone(on, 'storageEncryption') },
  { attribute: /^signed$/i, says: (on) => yesOrNo(flag(on, 'keptDataSigned')) },
  { attribute: /^implementsCustomAuthorizationMechanism$/i, says: (on) => unlessNone(on, 'authorisation') },
  {
    attribute: /^(hasOutputSanitizers|sanitizes output)$/i,
    says: (on) => yesOrNo(flag(on, 'outputEncoded')),
  },
  { attribute: /\baudit(ing| logging) enabled$/i, says: (on) => unlessNone(on, 'audit') },
  {
    attribute: /\b(firewall settings|network security)$/i,
    says: (on) => {
      const isFiltered = flag(on, 'networkFiltered');
      if (isFiltered === undefined) return undefined;
      return isFiltered
        ? [
            'Allow access from selected networks',
            'Allow access from selective networks',
            'Allow access from selected networks (excluding Azure)',
          ]
        : ['Allow access from all networks'];
    },
  },
  {
    attribute: /\b(tls|https) enforced$/i,
    says: ({ incoming }) => yesOrNo(all(incoming.map((connection) => isProtected(connection)))),
  },
  {
    attribute: /^gateway ?choice$/i,
    says: ({ element }, catalogue) => {
      if (isType(catalogue, element.type, 'iot-hub')) return ['Azure IoT Hub'];
      return ['mqtt-broker', 'aws-iot-core'].some((type) => isType(catalogue, element.type, type))
        ? ['Custom cloud gateway']
        : undefined;
    },
  },
];

/** What is chosen of a flow's stencil, by the attribute's name. */
export function chosenOfFlow(carried: Carried, stencil: Stencil, catalogue: Catalogue): Map<string, string> {
  return chosen(carried, stencil, FLOW_ROWS, catalogue);
}

/** What is chosen of an element's stencil, by the attribute's name. */
export function chosenOfElement(
  dialled: Dialled,
  stencil: Stencil,
  catalogue: Catalogue,
): Map<string, string> {
  return chosen(dialled, stencil, ELEMENT_ROWS, catalogue);
}

/**
 * True when the stencil fixes nothing that the model does not state: `HTTPS` of the core template says of every
 * flow drawn with it that its destination is authenticated.
 */
export function fixesNoMore(carried: Carried, stencil: Stencil, catalogue: Catalogue): boolean {
  return [...stencil.attributes.values()].every((attribute) => {
    const row = attribute.mode === 'Static' ? rowOf(attribute, FLOW_ROWS) : undefined;
    const [fixed] = attribute.values;
    return !row || (fixed !== undefined && row.says(carried, catalogue)?.includes(fixed.trim()) === true);
  });
}

function chosen<On>(
  on: On,
  { attributes }: Stencil,
  rows: readonly Row<On>[],
  catalogue: Catalogue,
): Map<string, string> {
  const choices = new Map<string, string>();
  for (const attribute of attributes.values()) {
    if (attribute.mode === 'Static') continue;
    const says = rowOf(attribute, rows)?.says(on, catalogue);
    const value = says?.find((each) => attribute.values.some((one) => one.trim() === each));
    if (value !== undefined) choices.set(attribute.name, value);
  }
  return choices;
}

function rowOf<On>({ name, displayName }: StencilAttribute, rows: readonly Row<On>[]): Row<On> | undefined {
  return rows.find(({ attribute }) => attribute.test(name) || attribute.test(displayName.trim()));
}

function yesOrNo(is: boolean | undefined): Saying {
  return is === undefined ? undefined : is ? YES : NO;
}

/** What an element states of all its units: nothing where a cohort says otherwise. */
function said({ element }: Dialled, property: string): Value | undefined {
  const value = element.properties[property];
  const isTrueOfAll = element.cohorts.every(
    ({ properties }) =>
      properties[property] === undefined || JSON.stringify(properties[property]) === JSON.stringify(value),
  );
  return isTrueOfAll ? value : undefined;
}

function flag(on: Dialled, property: string): boolean | undefined {
  const value = said(on, property);
  return typeof value === 'boolean' ? value : undefined;
}

function unlessNone(on: Dialled, property: string): Saying {
  const value = said(on, property);
  return value === undefined ? undefined : yesOrNo(value !== 'none');
}

/** True when the flow goes the way that its connection was dialled. */
export function dials(flow: Flow, connection: Connection): boolean {
  return flow.from === connection.from;
}

/** Whether the accepting end knows who dialled. A secret of many is nobody's name. */
function knowsClient({ properties }: Connection): boolean | undefined {
  const { client } = properties;
  return client === undefined ? undefined : client !== 'none' && client !== 'shared';
}

/** Whether the dialling end knows whom it reached: a certificate counts when issuer and name are checked. */
function knowsServer({ properties }: Connection): boolean | undefined {
  const { server } = properties;
  const verified = properties['server.verified'];
  if (Array.isArray(verified)) return verified.includes('chain') && verified.includes('name');
  if (server === 'none') return false;
  return server === 'psk' ? true : undefined;
}

/** Whether the connection is encrypted, or each message for itself by the `payload` property. */
function isProtected({ properties }: Connection, payload?: string): boolean | undefined {
  const versions = [properties['tls.min'], properties['dtls.min']].filter((each) => each !== undefined);
  const ownWay = payload === undefined ? undefined : properties[payload];
  if (versions.some((each) => each !== 'none')) return true;
  if (properties['client'] === 'ipsec' || ownWay === true) return true;
  return versions.length > 0 ? false : undefined;
}

/** True when all are, false when one is known not to be. */
function all(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) return false;
  return answers.length === 0 || answers.includes(undefined) ? undefined : true;
}

const CHANNELS: Readonly<Record<string, string>> = {
  wifi: 'Wi-Fi',
  ble: 'Bluetooth',
  cellular: '2G-4G',
  serial: 'Wire',
};

function channelOf({ connection }: Carried): Saying {
  const { protocol, radio } = connection?.properties ?? {};
  const channel = typeof protocol === 'string' ? CHANNELS[protocol] : undefined;
  if (channel !== undefined) return [channel];
  return radio === false ? ['Wire'] : undefined;
}
