/** Tells a mosquitto.conf from what other programs keep under such a name. */
import type { Problem } from '../../text/problem.ts';
import type { Source } from '../../text/source.ts';

/** CFG02 when the text is plainly no mosquitto.conf: a template still to be filled in, or HOCON (NanoMQ, EMQX). */
export function otherProgram(source: Source): Problem | undefined {
  const lines = source.text.split('\n').map((line, index) => ({ text: line.trim(), line: index + 1 }));
  const meaningful = lines.filter(({ text }) => text !== '' && !text.startsWith('#'));
  const template = meaningful.find(({ text }) => /\{\{.*\}\}|\{%.*%\}|<%.*%>/.test(text));
  const hocon = meaningful.filter(({ text }) => /^("?[A-Za-z][\w.-]*"?\s*(=|:|\+=|\{)|[{}[\]])/.test(text));
  const found = template ?? (hocon.length * 2 > meaningful.length ? hocon[0] : undefined);
  if (!found) return undefined;
  return {
    code: 'CFG02',
    severity: 'error',
    message: template
      ? 'this is a template from which a mosquitto.conf is made, not one'
      : 'this is the configuration of another program (as NanoMQ and EMQX have it), or none at all',
    hint: template ? 'Point the target at the file that comes out of it.' : 'Only mosquitto.conf is read.',
    where: { file: source.file, line: found.line, column: 1, length: Math.max(1, found.text.length) },
  };
}
