import { type Csr, rowsOfEntries, type WeightedCsr } from '../../core/index.js';
import type { Relation } from '../side/side-relations.js';

/** The interactions as a relation. */
export function interactionRelation(matrix: Csr): Relation {
  const target = matrix.indices.map((item) => matrix.numRows + item);
  return { name: 'interactions', source: rowsOfEntries(matrix), target };
}

/** A sparse square matrix by ascending keys row x nodes + column. */
interface Entries {
  readonly keys: Float64Array;
  readonly values: Float64Array;
}

/** weight x D^-1/2 A D^-1/2: A has both directions of every edge once, no loops. */
function normalised({ source, target }: Relation, numNodes: number, weight: number): Entries {
  const both = new Float64Array(2 * source.length);
  for (let e = 0; e < source.length; e++) {
    both[2 * e] = source[e]! * numNodes + target[e]!;
    both[2 * e + 1] = target[e]! * numNodes + source[e]!;
  }
  both.sort();
  const keys = both.filter((key, k) => key !== both[k - 1] && Math.floor(key / numNodes) !== key % numNodes);
  const degrees = new Float64Array(numNodes);
  for (const key of keys) degrees[key % numNodes]!++;
  const values = keys.map((key) => weight / Math.sqrt(degrees[Math.floor(key / numNodes)]! * degrees[key % numNodes]!));
  return { keys, values };
}

function sum(a: Entries, b: Entries): Entries {
  const keys = new Float64Array(a.keys.length + b.keys.length);
  const values = new Float64Array(keys.length);
  let [i, j, count] = [0, 0, 0];
  while (i < a.keys.length || j < b.keys.length) {
    const key = Math.min(a.keys[i] ?? Number.POSITIVE_INFINITY, b.keys[j] ?? Number.POSITIVE_INFINITY);
    keys[count] = key;
    if (a.keys[i] === key) values[count]! += a.values[i++]!;
    if (b.keys[j] === key) values[count]! += b.values[j++]!;
    count++;
  }
  return { keys: keys.slice(0, count), values: values.slice(0, count) };
}

/**
 * SUM over relations of weight x D^-1/2 A D^-1/2, A the adjacency of the relation in both directions (parallel edges once, no loops) and
 * D its degrees, as one symmetric CSR [nodes, nodes]. O(entries x log entries).
 */
export function unionMatrix(numNodes: number, relations: readonly Relation[], weights: readonly number[]): WeightedCsr {
  let all: Entries = { keys: new Float64Array(0), values: new Float64Array(0) };
  for (const [r, relation] of relations.entries()) {
    if (weights[r]! > 0) all = sum(all, normalised(relation, numNodes, weights[r]!));
  }
  const indptr = new Int32Array(numNodes + 1);
  for (const key of all.keys) indptr[Math.floor(key / numNodes) + 1]!++;
  for (let r = 0; r < numNodes; r++) indptr[r + 1]! += indptr[r]!;
  const indices = Int32Array.from(all.keys, (key) => key % numNodes);
  return { numRows: numNodes, numCols: numNodes, indptr, indices, values: Float32Array.from(all.values) };
}
