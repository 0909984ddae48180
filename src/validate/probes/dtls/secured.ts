/** A DTLS session after its handshake: what the application sends and receives, one record a datagram. */
import type { DatagramChannel } from '../datagrams.ts';
import type { Protection } from './keys.ts';
import { RECORD, readRecords, recordSequence, versionCode } from './wire.ts';

const VERSION = versionCode('DTLS 1.2');

/** An open session; a carrier of datagrams, such as CoAP's. */
export class DtlsSession {
  readonly #channel: DatagramChannel;
  readonly #protection: Protection;
  /** The sequence number after our Finished, which was 0 (or more, when it was sent again). */
  #sequence: number;

  constructor(channel: DatagramChannel, protection: Protection, sequence: number) {
    this.#channel = channel;
    this.#protection = protection;
    this.#sequence = sequence;
  }

  send(bytes: Uint8Array): void {
    this.#seal(RECORD.applicationData, bytes);
  }

  /** The next datagram of the application; undefined when none came in time, or the server closed the session. */
  async receive(millis: number): Promise<Buffer | undefined> {
    const until = Date.now() + millis;
    for (let left = millis; left > 0; left = until - Date.now()) {
      const datagram = await this.#channel.receive(left);
      for (const record of datagram ? readRecords(datagram) : []) {
        const plain = record.epoch === 1 ? this.#protection.open(record) : undefined;
        if (plain && record.type === RECORD.applicationData) return plain;
      }
    }
    return undefined;
  }

  /** Says goodbye (close_notify) and closes the socket. */
  close(): void {
    this.#seal(RECORD.alert, Buffer.from([1, 0]));
    // The goodbye is on its way when the system has taken it, which it does before the next turn.
    setImmediate(() => this.#channel.close());
  }

  #seal(type: number, bytes: Uint8Array): void {
    this.#channel.send(this.#protection.seal(type, VERSION, recordSequence(1, this.#sequence), bytes));
    this.#sequence += 1;
  }
}
