import { HeteroGraphError, nodeModule, type RunOptions } from '../../core/index.js';
import { columnFile } from '../sources/column-files.js';
import { badCell } from './bad-cell.js';
import { VectorReader, type Vectors } from './vectors.js';

const { existsSync } = nodeModule<typeof import('node:fs')>('node:fs');
const { join } = nodeModule<typeof import('node:path')>('node:path');

const endings = ['parquet', 'pq', 'arrow', 'feather'];

/** Columns of a table of a folder, whole. */
export interface Frame {
  readonly file: string;
  readonly numRows: number;
  /** Of those that were asked for, the ones that there are. */
  readonly cells: ReadonlyMap<string, readonly unknown[]>;
  readonly vectors: ReadonlyMap<string, Vectors>;
}

/**
 * Columns of the table of a name, from whatever file of columns it lies in; undefined where there is none.
 *
 * @param columns by name, those that hold vectors and the others
 * @throws {HeteroGraphError} AMBIGUOUS where several files could be it; MALFORMED_ROW; what reading throws
 */
export async function readFrame(
  folder: string,
  name: string,
  columns: { readonly vectors?: readonly string[]; readonly others: readonly string[] },
  run: RunOptions,
): Promise<Frame | undefined> {
  const files = endings.map((ending) => join(folder, `${name}.${ending}`)).filter((file) => existsSync(file));
  if (files.length > 1) {
    const hint = `Leave one of ${files.join(', ')} there.`;
    throw new HeteroGraphError('AMBIGUOUS', `The table ${name} is there more than once.`, { file: folder, hint });
  }
  const [file] = files;
  if (file === undefined) return undefined;
  const source = columnFile(file)!;
  try {
    const [table] = await source.tables(run);
    const isThere = (each: string) => table!.columns.some((column) => column.name === each);
    const names = [...(columns.vectors ?? []), ...columns.others].filter(isThere);
    const vectors = new Map((columns.vectors ?? []).filter(isThere).map((each) => [each, new VectorReader()]));
    const cells = new Map<string, unknown[]>(columns.others.filter(isThere).map((each) => [each, []]));
    let numRows = 0;
    for await (const batch of source.rows(table!.name, names, run)) {
      for (const [c, column] of names.entries()) {
        const [reader, list] = [vectors.get(column), cells.get(column)];
        for (let i = 0; i < batch.numRows; i++) {
          const cell = batch.columns[c]![i];
          if (reader) reader.take(cell, { file, row: numRows + i, column });
          else list!.push(cell);
        }
      }
      numRows += batch.numRows;
    }
    return { file, numRows, cells, vectors: new Map([...vectors].map(([each, reader]) => [each, reader.done()])) };
  } finally {
    await source.close();
  }
}

/** A whole number from 0 in each cell of a column. @throws {HeteroGraphError} MALFORMED_ROW where one is none; UNKNOWN_COLUMN */
export function wholeNumbers({ file, cells }: Frame, column: string): Float64Array {
  const values = cells.get(column);
  if (!values) {
    throw new HeteroGraphError('UNKNOWN_COLUMN', `There is no column "${column}".`, {
      ...{ file, column },
      hint: 'The tables of relations of the compiled data set have src and tgt.',
    });
  }
  return Float64Array.from(values, (value, row) => {
    const number = typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NaN;
    if (Number.isSafeInteger(number) && number >= 0) return number;
    throw badCell({ file, row, column }, `${String(value)} is no whole number`);
  });
}
