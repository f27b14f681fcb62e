/**
 * Characters that a terminal acts upon or that change how text around them is shown: controls (C0 but tab and line feed, DEL, C1),
 * line and paragraph separators, marks and overrides of the direction of writing, invisible blanks, byte order marks, and halves of surrogate pairs.
 */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/**
 * Text that may come from data, safe to be written to a terminal: unsafe characters as escapes such as `\u001b`. Tabs and line
 * feeds stay.
 *
 * @example printable('\u001b[31mred') === '\\u001b[31mred'
 */
export function printable(text: string): string {
  return text.replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
