/** Do settings of web and function apps hold secrets? Read from a template or an export. */
import { type Demand, type Judgement, every, good, none, untold, weak } from '../../../readers/arm/judge.ts';
import { childrenOf } from '../../../readers/arm/links.ts';
import { withConfig } from '../../../readers/arm/site.ts';
import type { ArmResource, ArmTemplate } from '../../../readers/arm/template.ts';
import { WEB_SITE, WEB_SLOT } from '../../../readers/arm/types.ts';
import { Unknown, type Value, entry, formOf, isList, isObject } from '../../../readers/arm/value.ts';
import { templateCheck } from '../check.ts';

/** Names of settings whose value is a secret. */
const SECRET_NAME = /(password|passwd|secret|(account|access|primary|shared|api|master)_?key|sastoken)$/i;

/** Names of settings whose value says where something is, and with what key one gets in, if it takes any. */
const CONNECTION_NAME = /(connection(_?strings?)?|^AzureWebJobs(Storage|Dashboard))$/i;

/** Says where telemetry goes, and is no secret as its makers have it. */
const TELEMETRY_NAME = /^(APPLICATIONINSIGHTS_CONNECTION_STRING|APPINSIGHTS_.*)$/i;

/** A connection string that leaves it to the identity of the app. */
const BY_IDENTITY =
  /(^|;)\s*Authentication\s*=\s*"?Active Directory (Default|Managed Identity|MSI|Workload Identity)\b/i;

/** What a connection string, or a signature, looks like; and what is made of keys at the deployment. */
const SECRET_VALUE =
  /(AccessKey|AccountKey|Password|Pwd|Secret)\s*=\s*[^;\s]|:\/\/[^/\s:@]*:[^/\s@]+@|[?&]sig=|\{list\w*keys?\w*\(/i;

const REFERENCE = /^@Microsoft\.(KeyVault|AppConfiguration)\(/i;

const secretsInVault: Demand = {
  met: 'settings that would be secrets refer to a vault',
  types: [WEB_SITE, WEB_SLOT],
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
  for (const child of childrenOf(app, `${app.type}/config`, template)) {
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
  if (TELEMETRY_NAME.test(name)) return good('has settings that are no secrets by their names');
  if (CONNECTION_NAME.test(name)) return judgeConnection(name, value, text);
  if (!SECRET_NAME.test(name)) return good('has settings that are no secrets by their names');
  return value instanceof Unknown
    ? untold(`may have a secret in its setting ${name}`)
    : weak(`has a secret in its setting ${name}, by its name`);
}

/** What it holds is seen where it is written out; where it is made up at the deployment, only that it may be a secret. */
function judgeConnection(name: string, value: Value, text: string): Judgement {
  if (BY_IDENTITY.test(text)) return good('has connections that are made by its identity');
  if (value instanceof Unknown) return untold(`may have a secret in its setting ${name}`);
  return /string/i.test(name) && !/=/.test(text)
    ? weak(`has a secret in its setting ${name}, by its name`)
    : good('has connections without a key');
}

export const armSecretsInVault = templateCheck({
  id: 'arm-secrets-in-vault',
  title: 'Do the settings of every web app refer to a vault where they would be secrets?',
  attack: 'look for a setting that holds a key, a password or a connection string with one',
  demand: secretsInVault,
});
