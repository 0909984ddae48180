/** Do settings of web and function apps hold secrets? Read from a template or an export. */
import { type Demand, type Judgement, every, good, none, untold, weak } from '../../../readers/arm/judge.ts';
import { childrenOf } from '../../../readers/arm/links.ts';
import { withConfig } from '../../../readers/arm/site.ts';
import type { ArmResource, ArmTemplate } from '../../../readers/arm/template.ts';
import { WEB_SITE } from '../../../readers/arm/types.ts';
import { Unknown, type Value, entry, formOf, isList, isObject } from '../../../readers/arm/value.ts';
import { templateCheck } from '../check.ts';

/** Names of settings whose value is a secret. */
const SECRET_NAME =
  /(connection_?string|password|passwd|secret|(account|access|primary|shared|api|master)_?key|sastoken)$/i;

/** What a connection string, or a signature, looks like; and what is made of keys at the deployment. */
const SECRET_VALUE = /(AccountKey|SharedAccessKey|Password|Pwd)\s*=\s*[^;\s]|[?&]sig=|\{list\w*keys?\w*\(/i;

const REFERENCE = /^@Microsoft\.(KeyVault|AppConfiguration)\(/i;

const secretsInVault: Demand = {
  met: 'settings that would be secrets refer to a vault',
  types: [WEB_SITE],
  judge(app, template) {
    const settings = settingsOf(app, template);
    if (settings === undefined) return untold('has settings that are not known');
    const judged = settings.map(([name, value]) => judgeSetting(name, value));
    return every(none('has no settings in this template'), ...judged);
  },
};

type Setting = readonly [string, Value];

/** By their lists in the app, or in its children `config/appsettings` and `config/connectionstrings`. */
function settingsOf(app: ArmResource, template: ArmTemplate): readonly Setting[] | undefined {
  const site = withConfig(app, template);
  const out: Setting[] = [];
  for (const [list, key] of [
    ['appSettings', 'value'],
    ['connectionStrings', 'connectionString'],
  ] as const) {
    const all = site.get(`properties.siteConfig.${list}`);
    if (all !== undefined && !isList(all)) return undefined;
    for (const one of all ?? []) {
      if (!isObject(one)) return undefined;
      out.push([formOf(entry(one, 'name') ?? ''), entry(one, key) ?? '']);
    }
  }
  for (const child of childrenOf(app, `${WEB_SITE}/config`, template)) {
    const kind = /\/(appsettings|connectionstrings)$/i.exec(formOf(child.name))?.[1]?.toLowerCase();
    const all = kind === undefined ? {} : (child.get('properties') ?? {});
    if (!isObject(all)) return undefined;
    for (const [name, one] of Object.entries(all))
      out.push([name, isObject(one) ? (entry(one, 'value') ?? '') : one]);
  }
  return out;
}

/** Says the name of a setting, and never its value. */
function judgeSetting(name: string, value: Value): Judgement {
  const text = formOf(value);
  if (text === '' || REFERENCE.test(text)) return good('refers to a vault where a secret would be');
  if (SECRET_VALUE.test(text)) return weak(`has a secret in its setting ${name}`);
  if (!SECRET_NAME.test(name)) return good('has settings that are no secrets by their names');
  return value instanceof Unknown
    ? untold(`may have a secret in its setting ${name}`)
    : weak(`has a secret in its setting ${name}, by its name`);
}

export const armSecretsInVault = templateCheck({
  id: 'arm-secrets-in-vault',
  title: 'Do the settings of every web app refer to a vault where they would be secrets?',
  attack: 'look for a setting that holds a key, a password or a connection string with one',
  demand: secretsInVault,
});
