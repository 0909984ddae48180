/** A strict little reader of XML, for tests: throws where tags, attributes or characters are not well-formed. */

/** Names of the elements, in document order. */
export function readXml(text: string): string[] {
  const names: string[] = [];
  const open: string[] = [];
  const token = /<\?xml[^?]*\?>|<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
  for (let at = 0; at < text.length; at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (!found) throw new Error(`not well-formed at ${text.slice(at, at + 80)}`);
    const [whole, closing, name, , selfClosing] = found;
    if (/&(?!(?:amp|lt|gt|quot|#\d+);)/u.test(whole)) throw new Error(`a bare ampersand in ${whole}`);
    if (/[^\P{Cc}\t\n\r]/u.test(whole)) throw new Error(`a control character in ${whole}`);
    if (name === undefined) continue;
    if (closing === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      continue;
    }
    names.push(name);
    if (selfClosing === '') open.push(name);
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(', ')}`);
  return names;
}
