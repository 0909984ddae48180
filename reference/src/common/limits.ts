/** What keeps one client from using up a broker: packets of bounded size, and few strangers at a time. */

/**
 * Follows the packets in the bytes of one MQTT 3.1.1 connection (section 2.2). Each call takes the next bytes and
 * returns whether all is well; false from the first byte on that announces a packet of more than `most` bytes,
 * before its content has come.
 */
export function packetMeter(most: number): (bytes: Uint8Array) => boolean {
  let body = 0;
  let length: { value: number; digits: number } | undefined;
  let tooLarge = false;

  return (bytes) => {
    for (let at = 0; at < bytes.length && !tooLarge; at++) {
      if (body > 0) {
        const skipped = Math.min(body, bytes.length - at);
        body -= skipped;
        at += skipped - 1;
      } else if (length === undefined) {
        length = { value: 0, digits: 0 };
      } else {
        const digit = bytes[at] ?? 0;
        length.value += (digit & 0x7f) * 128 ** length.digits++;
        tooLarge = length.value > most || length.digits > 4;
        if (digit < 0x80) {
          body = length.value;
          length = undefined;
        }
      }
    }
    return !tooLarge;
  };
}

/** What can be thrown out. */
interface Connection {
  destroy(): void;
}

export interface WaitingRoom {
  /** Lets a stranger in; past the limit the one who has waited longest is thrown out. */
  enter(key: string, connection: Connection): void;
  /** Somebody proved who they are, or is gone. */
  leave(key: string): void;
}

/**
 * Keeps at most `most` connections of clients who have not proved who they are yet. A true peer is through in
 * milliseconds; so it is those who only sit there that make room.
 */
export function openWaitingRoom(most: number): WaitingRoom {
  const waiting = new Map<string, Connection>();
  return {
    enter(key, connection) {
      waiting.set(key, connection);
      for (const [oldest, idle] of waiting) {
        if (waiting.size <= most) break;
        waiting.delete(oldest);
        idle.destroy();
      }
    },
    leave(key) {
      waiting.delete(key);
    },
  };
}
