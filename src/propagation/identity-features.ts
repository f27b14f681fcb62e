import type { SparseMatrix } from '../core/index.js';
import type { PropagationInput } from './input.js';

/** The input with the identity matrix in place of the features that a type has not. */
export function identityFeatures(input: PropagationInput): PropagationInput {
  const types = input.types.map((type) => (type.features ? type : { ...type, features: identity(type.count) }));
  return { ...input, types };
}

function identity(count: number): SparseMatrix {
  const indices = Int32Array.from({ length: count }, (_, i) => i);
  const indptr = Int32Array.from({ length: count + 1 }, (_, i) => i);
  return { kind: 'sparse', numRows: count, width: count, indptr, indices, values: new Float32Array(count).fill(1) };
}
