import { HeteroGraphError } from '../../core/index.js';
import type { ScorerState } from './scorer.js';

type StateArray = ScorerState[string];

/**
 * An array of a saved scorer, of the kind and length that it must have; floats are finite.
 *
 * @param length default: any
 * @throws {HeteroGraphError} CORRUPT_FILE
 */
export function stateArray<T extends StateArray>(
  state: ScorerState,
  name: string,
  kind: abstract new (...given: never[]) => T,
  length?: number,
): T {
  const values = Object.hasOwn(state, name) ? state[name] : undefined;
  if (!(values instanceof kind)) throw corruptState(`The saved recommender has no array ${name} of the right type.`);
  if (length !== undefined && values.length !== length) {
    throw corruptState(`The array ${name} of the saved recommender has ${values.length} values instead of ${length}.`);
  }
  const isFloat = values instanceof Float32Array || values instanceof Float64Array;
  if (isFloat && !Array.prototype.every.call(values, Number.isFinite)) {
    throw corruptState(`The array ${name} of the saved recommender has a value that is NaN or infinite.`);
  }
  return values;
}

/** The error of what does not fit together in a saved scorer. */
export function corruptState(message: string): HeteroGraphError {
  return new HeteroGraphError('CORRUPT_FILE', message, { hint: 'Fit and save it again.' });
}
