/** Text columns under their heads, numbers to the right. */
export function textTable(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [heads, ...rows].map((row) => row.map(String));
  const widths = heads.map((_, c) => cells.reduce((widest, row) => Math.max(widest, row[c]!.length), 0));
  const isNumber = heads.map(
    (_, c) => rows.length > 0 && rows.every((row) => /^[\d.,±–%+\- ]+$|^$/.test(String(row[c]))),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, c) => (isNumber[c] ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!)))
      .join('  ')
      .trimEnd();
  return [line(cells[0]!), widths.map((width) => '-'.repeat(width)).join('  '), ...cells.slice(1).map(line)].join('\n');
}
