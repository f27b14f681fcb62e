import type { HeteroGraph } from '../../graph/index.js';
import type { Preparation } from './prepare-features.js';

/** Fewer rows than this tell too little. */
const FEWEST_ROWS = 20;
/** A value must stand in so many rows on average: a column of names tells everything, and nothing. */
const ROWS_A_VALUE = 5;
/** A correlation of numbers above this is a change of unit. */
const SAME = 0.9999;

/** What is known of the target: the class of every row, or its number. */
export interface KnownTarget {
  readonly kind: 'classes' | 'numbers';
  readonly values: ArrayLike<number>;
}

/**
 * Names of the columns of a node type, among those made into features, of which one alone says what is to be predicted for every training row
 * that has it: most likely another form of the target, which is not known beforehand. O(rows * columns), less where a row contradicts.
 */
export function tellingColumns(
  graph: HeteroGraph,
  nodeType: string,
  preparation: Preparation,
  trainRows: Int32Array,
  target: KnownTarget,
): string[] {
  const uses = Object.hasOwn(preparation, nodeType) ? preparation[nodeType]! : [];
  const table = graph.nodeTable(nodeType);
  return uses
    .filter(({ encoding, found }) => encoding !== undefined && found !== 'vector' && found !== 'constant')
    .map(({ column }) => column)
    .filter((name) => {
      const cells = table.getChild(name);
      if (!cells) return false;
      const known = { cell: (row: number) => cells.get(row) as unknown, value: (row: number) => target.values[row]! };
      const isThere = (row: number) => ![null, undefined, ''].includes(known.cell(row) as null);
      const rows = trainRows.filter(isThere);
      if (rows.length < FEWEST_ROWS || rows.every((row) => known.value(row) === known.value(rows[0]!))) return false;
      return tellsByValue(known, rows) || (target.kind === 'numbers' && tellsByLine(known, rows));
    });
}

interface Known {
  cell(row: number): unknown;
  value(row: number): number;
}

function tellsByValue({ cell, value }: Known, rows: Int32Array): boolean {
  const told = new Map<unknown, number>();
  for (const row of rows) {
    const before = told.get(cell(row));
    if (before !== undefined && before !== value(row)) return false;
    told.set(cell(row), value(row));
  }
  return told.size * ROWS_A_VALUE <= rows.length;
}

function tellsByLine({ cell, value }: Known, rows: Int32Array): boolean {
  const xs = Float64Array.from(rows, (row) => Number(cell(row)));
  if (xs.some((x) => !Number.isFinite(x))) return false;
  const ys = Float64Array.from(rows, value);
  const mean = (list: Float64Array) => list.reduce((sum, x) => sum + x, 0) / list.length;
  const [mx, my] = [mean(xs), mean(ys)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < xs.length; i++) {
    xy += (xs[i]! - mx) * (ys[i]! - my);
    xx += (xs[i]! - mx) ** 2;
    yy += (ys[i]! - my) ** 2;
  }
  return Math.abs(xy) > SAME * Math.sqrt(xx * yy);
}
