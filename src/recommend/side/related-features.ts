import type { Csr } from '../../core/index.js';
import type { SideInformation } from '../core/definition.js';
import { sideRelations } from './side-relations.js';

/** Nodes that rows are related to, a matrix a relation, columns numbered anew within each. */
export interface RelatedFeatures {
  readonly users: readonly Csr[];
  readonly items: readonly Csr[];
}

/** Users and items by what the relations of the side information join them to: genres, brands, friends. */
export function relatedFeatures(side: SideInformation): RelatedFeatures {
  const numUsers = side.userRows.length;
  const { relations } = sideRelations(side);
  const matrices = (from: number, count: number) =>
    relations.flatMap(({ source, target }) => {
      const csr = neighboursOf(source, target, from, count);
      return csr.indices.length > 0 ? [csr] : [];
    });
  return { users: matrices(0, numUsers), items: matrices(numUsers, side.itemRows.length) };
}

/** Distinct neighbours, in either direction, of the nodes from `first` on. */
function neighboursOf(source: Int32Array, target: Int32Array, first: number, count: number): Csr {
  const columns = new Map<number, number>();
  const rows: Set<number>[] = Array.from({ length: count }, () => new Set());
  const add = (node: number, other: number) => {
    if (node < first || node >= first + count || node === other) return;
    if (!columns.has(other)) columns.set(other, columns.size);
    rows[node - first]!.add(columns.get(other)!);
  };
  for (let e = 0; e < source.length; e++) {
    add(source[e]!, target[e]!);
    add(target[e]!, source[e]!);
  }
  const indptr = new Int32Array(count + 1);
  for (const [r, row] of rows.entries()) indptr[r + 1] = indptr[r]! + row.size;
  const indices = Int32Array.from(rows.flatMap((row) => [...row].sort((a, b) => a - b)));
  return { numRows: count, numCols: columns.size, indptr, indices };
}
