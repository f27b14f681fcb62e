/** A name as SQL takes it whatever it holds: in quotes, those inside doubled. */
export function quoted(name: string, mark: '"' | '`' = '"'): string {
  return `${mark}${name.replaceAll(mark, mark + mark)}${mark}`;
}
