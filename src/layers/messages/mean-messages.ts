import {
  concatColumns,
  concatRows,
  gatherRows,
  matMul,
  reshape,
  SparseOperand,
  splitRows,
  spmm,
  type Tensor2D,
} from '../../tensor/index.js';
import { type HeteroTensors, inputOf } from './hetero-layer.js';
import { interleaveMeans, joinMeans } from './join-means.js';
import type { MessageGraph } from './message-graph.js';
import type { MessageRelation } from './relation.js';

/** {@link meanMessages} along relations of any types, [targets, H] each. @param weightOf [D, H] */
export function meanMessagesInto(
  graph: MessageGraph,
  relations: readonly MessageRelation[],
  x: HeteroTensors,
  weightOf: (relation: string) => Tensor2D,
): Tensor2D[] {
  const sources = new Set(relations.map(({ source }) => source));
  return [...sources].flatMap((source) => {
    const alike = relations.filter((relation) => relation.source === source);
    return meanMessages(
      graph,
      alike,
      inputOf(x, source),
      alike.map(({ name }) => weightOf(name)),
    );
  });
}

/** Multiplications that take as long as one more call of a kernel. */
const WORK_OF_A_CALL = 2e5;

/** Numbers of what is between two products, 64 MB. */
const MOST_NUMBERS = 2 ** 24;

/**
 * SUM_r A_r X W_r over relations between the same two types, A_r the mean over the neighbours: in one sparse product and, where these fit into
 * memory, one dense product, however many relations there are; or one dense product a relation of the few nodes that send along it. [sources, D], R times [D, H] -> a list of [targets, H] to be added up.
 */
function meanMessages(
  graph: MessageGraph,
  relations: readonly MessageRelation[],
  x: Tensor2D,
  weights: readonly Tensor2D[],
): Tensor2D[] {
  const { numRows, numCols } = relations[0]!.matrix;
  const [d, h] = weights[0]!.shape;
  // The order that takes fewer operations.
  const isSparseFirst = numRows < numCols && d <= h;
  if (relations.length > 1) {
    const senders = sendersOf(graph, relations);
    const spared = relations.length * (isSparseFirst ? numRows : numCols) - senders.rows.length;
    if (spared * d * h > relations.length * WORK_OF_A_CALL) return sendersFirst(graph, relations, x, weights, senders);
  }
  const multiplied = isSparseFirst ? sparseFirst : denseFirst;
  const each = isSparseFirst ? numRows * d : numCols * h;
  const atOnce = Math.max(1, Math.floor(MOST_NUMBERS / Math.max(1, each)));
  return Array.from({ length: Math.ceil(relations.length / atOnce) }, (_, part) => {
    const some = <T>(list: readonly T[]) => list.slice(part * atOnce, (part + 1) * atOnce);
    return multiplied(graph, some(relations), x, some(weights));
  });
}

/** The nodes that send along each relation, below each other. */
interface Senders {
  readonly rows: Int32Array;
  /** Of each relation; none where it has no edge. */
  readonly counts: readonly number[];
}

const sendersKept = new WeakMap<MessageGraph, Map<string, Senders>>();

function sendersOf(graph: MessageGraph, relations: readonly MessageRelation[]): Senders {
  const kept = sendersKept.get(graph) ?? new Map<string, Senders>();
  sendersKept.set(graph, kept);
  const key = keyOf('senders', relations);
  let found = kept.get(key);
  if (!found) {
    const lists = relations.map(({ matrix }) => new Int32Array(new Set(matrix.arrays(false).indices)).sort());
    const rows = Int32Array.from(lists.flatMap((list) => [...list]));
    found = { rows, counts: lists.map(({ length }) => length) };
    kept.set(key, found);
  }
  return found;
}

function sendersFirst(
  graph: MessageGraph,
  relations: readonly MessageRelation[],
  x: Tensor2D,
  weights: readonly Tensor2D[],
  { rows, counts }: Senders,
): Tensor2D[] {
  if (rows.length === 0) return [];
  const means = graph.operand(keyOf('senders', relations), () => {
    let next = 0;
    const parts = relations.map(({ matrix }, r) => {
      const first = next;
      next += counts[r]!;
      const placeOf = new Map(Array.from(rows.subarray(first, next), (row, place) => [row, place]));
      const edges = matrix.arrays(false);
      const indices = edges.indices.map((row) => placeOf.get(row)!);
      return { edges: { ...edges, numCols: counts[r]!, indices }, first, step: 1 };
    });
    return new SparseOperand(joinMeans(relations[0]!.matrix.numRows, rows.length, parts));
  });
  const heights = counts.filter((count) => count > 0);
  const used = weights.filter((_, r) => counts[r]! > 0);
  const products = splitRows(gatherRows(x, rows), heights).map((states, r) => matMul(states, used[r]!));
  return [spmm(means, products.length === 1 ? products[0]! : concatRows(products))];
}

function sparseFirst(
  graph: MessageGraph,
  relations: readonly MessageRelation[],
  x: Tensor2D,
  weights: readonly Tensor2D[],
): Tensor2D {
  if (relations.length === 1) return matMul(spmm(relations[0]!.mean, x), weights[0]!);
  const means = graph.operand(
    keyOf('rows', relations),
    () => new SparseOperand(interleaveMeans(relations.map(({ matrix }) => matrix.arrays(false)))),
  );
  const width = relations.length * x.shape[1];
  const side = reshape<Tensor2D>(spmm(means, x), [relations[0]!.matrix.numRows, width]);
  return matMul(side, concatRows(weights));
}

function denseFirst(
  graph: MessageGraph,
  relations: readonly MessageRelation[],
  x: Tensor2D,
  weights: readonly Tensor2D[],
): Tensor2D {
  if (relations.length === 1) return spmm(relations[0]!.mean, matMul(x, weights[0]!));
  const { numRows, numCols } = relations[0]!.matrix;
  const step = relations.length;
  const means = graph.operand(keyOf('columns', relations), () => {
    const parts = relations.map(({ matrix }, first) => ({ edges: matrix.arrays(false), first, step }));
    return new SparseOperand(joinMeans(numRows, numCols * step, parts));
  });
  return spmm(means, reshape(matMul(x, concatColumns(weights)), [numCols * step, weights[0]!.shape[1]]));
}

function keyOf(form: string, relations: readonly MessageRelation[]): string {
  return JSON.stringify([form, ...relations.map(({ name }) => name)]);
}
