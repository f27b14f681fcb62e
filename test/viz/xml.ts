/** The tags of markup, in order; throws where it is not well-formed XML. Slow and plain: what a strict parser would refuse. */
export function xmlTags(markup: string): string[] {
  const open: string[] = [];
  const tags: string[] = [];
  let at = 0;
  const refuse = (what: string): never => {
    throw new Error(`${what} at ${at}: ${markup.slice(Math.max(0, at - 40), at + 40)}`);
  };
  while (at < markup.length) {
    const text = /^[^<&]+/.exec(markup.slice(at))?.[0];
    const entity = /^&(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);/i.exec(markup.slice(at))?.[0];
    const tag = /^<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+="(?:[^<&"]|&(?:amp|lt|gt|quot|apos|#\d+);)*")*)\s*(\/?)>/.exec(
      markup.slice(at),
    );
    if (text !== undefined) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML forbids these
      if (/[\p{Cs}\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/u.test(text)) refuse('a forbidden character');
      if (open.length === 0 && text.trim() !== '') refuse('text outside');
      at += text.length;
    } else if (entity !== undefined) {
      at += entity.length;
    } else if (tag) {
      const [whole, slash, name, attributes, selfClosing] = tag as unknown as [string, string, string, string, string];
      const names = [...attributes.matchAll(/([\w:-]+)=/g)].map((match) => match[1]);
      if (new Set(names).size !== names.length) refuse('an attribute twice');
      if (slash) {
        if (open.pop() !== name) refuse(`a wrong </${name}>`);
      } else {
        tags.push(name);
        if (!selfClosing) open.push(name);
      }
      at += whole.length;
    } else refuse('no markup');
  }
  if (open.length > 0) refuse(`<${open.at(-1)}> left open`);
  return tags;
}
