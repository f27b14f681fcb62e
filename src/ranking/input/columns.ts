import { expectArgument, HeteroGraphError } from '../../core/index.js';

/** Checks a column that is as long as another. @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH */
export function expectColumn(values: unknown, length: number, column: string): void {
  expectArgument(values, 'list', column);
  const found = (values as ArrayLike<unknown>).length;
  if (found === length) return;
  throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${found} values for ${length} rows.`, {
    column,
    hint: 'Give one value for each row.',
  });
}

/** The weight of a row; 1 where there are none. @throws {HeteroGraphError} INVALID_WEIGHT */
export function weightAt(weights: ArrayLike<number> | undefined, row: number): number {
  if (!weights) return 1;
  const weight = weights[row];
  if (typeof weight === 'number' && weight > 0 && weight < Number.POSITIVE_INFINITY) return weight;
  throw new HeteroGraphError('INVALID_WEIGHT', `A weight is ${String(weight)}.`, {
    ...{ row, column: 'weight' },
    hint: 'It must be a number above 0; leave out rows that do not count.',
  });
}

/** Some contestant stands twice in one order. */
export function namedTwice(id: unknown, row: number, column: string): HeteroGraphError {
  return new HeteroGraphError('DUPLICATE_ID', `"${String(id)}" is compared with itself.`, {
    ...{ row, column },
    hint: 'A contestant may stand once in a comparison or an order; leave the row out.',
  });
}

/** `1 row`, `2 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
