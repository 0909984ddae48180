/** The few TPM commands that checks give (TPM 2.0 Library, Part 3), and the wake of objects they leave, cleared. */
import { randomBytes } from 'node:crypto';

import { MalformedError, TpmReader, sized, u16, u32 } from './bytes.ts';
import type { Credential } from './credential.ts';
import { type Right, type TpmAnswer, type TpmCommand, type TpmLine, TpmRefusal } from './line.ts';
import { ALG, COMMAND, HANDLE } from './numbers.ts';
import {
  type TpmPublic,
  attributesOf,
  readPublic,
  readSelections,
  readSignature,
  writeSelection,
  writeSignature,
} from './structures.ts';
import type { Signed } from './evidence.ts';

/** A key in the TPM. */
export interface TpmKey {
  readonly handle: number;
  readonly public: TpmPublic;
}

/** A TPM at the other end of a line. Every method rejects as {@link TpmLine.give} does. */
export class Tpm {
  readonly #line: TpmLine;
  readonly #held = new Set<number>();

  constructor(line: TpmLine) {
    this.#line = line;
  }

  /** Takes back what was loaded and begun. Never rejects. */
  async release(): Promise<void> {
    for (const handle of this.#held) await this.#flush(handle).catch(() => undefined);
    this.#line.close();
  }

  async random(count: number): Promise<Buffer> {
    const answer = await this.#give('GetRandom', { code: COMMAND.getRandom, parameters: [u16(count)] });
    return last(answer, (reader) => reader.sized(64));
  }

  async key(handle: number): Promise<TpmKey> {
    const answer = await this.#give('ReadPublic', { code: COMMAND.readPublic, handles: [handle] });
    return last(answer, (reader) => {
      const found = readPublic(reader.sized());
      reader.sized(66);
      reader.sized(130);
      return { handle, public: found };
    });
  }

  /** What an index of the non-volatile memory holds; undefined where there is no such index. */
  async stored(index: number): Promise<Buffer | undefined> {
    const size = await this.#sizeOf(index);
    if (size === undefined) return undefined;
    const parts: Buffer[] = [];
    for (let at = 0; at < size; at += 512) {
      const answer = await this.#give('NV_Read', {
        code: COMMAND.nvRead,
        handles: [index, index],
        rights: ['password'],
        parameters: [u16(Math.min(512, size - at)), u16(at)],
      });
      parts.push(last(answer, (reader) => reader.sized()));
    }
    return Buffer.concat(parts);
  }

  async #sizeOf(index: number): Promise<number | undefined> {
    try {
      const answer = await this.#give('NV_ReadPublic', { code: COMMAND.nvReadPublic, handles: [index] });
      return last(answer, (reader) => {
        const area = new TpmReader(reader.sized(128));
        reader.sized(66);
        area.take(10);
        area.sized(64);
        const size = area.u16();
        area.end();
        return size;
      });
    } catch (error) {
      if (error instanceof TpmRefusal && error.said === 'TPM_RC_HANDLE') return undefined;
      throw error;
    }
  }

  /** Makes a primary key of the endorsement hierarchy; the same template gives the same key. */
  async primary(template: Buffer): Promise<TpmKey> {
    const answer = await this.#give('CreatePrimary', {
      code: COMMAND.createPrimary,
      handles: [HANDLE.endorsement],
      rights: ['password'],
      parameters: [sized(sized(), sized()), sized(template), sized(), u32(0)],
      makes: true,
    });
    this.#held.add(answer.handle);
    return { handle: answer.handle, public: readPublic(answer.parameters.sized()) };
  }

  /** Begins a session in which a policy is to be met, and says its handle. */
  async policySession(): Promise<number> {
    const answer = await this.#give('StartAuthSession', {
      code: COMMAND.startAuthSession,
      handles: [HANDLE.null, HANDLE.null],
      parameters: [sized(randomBytes(16)), sized(), Buffer.of(1), u16(ALG.null), u16(ALG.sha256)],
      makes: true,
    });
    this.#held.add(answer.handle);
    return answer.handle;
  }

  /** Ends a session or unloads a key. */
  async drop(handle: number): Promise<void> {
    this.#held.delete(handle);
    await this.#flush(handle);
  }

  async #flush(handle: number): Promise<void> {
    await this.#give('FlushContext', { code: COMMAND.flushContext, parameters: [u32(handle)] });
  }

  /** `values`: what the PCRs are said to hold; absent: what they hold. */
  async policyPcr(session: number, pcrs: readonly number[], values?: Buffer): Promise<void> {
    const parameters = [sized(values ?? Buffer.alloc(0)), writeSelection(pcrs)];
    await this.#give('PolicyPCR', { code: COMMAND.policyPcr, handles: [session], parameters });
  }

  /** Opens a credential: by the policy that endorsement keys have, or by an empty password where they take one. */
  async activate(key: TpmKey, endorsement: TpmKey, credential: Credential): Promise<Buffer> {
    if (attributesOf(endorsement.public).has('userWithAuth'))
      return this.#opened(key, endorsement, credential, 'password');
    const session = await this.policySession();
    await this.#give('PolicySecret', {
      code: COMMAND.policySecret,
      handles: [HANDLE.endorsement, session],
      rights: ['password'],
      parameters: [sized(), sized(), sized(), u32(0)],
    });
    return this.#opened(key, endorsement, credential, session).finally(() => this.drop(session));
  }

  async #opened(key: TpmKey, endorsement: TpmKey, { blob, seed }: Credential, right: Right): Promise<Buffer> {
    const answer = await this.#give('ActivateCredential', {
      code: COMMAND.activateCredential,
      handles: [key.handle, endorsement.handle],
      rights: ['password', right],
      parameters: [blob, seed],
    });
    return last(answer, (reader) => reader.sized(64));
  }

  /** A quote of PCRs of the SHA-256 bank. */
  async quote(key: TpmKey, nonce: Buffer, pcrs: readonly number[]): Promise<Signed> {
    const parameters = [sized(nonce), schemeFor(key.public), writeSelection(pcrs)];
    return signed(
      key,
      await this.#give('Quote', {
        code: COMMAND.quote,
        handles: [key.handle],
        rights: ['password'],
        parameters,
      }),
    );
  }

  /** A certification that the TPM holds `object`. */
  async certify(object: TpmKey, key: TpmKey, nonce: Buffer): Promise<Signed> {
    return signed(
      key,
      await this.#give('Certify', {
        code: COMMAND.certify,
        handles: [object.handle, key.handle],
        rights: ['password', 'password'],
        parameters: [sized(nonce), schemeFor(key.public)],
      }),
    );
  }

  /** Signs a SHA-256 digest from outside; TPMT_SIGNATURE. */
  async sign(key: TpmKey, digest: Buffer, by: Right): Promise<Buffer> {
    const noTicket = Buffer.concat([u16(0x8024), u32(HANDLE.null), sized()]);
    const answer = await this.#give('Sign', {
      code: COMMAND.sign,
      handles: [key.handle],
      rights: [by],
      parameters: [sized(digest), schemeFor(key.public), noTicket],
    });
    return last(answer, (reader) => writeSignature(readSignature(reader)));
  }

  /** Asks for a key to be given out, wrapped for `to`. What is given out is thrown away unread. */
  async duplicate(key: TpmKey, to: Buffer): Promise<void> {
    const parent = await this.#give('LoadExternal', {
      code: COMMAND.loadExternal,
      parameters: [sized(), sized(to), u32(HANDLE.null)],
      makes: true,
    });
    this.#held.add(parent.handle);
    const session = await this.policySession();
    await this.#give('PolicyCommandCode', {
      code: COMMAND.policyCommandCode,
      handles: [session],
      parameters: [u32(COMMAND.duplicate)],
    });
    await this.#give('Duplicate', {
      code: COMMAND.duplicate,
      handles: [key.handle, parent.handle],
      rights: [session],
      parameters: [sized(), u16(ALG.null)],
    });
  }

  /** The value of one PCR of the SHA-256 bank; undefined where the bank is not in use. */
  async pcr(number: number): Promise<Buffer | undefined> {
    const answer = await this.#give('PCR_Read', {
      code: COMMAND.pcrRead,
      parameters: [writeSelection([number])],
    });
    return last(answer, (reader) => {
      reader.u32();
      readSelections(reader);
      const count = reader.u32();
      if (count > 1) throw new MalformedError('more PCRs than were asked for');
      return count === 0 ? undefined : reader.sized(64);
    });
  }

  async extend(pcr: number, digest: Buffer): Promise<void> {
    const parameters = [u32(1), u16(ALG.sha256), digest];
    await this.#give('PCR_Extend', {
      code: COMMAND.pcrExtend,
      handles: [pcr],
      rights: ['password'],
      parameters,
    });
  }

  async reset(pcr: number): Promise<void> {
    await this.#give('PCR_Reset', { code: COMMAND.pcrReset, handles: [pcr], rights: ['password'] });
  }

  #give(name: string, command: Omit<TpmCommand, 'name'>): Promise<TpmAnswer> {
    return this.#line.give({ name, ...command });
  }
}

/** Reads what must be the last part of an answer. */
function last<T>({ parameters }: TpmAnswer, read: (reader: TpmReader) => T): T {
  const value = read(parameters);
  parameters.end();
  return value;
}

function signed(key: TpmKey, answer: TpmAnswer): Signed {
  return last(answer, (reader) => ({
    attest: reader.sized(),
    signature: writeSignature(readSignature(reader)),
    key: key.public.bytes,
  }));
}

/** What a key that leaves it open is to sign with; a key's own scheme where it has one. */
function schemeFor({ scheme, key }: TpmPublic): Buffer {
  if (scheme) return u16(ALG.null);
  return Buffer.concat([u16(key.kind === 'rsa' ? ALG.rsassa : ALG.ecdsa), u16(ALG.sha256)]);
}
