/** A run's id: when it started, and eight random digits so that two runs of one second differ. */
export function newRunId(startedAt: Date): string {
  const random = crypto.getRandomValues(new Uint8Array(4));
  const digits = [...random].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${startedAt.toISOString().replaceAll(/[-:]|\.\d+/g, '')}-${digits}`;
}
