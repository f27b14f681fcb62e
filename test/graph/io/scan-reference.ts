/** The byte scanner the slow way: text split by lines and cells. */
export interface ScannedRow {
  readonly line: number;
  readonly cells: readonly (number | string)[];
}

export type ReferenceKind = 'number' | 'category' | 'skip';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Rows of a text; a bad row is left out and its line noted. Empty numbers are NaN, empty categories ''. */
export function scanReference(text: string, delimiter: string, kinds: readonly ReferenceKind[]) {
  const rows: ScannedRow[] = [];
  const badLines: number[] = [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const [index, raw] of lines.entries()) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const blank = line.replace(/^[ \t\r]+/, '');
    if (blank === '' || /^[#%]/.test(blank)) continue;
    const cells = delimiter === ' ' ? line.trim().split(/[ \t]+/) : line.split(delimiter);
    const values = cells.map((cell, i) => cellValue(cell, kinds[i] ?? 'skip'));
    if (cells.length !== kinds.length || values.includes(undefined)) badLines.push(index + 1);
    else rows.push({ line: index + 1, cells: values as (number | string)[] });
  }
  return { rows, badLines };
}

function cellValue(cell: string, kind: ReferenceKind): number | string | undefined {
  if (kind === 'skip') return '';
  const trimmed = cell.trim();
  if (kind === 'category') return /^".*"$/s.test(trimmed) && trimmed.length >= 2 ? trimmed.slice(1, -1) : trimmed;
  if (cell === '') return Number.NaN;
  if (!NUMBER.test(trimmed) || cell.length > 1024) return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}
