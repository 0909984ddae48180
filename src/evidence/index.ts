/** Evidence: signed runs, whose signature counts, and the chain they form. Pure; WebCrypto only. */
export { type AppendedRun, type OpenedRuns, appendRun, openRuns, signHead, signRun } from './chain.ts';
export { type NewKey, type SigningKey, createKey, importKey } from './keys.ts';
export { type Signer, type Trust, TrustFile, readTrust } from './trust.ts';
