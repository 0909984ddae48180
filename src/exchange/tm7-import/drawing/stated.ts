/** What a drawn flow says of its connection: its protocol, a radio link, the TLS version. Nothing is read into it. */
import type { Catalogue } from '../../../catalogue/catalogue.ts';
import type { Plain } from '../../../model/writing/change.ts';
import type { Template } from '../../tmt/template.ts';
import type { Line } from '../../tmt/tm7.ts';
import { oneLine, wordsOf } from '../../into-project/names.ts';
import { FLOW_NAMES, FLOW_STENCILS, GATEWAY_CHOICE } from './type-table.ts';

export type StatedKey = 'protocol' | 'radio' | 'tls' | 'dtls';

/** Keys of a connection in system.yaml, and why those that are guesses were chosen. */
export interface Stated {
  readonly keys: Readonly<Partial<Record<StatedKey, Plain>>>;
  readonly guesses: readonly { readonly key: StatedKey; readonly what: string; readonly why: string }[];
}

/** The core template's attribute for what a flow goes over. */
const CHANNELS: Readonly<Record<string, boolean>> = {
  Wire: false,
  'Wi-Fi': true,
  Bluetooth: true,
  '2G-4G': true,
};

const TLS_ATTRIBUTE = /^(min\w* )?(d?tls)( version)?$/i;

/** Reads a flow. `radio` and a TLS version from an attribute are what the file says; names are guesses. */
export function statedOf(line: Line, catalogue: Catalogue, template: Template | undefined): Stated {
  const guesses: { key: StatedKey; what: string; why: string }[] = [];
  const keys: Partial<Record<StatedKey, Plain>> = {};
  const guess = (key: StatedKey, value: string): void => {
    guesses.push({ key, what: `${key} ${value}`, why: `its name says so: "${oneLine(line.name)}"` });
  };

  // What stands in brackets behind a flow's name is often what it speaks.
  const words = wordsOf(line.name.replaceAll(/[()[\]]/g, ' '));
  const named = [
    ...new Set(FLOW_NAMES.filter((row) => row.words.test(words)).map(({ protocol }) => protocol)),
  ];
  const [protocol] = named;
  const drawn = protocolOfStencil(line.type, template);
  if (named.length === 1 && protocol !== undefined) {
    keys.protocol = protocol;
    guess('protocol', protocol);
  } else if (drawn !== undefined) {
    keys.protocol = drawn;
    guesses.push({ key: 'protocol', what: `protocol ${drawn}`, why: `the stencil ${line.type} says so` });
  }

  for (const { name, displayName, value } of line.attributes) {
    const text = value?.trim() ?? '';
    const isRadio = name === 'channel' ? CHANNELS[text] : undefined;
    if (isRadio !== undefined) {
      keys.radio = isRadio;
    }
    const version = TLS_ATTRIBUTE.exec(oneLine(displayName));
    const least = versionIn(text);
    const kind = version && (version[2]?.toLowerCase() === 'dtls' ? 'dtls' : 'tls');
    if (kind && least !== undefined && isValue(catalogue, `${kind}.min`, least)) {
      keys[kind] = { min: least };
      guesses.push({
        key: kind,
        what: `${kind} ${least} at least`,
        why: `its "${oneLine(displayName)}" says ${text}`,
      });
    }
  }
  if (keys.tls === undefined && keys.dtls === undefined) {
    const mentions = [...words.matchAll(/\b(d?tls) ?v?(1\.[0-3])\b/g)];
    const [mention] = mentions;
    const isPlain = !/\b(no|not|without|instead|upgrade|migrat\w*|todo|planned)\b|\?/.test(words);
    if (mentions.length === 1 && mention && isPlain) {
      const [, word, least = ''] = mention;
      const kind = word === 'dtls' ? 'dtls' : 'tls';
      if (isValue(catalogue, `${kind}.min`, least)) {
        keys[kind] = { min: least };
        guess(kind, least);
      }
    }
  }
  return { keys, guesses };
}

function versionIn(text: string): string | undefined {
  const [, major, minor] = /^(?:D?TLS ?v?)?(1)[. ]([0-3])\+?$/i.exec(text) ?? [];
  return major === undefined || minor === undefined ? undefined : `${major}.${minor}`;
}

function isValue({ properties }: Catalogue, property: string, value: string): boolean {
  return Object.hasOwn(properties.get(property)?.values ?? {}, value);
}

/** The protocol of a stencil, or of the nearest one it inherits from. */
function protocolOfStencil(id: string, template: Template | undefined): string | undefined {
  const seen = new Set<string>();
  for (
    let at: string | undefined = id;
    at !== undefined && !seen.has(at);
    at = template?.stencils.get(at)?.parent
  ) {
    seen.add(at);
    const name: string = at.replace(/^SE\.DF\.(TMCore\.)?/i, '');
    if (name === at) continue;
    const row = FLOW_STENCILS.find(({ stencils }) => stencils.split(' ').includes(name));
    if (row) return row.protocol;
  }
  return undefined;
}

/** The attributes of a drawn thing that the import makes something of, by name. */
export function statedAttributes({ attributes }: Pick<Line, 'attributes'>): readonly string[] {
  return attributes
    .filter(
      ({ name, displayName, value }) =>
        name === GATEWAY_CHOICE ||
        name === 'storesLogData' ||
        (name === 'channel' && CHANNELS[value?.trim() ?? ''] !== undefined) ||
        (TLS_ATTRIBUTE.test(oneLine(displayName)) && versionIn(value?.trim() ?? '') !== undefined),
    )
    .map(({ name }) => name);
}
