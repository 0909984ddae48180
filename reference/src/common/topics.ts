/** The topics of the solution (MQTT 3.1.1), the same at the cloud gateway and at the field gateway. */

/** What a device says: a reading, a frame, the position it reached. */
export const messages = (device: string, what: string): string => `devices/${device}/messages/${what}`;

/** What a device is told. */
export const commands = (device: string, what: string): string => `devices/${device}/commands/${what}`;

/** All that a device says, as a topic filter. `+` stands for every device. */
export const allMessages = (device: string): string => `devices/${device}/messages/#`;

/** All that a device is told, as a topic filter. */
export const allCommands = (device: string): string => `devices/${device}/commands/#`;

/** What a gateway wrote into its audit log, as it writes it. */
export const auditOf = (part: string): string => `audit/${part}`;

/** How the monitor thinks that a device is. `+` stands for every device. */
export const statusOf = (device: string): string => `status/${device}`;

/** The device that a topic belongs to, and on which side of the talk it is. Undefined for any other topic. */
export function partsOf(
  topic: string,
): { readonly device: string; readonly kind: 'messages' | 'commands'; readonly what: string } | undefined {
  const [root, device, kind, ...rest] = topic.split('/');
  if (root !== 'devices' || !device || rest.length === 0) return undefined;
  if (kind !== 'messages' && kind !== 'commands') return undefined;
  return { device, kind, what: rest.join('/') };
}
