import { expectArgument, HeteroGraphError } from '../../core/index.js';

/** Checks two lists of numbers about the same things. @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, NON_FINITE */
export function checkValues(x: ArrayLike<number>, y: ArrayLike<number>): void {
  expectArgument(x, 'numbers', 'x');
  expectArgument(y, 'numbers', 'y');
  if (x.length !== y.length) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `x has ${x.length} values and y has ${y.length}.`, {
      hint: 'Give a value of each for the same things, in the same order.',
    });
  }
  for (const [column, values] of [
    ['x', x],
    ['y', y],
  ] as const) {
    for (let row = 0; row < values.length; row++) {
      if (typeof values[row] === 'number' && !Number.isNaN(values[row])) continue;
      throw new HeteroGraphError('NON_FINITE', `A value is ${String(values[row])}.`, {
        ...{ row, column },
        hint: 'Leave out of both what has no number in one.',
      });
    }
  }
}
