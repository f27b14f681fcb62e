import type { Interactions } from '../interactions/interactions.js';

/** Pairs to learn from and pairs held out, numbered alike; no pair is in both. To hold out a second part, split `train` again. */
export interface InteractionSplit {
  readonly train: Interactions;
  readonly test: Interactions;
}

/** Divides pairs by a flag an entry of the matrix: those with 1 are held out. */
export function splitByFlags(interactions: Interactions, isTest: Uint8Array): InteractionSplit {
  return { train: pickPairs(interactions, isTest, 0), test: pickPairs(interactions, isTest, 1) };
}

/** The pairs whose flag has a value, with the same users and items. */
export function pickPairs(
  { users, items, matrix, times }: Interactions,
  flags: Uint8Array,
  flag: number,
): Interactions {
  const kept = Int32Array.from(flags.keys()).filter((entry) => flags[entry] === flag);
  const indptr = new Int32Array(matrix.numRows + 1);
  for (let row = 0, at = 0; row < matrix.numRows; row++) {
    while (at < kept.length && kept[at]! < matrix.indptr[row + 1]!) at++;
    indptr[row + 1] = at;
  }
  const picked = {
    ...matrix,
    indptr,
    indices: kept.map((entry) => matrix.indices[entry]!),
    values: Float32Array.from(kept, (entry) => matrix.values[entry]!),
  };
  const own = times && Float64Array.from(kept, (entry) => times[entry]!);
  return { users, items, matrix: picked, ...(own && { times: own }) };
}
