import { alignedLines } from '../../core/index.js';

/** A table, with a sentence under it where one is needed. */
interface TableWithNote {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly note?: string;
}

/** Text columns under their heads, numbers to the right. */
export function textTable(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [heads, ...rows].map((row) => row.map(String));
  const isNumber = heads.map(
    (_, c) => rows.length > 0 && rows.every((row) => /^[\d.,±–%+\- ]+$|^$/.test(String(row[c]))),
  );
  const rule = heads.map((_, c) => '-'.repeat(cells.reduce((widest, row) => Math.max(widest, row[c]!.length), 0)));
  return alignedLines([cells[0]!, rule, ...cells.slice(1)], isNumber).join('\n');
}

/** A table with the sentence under it. */
export function tableText({ heads, rows, note }: TableWithNote): string {
  return textTable(heads, rows) + (note === undefined ? '' : `\n${note}`);
}
