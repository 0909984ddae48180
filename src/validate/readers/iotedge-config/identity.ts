/** How a gateway proves itself, and where the keys for it lie, by its config.toml. */
import { at, isMapping, textOf } from '../tree.ts';
import type { EdgeConfig } from './config.ts';

/** `sas`: by a symmetric key. Undefined: the file does not say, or says something unknown. */
export type Method = 'sas' | 'x509' | 'tpm';

export interface Identity {
  readonly method: Method | undefined;
  /** The keys of the setting that says so. */
  readonly said: readonly string[];
  /** The key itself, unless the TPM has it. */
  readonly key: KeyPlace | undefined;
}

/** Where a private or symmetric key lies. `made`: the runtime makes it, where its keys service puts keys. */
export interface KeyPlace {
  readonly is: 'inline' | 'file' | 'pkcs11' | 'made' | 'unknown';
  readonly setting: readonly string[];
}

const METHODS: Readonly<Record<string, Method>> = {
  sas: 'sas',
  symmetric_key: 'sas',
  tpm: 'tpm',
  x509: 'x509',
};

/** Undefined where the file says nothing of provisioning. */
export function identityOf(config: EdgeConfig): Identity | undefined {
  if (!isMapping(config.get('provisioning'))) return undefined;
  if (config.get('provisioning', 'connection_string') !== undefined) {
    const said = ['provisioning', 'connection_string'];
    const key = /SharedAccessKey=/i.test(config.text(...said) ?? '');
    // There is none without a key: what is not filled in yet will hold one.
    return { method: 'sas', said, key: { is: key ? 'inline' : 'unknown', setting: said } };
  }
  const source = config.text('provisioning', 'source');
  const table = source === 'dps' ? 'attestation' : 'authentication';
  const said = ['provisioning', table, 'method'];
  const word = config.text(...said)?.toLowerCase() ?? '';
  const method = Object.hasOwn(METHODS, word) ? METHODS[word] : undefined;
  if (method === undefined || method === 'tpm') return { method, said, key: undefined };
  const name = method === 'x509' ? 'identity_pk' : source === 'dps' ? 'symmetric_key' : 'device_id_pk';
  return { method, said, key: keyPlace(config, 'provisioning', table, name) };
}

/** A key as a URI, as `{ uri = … }` or `{ value = … }`. */
export function keyPlace(config: EdgeConfig, ...setting: readonly string[]): KeyPlace {
  const value = config.get(...setting);
  if (value === undefined) return { is: 'made', setting };
  if (at(value, 'value') !== undefined) return { is: 'inline', setting };
  const uri = textOf(isMapping(value) ? at(value, 'uri') : value)?.trim() ?? '';
  if (/^pkcs11:/i.test(uri)) return { is: 'pkcs11', setting };
  return { is: /^file:/i.test(uri) || uri.startsWith('/') ? 'file' : 'unknown', setting };
}
