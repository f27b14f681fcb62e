import { expectMembers, HeteroGraphError } from '../../core/index.js';
import type { Interactions } from '../interactions/interactions.js';

/** @throws {HeteroGraphError} INVALID_OPTION */
export function expectInteractions(interactions: Interactions): void {
  expectMembers(interactions, 'interactions', { users: 'object', items: 'object', matrix: 'object' });
  expectMembers(interactions.matrix, 'interactions.matrix', {
    ...{ indptr: 'numbers', indices: 'numbers', values: 'numbers' },
    ...{ numRows: 'number', numCols: 'number' },
  });
}

/** @throws {HeteroGraphError} MISSING_TIME */
export function expectTimes({ times }: Interactions): Float64Array {
  if (times) return times;
  throw new HeteroGraphError('MISSING_TIME', 'The interactions have no times.', {
    hint: 'Give times when they are made, or use a split that needs none, such as holdOutPerUser.',
  });
}
