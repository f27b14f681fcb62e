import { HeteroGraphError } from '../../core/index.js';
import type { PlannedFeature } from './plan.js';

/** A feature that the database cannot have. */
export function mismatch({ name }: PlannedFeature): HeteroGraphError {
  return new HeteroGraphError('MODEL_MISMATCH', `The feature ${name} cannot be computed from this database.`, {
    hint: 'A column of it has another kind than when the features were planned: give a database of the same tables and columns, or plan again.',
  });
}
