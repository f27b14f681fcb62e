import { HeteroGraphError } from '../../core/index.js';
import type { ScorerState } from './scorer.js';

/**
 * The array of a saved scorer by its name, of so many numbers, all of them finite.
 *
 * @throws {HeteroGraphError} CORRUPT_FILE, NON_FINITE
 */
export function savedFloats(state: ScorerState, name: string, length: number): Float32Array {
  const values = Object.hasOwn(state, name) ? state[name] : undefined;
  if (!(values instanceof Float32Array) || values.length !== length) {
    throw new HeteroGraphError('CORRUPT_FILE', `The array ${name} is not one of ${length} numbers.`, {
      column: name,
      hint: 'It must be that of these users, items and settings: fit and save the recommender again.',
    });
  }
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return values;
  throw new HeteroGraphError('NON_FINITE', `The array ${name} holds ${values[at]} at ${at}.`, {
    column: name,
    row: at,
    hint: 'Fit and save the recommender again.',
  });
}
