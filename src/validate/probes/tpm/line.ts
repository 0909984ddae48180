/** TPM commands over TCP, one after the other, as swtpm takes them: without any frame around them. */
import type { Socket } from 'node:net';

import type { Attempt } from '../../../evidence/run.ts';
import { type Dialler, DialError } from '../dial.ts';
import { MalformedError, TpmReader, sized, u16, u32 } from './bytes.ts';
import { HANDLE, responseName } from './numbers.ts';

/** The TPM refused a command, and said so. */
export class TpmRefusal extends Error {
  /** `TPM_RC_POLICY_FAIL`, or the code's number. */
  readonly said: string;

  constructor(command: string, said: string) {
    super(`${command}: ${said}`);
    this.name = 'TpmRefusal';
    this.said = said;
  }
}

/** There is no answer to be had any more. */
export class TpmLost extends Error {
  readonly outcome: Attempt['outcome'];

  constructor(outcome: Attempt['outcome'], message: string) {
    super(message);
    this.name = 'TpmLost';
    this.outcome = outcome;
  }
}

/** By which right a command is given: an empty password, or a policy session. */
export type Right = 'password' | number;

export interface TpmCommand {
  readonly name: string;
  readonly code: number;
  readonly handles?: readonly number[];
  /** One for each of the first handles. */
  readonly rights?: readonly Right[];
  readonly parameters?: readonly Buffer[];
  /** The answer begins with a handle. */
  readonly makes?: boolean;
}

export interface TpmAnswer {
  /** 0 where the command makes none. */
  readonly handle: number;
  readonly parameters: TpmReader;
}

/** The longest answer that is read; TPMs have buffers of 4096 bytes. */
const LONGEST = 4096;
/** How long an answer may take; hardware needs its time to make a key. */
const PATIENCE_SECONDS = 5;
const PATIENCE_SECONDS_MAKING = 30;

/**
 * TPM_RC_RETRY: it had something else to write down first, as with the first use of a key after a loss of power, and has
 * done nothing of what it was told.
 */
const RETRIES = 3;

const SESSIONS = 0x8002;
const NO_SESSIONS = 0x8001;

/** An open connection to a TPM. */
export interface TpmLine {
  /** Rejects with a {@link TpmRefusal}, a {@link TpmLost} or a {@link MalformedError}. One at a time. */
  give(command: TpmCommand): Promise<TpmAnswer>;
  close(): void;
}

/** Rejects with a {@link TpmLost} when nothing listens. */
export async function openLine(dial: Dialler): Promise<TpmLine> {
  const socket = await dial.connect().catch((error: unknown) => {
    throw lost(error);
  });
  return {
    async give(command) {
      const patience = command.makes ? PATIENCE_SECONDS_MAKING : PATIENCE_SECONDS;
      for (let left = RETRIES; ; left -= 1) {
        const answer = new TpmReader(await exchange(socket, encoded(command), patience));
        try {
          return decoded(command, answer);
        } catch (error) {
          if (left === 0 || !(error instanceof TpmRefusal && error.said === 'TPM_RC_RETRY')) throw error;
        }
      }
    },
    close: () => socket.destroy(),
  };
}

function encoded({ code, handles = [], rights = [], parameters = [] }: TpmCommand): Buffer {
  const sessions = Buffer.concat(rights.map(session));
  const content = Buffer.concat([
    ...handles.map(u32),
    ...(rights.length > 0 ? [u32(sessions.length), sessions] : []),
    ...parameters,
  ]);
  const tag = u16(rights.length > 0 ? SESSIONS : NO_SESSIONS);
  return Buffer.concat([tag, u32(content.length + 10), u32(code), content]);
}

/** TPMS_AUTH_COMMAND: no nonce, the session to be kept, no HMAC. */
function session(right: Right): Buffer {
  const handle = right === 'password' ? HANDLE.password : right;
  return Buffer.concat([u32(handle), sized(), Buffer.of(right === 'password' ? 0 : 1), sized()]);
}

function decoded({ name, rights = [], makes = false }: TpmCommand, answer: TpmReader): TpmAnswer {
  const tag = answer.u16();
  answer.u32();
  const code = answer.u32();
  if (code !== 0) {
    answer.end();
    throw new TpmRefusal(name, responseName(code));
  }
  if (tag !== (rights.length > 0 ? SESSIONS : NO_SESSIONS))
    throw new MalformedError(`the answer to ${name} has another form than the question`);
  const handle = makes ? answer.u32() : 0;
  if (rights.length === 0) return { handle, parameters: answer };
  const parameters = new TpmReader(answer.take(answer.u32()));
  for (const _ of rights) {
    answer.sized(64);
    answer.u8();
    answer.sized(64);
  }
  answer.end();
  return { handle, parameters };
}

/** Sends one command and waits for all of its answer. */
function exchange(socket: Socket, bytes: Buffer, seconds: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let got = Buffer.alloc(0);
    const end = (): void => {
      clearTimeout(patience);
      socket.off('data', onData).off('error', onError).off('close', onClose);
    };
    const fail = (error: Error): void => {
      end();
      reject(error);
    };
    const onData = (chunk: Buffer): void => {
      got = Buffer.concat([got, chunk]);
      if (got.length < 10) return;
      const length = got.readUInt32BE(2);
      if (length < 10 || length > LONGEST || got.length > length) {
        fail(new MalformedError('what answered is no TPM: the answer has not the length it says'));
      } else if (got.length === length) {
        end();
        resolve(got);
      }
    };
    const onError = (error: Error): void => fail(lost(error));
    const onClose = (): void => fail(new TpmLost('silent', 'it hung up without an answer'));
    const patience = setTimeout(
      () => fail(new TpmLost('silent', `no answer within ${seconds} seconds`)),
      seconds * 1000,
    );
    socket.on('data', onData).on('error', onError).on('close', onClose);
    if (socket.destroyed) onClose();
    else socket.write(bytes);
  });
}

function lost(error: unknown): TpmLost {
  if (!(error instanceof DialError)) return new TpmLost('silent', 'the connection was reset');
  const outcome =
    error.kind === 'unreachable' ? 'unreachable' : error.kind === 'timeout' ? 'silent' : 'local-failure';
  return new TpmLost(outcome, error.message);
}
