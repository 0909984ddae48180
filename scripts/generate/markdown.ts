/** Small pieces of Markdown. */
import { stringify } from 'yaml';

/** The note at the head of every generated page. */
export function page(title: string, intro: string, ...parts: string[]): string {
  const note = '<!-- Made by `npm run generate` from the data it shows. Change the data, not this page. -->';
  return `${[`# ${title}`, note, intro, ...parts].filter((part) => part !== '').join('\n\n')}\n`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(' | ')} |`;
}

function cell(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();
}

export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** Data as a YAML block, as it stands in the catalogue. */
export function yamlBlock(data: unknown): string {
  return `\`\`\`yaml\n${stringify(data, { lineWidth: 100 }).trimEnd()}\n\`\`\``;
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** A link to a heading that starts with this id, on a page with many. `pageName` as seen from the linking page. */
export function linkTo(pageName: string, id: string): string {
  return `[${code(id)}](${pageName}.md#${id.toLowerCase()})`;
}

/** A link to the page of a rule or mitigation; `up` leads from the linking page to docs/reference/. */
export function linkToEntry(folder: 'rules' | 'mitigations', id: string, up = ''): string {
  return `[${code(id)}](${up}${folder}/${id}.md)`;
}

/** An anchor of its own: a heading's would change with its title. */
export function anchored(id: string, title: string): string {
  return `<a id="${id.toLowerCase()}"></a>\n\n## ${id}: ${title}`;
}
