import { printable } from '../../core/index.js';

/**
 * All that the command line prints passes here: names and texts of the data cannot move the cursor, change colours or turn
 * the direction of the writing. Inside JSON the escapes are those of JSON, so that programs read the text as it was.
 */
export function printOut(text: string): void {
  process.stdout.write(`${printable(text)}\n`);
}

/** As {@link printOut}, to stderr. */
export function printError(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}
