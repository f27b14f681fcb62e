import type { Data } from 'apache-arrow';
import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError } from '../../core/index.js';
import { isNumeric, NUMERIC_ARRAYS, type NumericArray, type NumericType, numericColumn } from '../columns/make.js';
import { numbers, validity } from '../columns/read.js';
import { takeRows } from '../columns/take.js';
import type { PairGroups } from '../hetero-graph/sort-edges.js';
import type { ColumnSchema } from '../schema/schema.js';

/** How the weights of edges that become one are combined; `first` is that of the lowest edge row. */
export type WeightReduce = 'sum' | 'mean' | 'min' | 'max' | 'first';

export const reduceSchema = z.enum(['sum', 'mean', 'min', 'max', 'first']);

/** @throws {HeteroGraphError} INVALID_OPTION; WRONG_DTYPE where a weight column is not numeric */
export function checkReduce(reduce: WeightReduce, columns: readonly ColumnSchema[], type: string): void {
  checkOptions(reduceSchema, reduce, { what: 'reduce' });
  const wrong = columns.find((column) => isReduced(column, reduce) && !isNumeric(column.type));
  if (!wrong) return;
  throw new HeteroGraphError('WRONG_DTYPE', `Weights of type ${wrong.type} have no ${reduce}.`, {
    type,
    column: wrong.name,
    hint: 'Use reduce "first", or give the column another role.',
  });
}

function isReduced(column: ColumnSchema, reduce: WeightReduce): boolean {
  return column.role === 'weight' && reduce !== 'first';
}

/** What the column is after merging: means of integers are float64. */
export function reducedSchema(column: ColumnSchema, reduce: WeightReduce): ColumnSchema {
  const isMean = isReduced(column, reduce) && reduce === 'mean' && column.type !== 'float32';
  return isMean ? { ...column, type: 'float64' } : column;
}

/**
 * One value a group of edges: weights combined (in float64, nulls left out; int64 exactly), anything else that of the
 * group's first edge, [G].
 *
 * @throws {HeteroGraphError} VALUE_OUT_OF_RANGE where a sum of integers does not fit the column
 */
export function reduceColumn(
  column: ColumnSchema,
  data: Data,
  groups: PairGroups,
  reduce: WeightReduce,
  key: string,
): Data {
  const { order, starts } = groups;
  const numGroups = starts.length - 1;
  if (!isReduced(column, reduce)) return takeRows(column, data, firstEdges(groups));
  const values = numbers(data);
  const valid = validity(data);
  const outValid = valid && new Uint8Array(numGroups);
  const type = reducedSchema(column, reduce).type as NumericType;
  const out = new NUMERIC_ARRAYS[type](numGroups) as { [i: number]: number | bigint };
  const combine = COMBINE[reduce as Exclude<WeightReduce, 'first'>];
  for (let g = 0; g < numGroups; g++) {
    let count = 0;
    let total: number | bigint = 0;
    for (let i = starts[g]!; i < starts[g + 1]!; i++) {
      const edge = order[i]!;
      if (valid?.[edge] === 0) continue;
      total = count === 0 ? values[edge]! : combine(total, values[edge]!);
      count++;
    }
    if (count === 0) continue;
    if (outValid) outValid[g] = 1;
    const value = reduce === 'mean' ? Number(total) / count : total;
    if (reduce === 'sum') checkRange(column, value, key, order[starts[g]!]!);
    out[g] = value;
  }
  return numericColumn(type, out as unknown as NumericArray, outValid);
}

/** The lowest edge row of every group, [G]. */
export function firstEdges({ order, starts }: PairGroups): Int32Array {
  const first = new Int32Array(starts.length - 1);
  for (let g = 0; g < first.length; g++) first[g] = order[starts[g]!]!;
  return first;
}

type Combine = (a: number | bigint, b: number | bigint) => number | bigint;

// Both operands are of one kind, which the type checker cannot know.
const add: Combine = (a, b) => (a as number) + (b as number);
const COMBINE: Readonly<Record<Exclude<WeightReduce, 'first'>, Combine>> = {
  sum: add,
  mean: add,
  min: (a, b) => [a, b][Number(b < a)]!,
  max: (a, b) => [a, b][Number(b > a)]!,
};

function checkRange({ type: dtype, name }: ColumnSchema, value: number | bigint, type: string, row: number): void {
  const fits =
    typeof value === 'bigint' ? BigInt.asIntN(64, value) === value : dtype !== 'int32' || (value | 0) === value;
  if (fits) return;
  throw new HeteroGraphError('VALUE_OUT_OF_RANGE', `The sum ${value} does not fit ${dtype}.`, {
    type,
    column: name,
    row,
    hint: 'Use reduce "mean" or "max", or a float column.',
  });
}
