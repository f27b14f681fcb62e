import type { SparseMatrix } from '../core/index.js';
import { placesOfIds } from '../graph/internal.js';
import type { PropagationInput } from './input.js';

/**
 * The input with the identity matrix in place of the features that a type has not.
 *
 * @param known by node type, ids that the columns are of; a node of another id has no one at all. Default: the type's own, in order
 */
export function identityFeatures(
  input: PropagationInput,
  known: Readonly<Record<string, readonly string[]>> = {},
): PropagationInput {
  const types = input.types.map((type) => {
    if (type.features) return type;
    const ids = type.ids && Object.hasOwn(known, type.name) ? known[type.name] : undefined;
    const columns = ids ? placesOfIds(type.ids!, ids) : Int32Array.from({ length: type.count }, (_, i) => i);
    return { ...type, features: ones(columns, ids?.length ?? type.count) };
  });
  return { ...input, types };
}

/** A one at a column of each row; none where the column is -1. */
function ones(columns: Int32Array, width: number): SparseMatrix {
  const numRows = columns.length;
  const indptr = new Int32Array(numRows + 1);
  for (const [row, column] of columns.entries()) indptr[row + 1] = indptr[row]! + Number(column >= 0);
  const indices = columns.filter((column) => column >= 0);
  return { kind: 'sparse', numRows, width, indptr, indices, values: new Float32Array(indices.length).fill(1) };
}
