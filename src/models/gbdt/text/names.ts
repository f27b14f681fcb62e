/** The line that says that names are written with percent signs, which LightGBM overlooks. */
export const percentNames = 'heterograph_names=percent';

/** Names as words of one line, and whether any is written otherwise than it is: white space and percent signs become `%20` and the like. */
export function wordsOf(names: readonly string[]): { readonly words: string[]; readonly isPercent: boolean } {
  const isPercent = names.some((name) => name === '' || /[\s%]/.test(name));
  const word = (name: string) => name.replace(/[\s%]/g, (letter) => encodeURIComponent(letter)) || '%';
  return { words: isPercent ? names.map(word) : [...names], isPercent };
}

/** The name that a word stands for; undefined where it is none. */
export function nameOf(word: string): string | undefined {
  if (word === '%') return '';
  try {
    return decodeURIComponent(word);
  } catch {
    return undefined;
  }
}
