/** Of the lines that are printed for people. */
export const COLUMNS = 80;

/** Sentences as lines of at most so many columns, broken between words; a longer word has a line of its own. */
export function wrapped(text: string, columns = COLUMNS): string {
  const lines: string[] = [];
  for (const word of text.split(/ +/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}
