import { type Csr, type RandomStream, rowsOfEntries } from '../../core/index.js';
import {
  abs,
  add,
  addAll,
  exp,
  gatherRows,
  log,
  mean,
  minimum,
  multiply,
  relu,
  type Scalar,
  scale,
  sliceColumns,
  subtract,
  sum,
  type Tensor2D,
  tensor2d,
} from '../../tensor/index.js';
import type { MessageRelation } from '../messages/relation.js';

/** The score of an edge is the highest of its heads of queries[target] + keys[source]. */
export interface ScoredRelation {
  readonly relation: MessageRelation;
  /** [targets, H]. */
  readonly queries: Tensor2D;
  /** [sources, H]. */
  readonly keys: Tensor2D;
}

/**
 * -mean over edges of w log sigmoid(s) - mean over random pairs that are no edges of log sigmoid(-s), summed over the relations and divided
 * by twice their number. Weights w are the values of the matrix, 1 where it has none. Undefined where there is no edge.
 */
export function proximityLoss(
  relations: readonly ScoredRelation[],
  { negatives, random }: { readonly negatives: number; readonly random: RandomStream },
): Scalar | undefined {
  const terms = relations.flatMap(({ relation, queries, keys }) => {
    const csr = relation.matrix.arrays(false);
    const numEdges = csr.indices.length;
    if (numEdges === 0) return [];
    const score = ({ targets, sources }: Pairs) =>
      highest(add(gatherRows(queries, targets), gatherRows(keys, sources)));
    const held = logSigmoid(score({ targets: rowsOfEntries(csr), sources: csr.indices }));
    const weights = 'values' in csr ? tensor2d(csr.values, [numEdges, 1]) : 1;
    const first = scale(sum(multiply(held, weights)), -1 / numEdges);
    const pairs = absentPairs(csr, Math.ceil(negatives * numEdges), random.child(relation.name));
    return pairs.targets.length === 0 ? [first] : [first, scale(mean(logSigmoid(scale(score(pairs), -1))), -1)];
  });
  return terms.length === 0 ? undefined : scale(addAll(terms), 1 / (2 * relations.length));
}

interface Pairs {
  readonly targets: Int32Array;
  readonly sources: Int32Array;
}

/** Random pairs that are no edges: at most `count`, fewer where nearly all pairs are edges. */
export function absentPairs(csr: Csr, count: number, stream: RandomStream): Pairs {
  const { numRows, numCols, indptr, indices } = csr;
  const targets = new Int32Array(count);
  const sources = new Int32Array(count);
  const rows = new Map<number, ReadonlySet<number>>();
  let found = 0;
  for (let tries = 0; found < count && tries < 10 * count; tries++) {
    const [target, source] = [stream.nextInt(numRows), stream.nextInt(numCols)];
    let row = rows.get(target);
    if (!row) {
      row = new Set(indices.subarray(indptr[target]!, indptr[target + 1]!));
      rows.set(target, row);
    }
    if (row.has(source)) continue;
    targets[found] = target;
    sources[found++] = source;
  }
  return { targets: targets.subarray(0, found), sources: sources.subarray(0, found) };
}

/** The highest value of every row: [E, H] -> [E, 1]. */
function highest(x: Tensor2D): Tensor2D {
  let best = sliceColumns(x, 0, 1);
  for (let h = 1; h < x.shape[1]; h++) best = add(best, relu(subtract(sliceColumns(x, h, 1), best)));
  return best;
}

/** log(1 / (1 + e^-x)), without overflow. */
function logSigmoid(x: Tensor2D): Tensor2D {
  return subtract(minimum(x, 0), log(add(exp(scale(abs(x), -1)), 1)));
}
