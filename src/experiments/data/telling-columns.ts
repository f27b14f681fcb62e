import type { HeteroGraph } from '../../graph/index.js';
import type { Preparation } from './prepare-features.js';

/** Fewer rows than this tell too little. */
const FEWEST_ROWS = 20;
/** A value must stand in so many rows on average: a column of names tells everything, and nothing. */
const ROWS_A_VALUE = 5;
/** A correlation of numbers above this is a change of unit. */
const SAME = 0.9999;

/** What is known of the target: the class of every row, or its number. */
export type KnownTarget =
  | { readonly kind: 'classes'; readonly values: ArrayLike<number> }
  | { readonly kind: 'numbers'; readonly values: ArrayLike<number> };

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
      const known = Array.from(trainRows, (row) => ({ cell: cells.get(row) as unknown, value: target.values[row]! }));
      const there = known.filter(({ cell }) => cell !== null && cell !== undefined && cell !== '');
      if (there.length < FEWEST_ROWS || there.every(({ value }) => value === there[0]!.value)) return false;
      return tellsByValue(there) || (target.kind === 'numbers' && tellsByLine(there));
    });
}

interface Known {
  readonly cell: unknown;
  readonly value: number;
}

function tellsByValue(known: readonly Known[]): boolean {
  const told = new Map<unknown, number>();
  for (const { cell, value } of known) {
    const before = told.get(cell);
    if (before !== undefined && before !== value) return false;
    told.set(cell, value);
  }
  return told.size * ROWS_A_VALUE <= known.length;
}

function tellsByLine(known: readonly Known[]): boolean {
  const xs = known.map(({ cell }) => Number(cell));
  if (xs.some((x) => !Number.isFinite(x))) return false;
  const mean = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
  const [mx, my] = [mean(xs), mean(known.map(({ value }) => value))];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [i, { value }] of known.entries()) {
    xy += (xs[i]! - mx) * (value - my);
    xx += (xs[i]! - mx) ** 2;
    yy += (value - my) ** 2;
  }
  return Math.abs(xy) > SAME * Math.sqrt(xx * yy);
}
