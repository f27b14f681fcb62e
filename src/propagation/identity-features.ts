import type { SparseMatrix } from '../core/index.js';
import type { IdIndex } from '../graph/index.js';
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
    const columns = type.ids && Object.hasOwn(known, type.name) ? known[type.name] : undefined;
    const features = columns ? ones(type.count, type.ids!, columns) : identity(type.count);
    return { ...type, features };
  });
  return { ...input, types };
}

function ones(count: number, ids: IdIndex, columns: readonly string[]): SparseMatrix {
  const at = new Map(columns.map((id, column) => [id, column]));
  const found = Array.from({ length: count }, (_, row) => at.get(String(ids.idOf(row))) ?? -1);
  const indptr = new Int32Array(count + 1);
  for (const [row, column] of found.entries()) indptr[row + 1] = indptr[row]! + Number(column >= 0);
  const indices = Int32Array.from(found.filter((column) => column >= 0));
  const values = new Float32Array(indices.length).fill(1);
  return { kind: 'sparse', numRows: count, width: columns.length, indptr, indices, values };
}

function identity(count: number): SparseMatrix {
  const indices = Int32Array.from({ length: count }, (_, i) => i);
  const indptr = Int32Array.from({ length: count + 1 }, (_, i) => i);
  return { kind: 'sparse', numRows: count, width: count, indptr, indices, values: new Float32Array(count).fill(1) };
}
