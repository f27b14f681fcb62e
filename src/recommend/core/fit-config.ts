import { encodeWords, type RunConfig, sha256Hex } from '../../files/index.js';
import { hashGraph } from '../../graph/index.js';
import type { Interactions } from '../interactions/interactions.js';
import type { RecommendProblem } from './definition.js';

/** Everything that the bits of a fit depend on, by names that people know it by. */
export function fitConfig(
  recommender: string,
  { train, validation, side }: RecommendProblem,
  settings: object,
  seed: number,
): RunConfig {
  const plain = Object.entries(settings).map(([name, value]) => [`settings.${name}`, plainValue(value)] as const);
  return {
    ...{ recommender, seed },
    ...Object.fromEntries(plain),
    train: pairsHash(train),
    validation: validation ? pairsHash(validation) : null,
    side: side
      ? sha256Hex(hashGraph(side.graph), side.userType, side.itemType, words(side.userRows, side.itemRows))
      : null,
  };
}

function plainValue(value: unknown): string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : (JSON.stringify(value) ?? 'undefined');
}

/** Of which pair has which strength, by numbers. */
export function pairsHash({ matrix }: Interactions): string {
  const { numRows, numCols, indptr, indices, values } = matrix;
  return sha256Hex(words([numRows, numCols], indptr, indices), encodeWords([Float32Array.from(values)]));
}

function words(...arrays: readonly ArrayLike<number>[]): Uint8Array {
  return encodeWords(arrays.map((values) => Int32Array.from(values)));
}
