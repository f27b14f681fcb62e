import type { FeatureMatrix, WeightedCsr } from '../../core/index.js';
import { encodeFeatures, fitFeatures, type HeteroGraph } from '../../graph/index.js';
import type { SideInformation } from '../core/definition.js';
import { joinedFeatures } from '../side/joined-features.js';
import { relatedFeatures } from '../side/related-features.js';

/** Features of users [users, features] and items [items, features], each with columns of its own. */
export interface TowerFeatures {
  readonly users: WeightedCsr;
  readonly items: WeightedCsr;
}

/**
 * What is known of users and items beside who took what: values of categories and tags and related nodes as columns of ones (over the root
 * of how many a row has), and numbers, dates and texts as the features of graphs encode them.
 */
export function towerFeatures(side: SideInformation): TowerFeatures {
  const related = relatedFeatures(side);
  const { graph, userType, itemType, userRows, itemRows } = side;
  const users = joinedFeatures(userRows.length, related.users);
  const items = joinedFeatures(itemRows.length, related.items);
  return {
    users: withMatrix(users, otherColumns(graph, userType), userRows),
    items: withMatrix(items, otherColumns(graph, itemType), itemRows),
  };
}

/** Columns that are neither categories nor tags, which are relations already. */
function otherColumns(graph: HeteroGraph, type: string): FeatureMatrix | undefined {
  const uses = (fitFeatures(graph)[type] ?? []).filter(({ encoding }) => {
    return encoding !== undefined && encoding.kind !== 'category' && encoding.kind !== 'tags';
  });
  return uses.length === 0 ? undefined : encodeFeatures(graph, { [type]: uses }).features(type);
}

/** Rows of a feature matrix beside those of a CSR. */
function withMatrix(csr: WeightedCsr, matrix: FeatureMatrix | undefined, rows: Int32Array): WeightedCsr {
  if (!matrix) return csr;
  const [indices, values]: [number[], number[]] = [[], []];
  const indptr = new Int32Array(rows.length + 1);
  for (const [r, row] of rows.entries()) {
    for (let e = csr.indptr[r]!; e < csr.indptr[r + 1]!; e++) {
      indices.push(csr.indices[e]!);
      values.push(csr.values[e]!);
    }
    const add = (column: number, value: number) => {
      if (value === 0) return;
      indices.push(csr.numCols + column);
      values.push(value);
    };
    if (matrix.kind === 'dense') {
      for (let c = 0; c < matrix.width; c++) add(c, matrix.values[row * matrix.width + c]!);
    } else {
      for (let e = matrix.indptr[row]!; e < matrix.indptr[row + 1]!; e++) add(matrix.indices[e]!, matrix.values[e]!);
    }
    indptr[r + 1] = indices.length;
  }
  return {
    numRows: rows.length,
    numCols: csr.numCols + matrix.width,
    indptr,
    indices: Int32Array.from(indices),
    values: Float32Array.from(values),
  };
}
