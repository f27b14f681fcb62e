import { expectArgument } from '../../core/index.js';

/**
 * Mean of a figure over users; those of whom it is NaN are left out. NaN where none is left.
 *
 * @throws {HeteroGraphError} INVALID_OPTION
 * @example meanOverUsers(Float64Array.of(0.5, Number.NaN, 1)); // 0.75
 */
export function meanOverUsers(values: ArrayLike<number>): number {
  expectArgument(values, 'numbers', 'values');
  let [sum, count] = [0, 0];
  for (let user = 0; user < values.length; user++) {
    if (Number.isNaN(values[user]!)) continue;
    sum += values[user]!;
    count++;
  }
  return sum / count;
}
