/** What `az resource show` would print of the resources that a template deploys, in one list. */
import { readArmTemplate } from '../../../readers/arm/template.ts';
import { Unknown, type Value, formOf, isList, isObject } from '../../../readers/arm/value.ts';
import type { Files } from '../../../testing/files.ts';

const GROUP = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/plant';

export function exportOf(files: Files, file: string): Files {
  const { value } = readArmTemplate({ file, text: files[file] ?? '' });
  const list = (value?.resources ?? []).flatMap((one) => {
    const { type, name } = one;
    const scope = one.get('scope');
    const properties = plain(one.get('properties') ?? {});
    const id = `${scope === undefined ? GROUP : known(formOf(scope))}/providers/${idOf(type, known(formOf(name)))}`;
    const own = { id, type, name: known(formOf(name)).split('/').at(-1), sku: plain(one.get('sku') ?? null) };
    if (/^microsoft\.web\/sites$/i.test(type)) return siteOf(own, properties);
    return [{ ...own, properties: withScope(properties, scope) }];
  });
  // One resource a line, as it is easier to read in a difference.
  return { [file]: `[\n${list.map((one) => JSON.stringify(one)).join(',\n')}\n]` };
}

/** Most settings of an app are shown by its `config/web` only. */
function siteOf(own: { readonly id: string }, properties: unknown): object[] {
  const { siteConfig, ...rest } = Object.fromEntries(Object.entries(properties ?? {}));
  const config = { id: `${own.id}/config/web`, type: 'Microsoft.Web/sites/config', name: 'web' };
  return [
    { ...own, properties: { ...rest, siteConfig: { ftpsState: null, minTlsVersion: null } } },
    { ...config, properties: siteConfig },
  ];
}

function withScope(properties: unknown, scope: Value | undefined): unknown {
  return scope === undefined ? properties : { ...Object(properties), scope: known(formOf(scope)) };
}

function idOf(type: string, name: string): string {
  const [provider, ...kinds] = type.split('/');
  const names = name.split('/');
  return [provider, ...kinds.flatMap((kind, at) => [kind, names[at] ?? ''])].join('/');
}

function plain(value: Value): unknown {
  if (value instanceof Unknown) return known(value.form);
  if (isList(value)) return value.map(plain);
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
  return value;
}

/** What the deployment would make up. */
function known(form: string): string {
  let text = form
    .replaceAll('/subscriptions/{subscription}/resourceGroups/{group}', GROUP)
    .replaceAll('{subscription}', '00000000-0000-0000-0000-000000000000')
    .replaceAll('{parameters::hub}', 'plant-hub');
  while (/\{[^{}]*\}/.test(text)) text = text.replace(/\{[^{}]*\}/, 'k5x2');
  return text;
}
