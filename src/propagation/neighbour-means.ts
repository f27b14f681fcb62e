import { getPool } from '../compute/index.js';
import { placed, projectRows, projectSparse, signProjection, uncheckedSpmm } from '../compute/internal.js';
import {
  type Csr,
  HeteroGraphError,
  RandomStream,
  type RunOptions,
  throwIfAborted,
  yieldToEventLoop,
} from '../core/index.js';
import { fillFixedVectors } from './fixed-vectors.js';
import type { PropagationInput } from './input.js';
import { normaliseRows } from './work.js';

/** Of the projection's signs: one of three is not zero. Rows of few words would lose theirs in sparser ones. */
const SPARSITY = 3;

export interface NeighbourMeansOptions extends RunOptions {
  /** Numbers of the relations of every subgraph. */
  readonly subsets: readonly (readonly number[])[];
  /** From 0. */
  readonly hops: number;
  /** Width W that the features of all types are brought to. */
  readonly width: number;
  /** Rows of the target to keep. */
  readonly rows: Int32Array;
  readonly seed: number;
}

/**
 * Neighbour averages over relation subgraphs, as NARS has them (Yu et al. 2020, equation 3): in each subgraph all neighbours, whatever
 * their type and relation, are averaged alike, hop after hop. Features of all types are first brought to one width by a random
 * projection with row norm; types without features get a fixed Gaussian vector per node.
 *
 * @returns of hop 0 the kept rows [rows, W]; of every other hop [rows, S, W], S subgraphs
 * @throws {HeteroGraphError} OUT_OF_MEMORY before any work, ABORTED
 */
export async function neighbourMeans(input: PropagationInput, options: NeighbourMeansOptions): Promise<Float32Array[]> {
  const { subsets, hops, width, rows, signal, onProgress } = options;
  const { arena } = getPool();
  const starts = firstNodes(input);
  const numNodes = starts.at(-1)!;
  checkRoom(input, numNodes, options);
  const first = starts[input.target]!;
  const out = Array.from(
    { length: hops + 1 },
    (_, hop) => new Float32Array(rows.length * width * (hop === 0 ? 1 : subsets.length)),
  );
  const keep = (x: Float32Array, hop: number, slot: number) => {
    const slots = hop === 0 ? 1 : subsets.length;
    for (const [i, row] of rows.entries()) {
      out[hop]!.set(x.subarray((first + row) * width, (first + row + 1) * width), (i * slots + slot) * width);
    }
  };
  const blocks: Float32Array[] = [];
  const block = () => {
    const values = arena.allocFloat32(numNodes * width);
    blocks.push(values);
    return values;
  };
  try {
    const x0 = block();
    for (const [t, start] of starts.slice(0, -1).entries()) {
      throwIfAborted(signal);
      fillInput(input.types[t]!, x0.subarray(start * width, starts[t + 1]! * width), options);
    }
    keep(x0, 0, 0);
    const states = [block(), block()];
    for (const [s, subset] of subsets.entries()) {
      const csr = merged(input, subset, starts);
      let x = x0;
      for (let hop = 1; hop <= hops; hop++) {
        throwIfAborted(signal);
        const next = states[hop % 2]!;
        uncheckedSpmm(csr, x, width, { reduce: 'mean', out: next });
        keep(next, hop, s);
        x = next;
        await yieldToEventLoop();
      }
      onProgress?.({ stage: 'average', done: s + 1, total: subsets.length, unit: 'subgraphs' });
    }
    return out;
  } finally {
    for (const values of blocks) arena.free(values);
  }
}

/** Number of each type's first node among the nodes of all types, and of all nodes. */
function firstNodes({ types }: PropagationInput): number[] {
  const starts = [0];
  for (const { count } of types) starts.push(starts.at(-1)! + count);
  return starts;
}

/** @throws {HeteroGraphError} OUT_OF_MEMORY */
function checkRoom(input: PropagationInput, numNodes: number, { width, hops, subsets, rows }: NeighbourMeansOptions) {
  const { used, limit } = getPool().arena.stats();
  const entries = input.relations.reduce((sum, { aFromB }) => sum + aFromB.indices.length, 0);
  const bytes = 4 * (3 * numNodes * width + numNodes + 2 * entries);
  const kept = 4 * rows.length * width * (1 + hops * subsets.length);
  if (used + bytes <= limit && kept <= 2 ** 33) return;
  throw new HeteroGraphError('OUT_OF_MEMORY', `The averages take ${bytes} bytes and the result ${kept}.`, {
    type: input.types[input.target]!.name,
    hint: 'Ask for a smaller width, fewer subsets or fewer hops.',
  });
}

/** The features of a type, projected, rows normalised; or Gaussian vectors of about the same length. */
function fillInput(
  type: PropagationInput['types'][number],
  out: Float32Array,
  { width, seed }: NeighbourMeansOptions,
): void {
  const { name, count, features } = type;
  if (!features || features.width === 0) {
    fillFixedVectors(type, out, width, seed);
    return;
  }
  if (count === 0) return;
  const pool = getPool();
  const stream = new RandomStream(seed, 'input-projection', name);
  const w = signProjection(pool, features.width, width, SPARSITY, stream);
  try {
    if (features.kind === 'sparse') projectSparse(pool, w, features, out.byteOffset);
    else {
      placed(pool.arena, (place) => {
        const input = { numRows: count, x: place.of(features.values) };
        projectRows(pool, w, input, out.byteOffset, false);
      });
    }
  } finally {
    w.dispose();
  }
  normaliseRows(out, width);
}

/** The relations of a subset, both ways, as one matrix over the nodes of all types. */
function merged({ relations }: PropagationInput, subset: readonly number[], starts: readonly number[]): Csr {
  const numRows = starts.at(-1)!;
  const sides = subset.flatMap((r) => {
    const { a, b, aFromB, bFromA } = relations[r]!;
    const there = { csr: aFromB, row: starts[a]!, column: starts[b]! };
    return a === b ? [there] : [there, { csr: bFromA, row: starts[b]!, column: starts[a]! }];
  });
  const indptr = new Int32Array(numRows + 1);
  for (const { csr, row } of sides) {
    for (let r = 0; r < csr.numRows; r++) indptr[row + r + 1]! += csr.indptr[r + 1]! - csr.indptr[r]!;
  }
  for (let r = 0; r < numRows; r++) indptr[r + 1]! += indptr[r]!;
  const indices = new Int32Array(indptr[numRows]!);
  const at = indptr.slice();
  for (const { csr, row, column } of sides) {
    for (let r = 0; r < csr.numRows; r++) {
      for (let e = csr.indptr[r]!; e < csr.indptr[r + 1]!; e++) indices[at[row + r]!++] = column + csr.indices[e]!;
    }
  }
  return { numRows, numCols: numRows, indptr, indices };
}
