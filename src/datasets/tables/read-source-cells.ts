import { cellText, isBinary } from '../sources/base/cell-text.js';
import { expectDistinct } from './expect-distinct.js';
import { type SourceFile, tablePlace } from './table.js';
import type { TakeCells } from './take-cells.js';

/** Reads the rows of a table of a source as texts. Columns of bytes are left out. */
export async function readSourceCells(
  file: SourceFile,
  { columns, maxRows, onColumns, onRow, onBinary, signal, onProgress }: TakeCells,
): Promise<void> {
  const { columns: declared } = await file.describe();
  expectDistinct(
    declared.map(({ name }) => name),
    { file: tablePlace(file) },
  );
  const known = declared.filter(({ kind }) => kind !== 'binary').map(({ name }) => name);
  onColumns?.(known);
  const asked = columns === 'all' ? known : columns;
  const there = asked.filter((name) => known.includes(name));
  const places = asked.map((name) => there.indexOf(name));
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  const limit = maxRows === undefined ? {} : { maxRows };
  let numRows = 0;
  for await (const batch of file.source.rows(file.name, there, { ...run, ...limit })) {
    const texts = batch.columns.map((cells, at) => textsOf(cells, batch.numRows, () => onBinary?.(there[at]!)));
    for (let row = 0; row < batch.numRows; row++)
      onRow(
        places.map((at) => texts[at]?.[row]),
        ++numRows,
      );
    onProgress?.({ stage: `read ${file.name}`, done: numRows, unit: 'rows' });
  }
}

function textsOf(cells: ArrayLike<unknown>, numRows: number, onBinary: () => void): (string | undefined)[] {
  const texts: (string | undefined)[] = [];
  for (let row = 0; row < numRows; row++) {
    const cell = cells[row];
    if (isBinary(cell)) onBinary();
    texts.push(cellText(cell));
  }
  return texts;
}
