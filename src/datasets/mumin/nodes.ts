import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import { isNothing } from './bad-cell.js';
import { type Frame, readFrame, wholeNumbers } from './frame.js';
import { muminMasks, muminNodes, neededNodes } from './layout.js';
import { missing } from './missing.js';

/** A table of nodes: which rows are kept, and the node that each value of its index is. */
export interface Nodes {
  readonly frame: Frame;
  readonly rows: Int32Array;
  readonly nodeOf: ReadonlyMap<number, number>;
}

const indexNames = ['index', '__index_level_0__'];

/** The nodes of a type; undefined where their table is not there. Posts without a text were deleted and are left out. */
export async function readNodes(
  folder: string,
  name: string,
  run: RunOptions,
  remarks: string[],
): Promise<Nodes | undefined> {
  const columns = muminNodes[name]!;
  const isVector = ({ kind }: (typeof columns)[number]) => kind === 'vector';
  const vectors = columns.filter(isVector).map((column) => column.name);
  const others = columns.filter((column) => !isVector(column)).map((column) => column.name);
  const own = name === 'claim' ? ['label', ...Object.values(muminMasks)] : [];
  const frame = await readFrame(folder, name, { vectors, others: [...indexNames, ...others, ...own] }, run);
  if (!frame) {
    if (neededNodes.some((needed) => needed === name)) throw missing(folder, name);
    return undefined;
  }
  const words = frame.cells.get('text');
  const all = Array.from({ length: frame.numRows }, (_, row) => row);
  const rows = Int32Array.from(words ? all.filter((row) => !isNothing(words[row])) : all);
  if (rows.length < all.length)
    remarks.push(
      `${all.length - rows.length} of ${all.length} rows of ${name} have no text, as those of deleted posts; they are left out.`,
    );
  const index = indexNames.find((each) => frame.cells.has(each));
  const numbers = index === undefined ? Float64Array.from(all) : wholeNumbers(frame, index);
  const nodeOf = new Map<number, number>();
  for (const [node, row] of rows.entries()) {
    if (nodeOf.has(numbers[row]!)) {
      throw new HeteroGraphError('DUPLICATE_ID', `The index ${numbers[row]} is there twice.`, {
        ...{ file: frame.file, row: row + 1, column: index },
        hint: 'Write the table with the index of its frame as the column `index`.',
      });
    }
    nodeOf.set(numbers[row]!, node);
  }
  return { frame, rows, nodeOf };
}
