import { getPool } from '../compute/index.js';
import type { HeteroGraph } from '../graph/index.js';
import { isReached, type PropagationInput, propagationInput, relationViews } from './input.js';
import type { RpHgnnOptions } from './options.js';

/** What a pre-computation will take, in bytes of the kernels' memory. */
export interface RpHgnnEstimate {
  /** Shape [rows, hops, width] of every group and its bytes. */
  readonly groups: readonly {
    readonly name: string;
    readonly hops: number;
    readonly width: number;
    readonly bytes: number;
  }[];
  /** The groups together: what stays afterwards. */
  readonly resultBytes: number;
  /** At most in use at any moment, the result included. */
  readonly peakBytes: number;
}

type EstimateOptions = Omit<RpHgnnOptions, 'seed' | 'signal' | 'onProgress'>;

/**
 * Shapes and memory of {@link precomputeRpHgnn} without computing anything. O(types + relations), after the graph's adjacencies.
 *
 * @throws {HeteroGraphError} UNKNOWN_NODE_TYPE, UNKNOWN_EDGE_TYPE
 */
export function estimateRpHgnn(graph: HeteroGraph, options: EstimateOptions): RpHgnnEstimate {
  const input = propagationInput(graph, options.target, options.relations);
  const numRows = options.rows?.length ?? graph.numNodes(options.target);
  const numClasses = options.labels ? (graph.labels(options.target, options.labels.column)?.numClasses ?? 0) : 0;
  return estimateInput(input, numRows, numClasses, options);
}

/** Slack and alignment of every block. */
const BLOCK_BYTES = 128;

export function estimateInput(
  input: PropagationInput,
  numRows: number,
  numClasses: number,
  { hops, useInput = false, embeddingWidth = 256, inputWidth, projection = 'very-sparse', labels }: EstimateOptions,
): RpHgnnEstimate {
  const { types, relations, target } = input;
  const floats = (rows: number, width: number) => rows * width * 4 + BLOCK_BYTES;
  const isRead = types.map((_, t) => isReached(input, t));
  const widths = types.map(({ features }) =>
    features ? Math.min(features.width, inputWidth ?? features.width) : embeddingWidth,
  );
  const views = relationViews(relations);

  const group = (name: string, depth: number, width: number) => ({
    name,
    hops: depth,
    width,
    bytes: floats(numRows, depth * width),
  });
  const groups = views
    .filter(({ t }) => t === target)
    .flatMap(({ name, u }) => [
      group(`${name}/odd`, hops, widths[u]!),
      group(`${name}/even`, hops + (useInput ? 1 : 0), widths[target]!),
    ]);
  if (labels) {
    const depth = labels.method === 'echo-removed' ? 1 : labels.hops;
    for (const { name, a, b } of relations) {
      if (a === target && b === target) groups.push(group(`${name}/label-odd`, depth, numClasses));
      if (a === target || b === target) groups.push(group(`${name}/label-even`, depth, numClasses));
    }
  }
  const resultBytes = groups.reduce((sum, { bytes }) => sum + bytes, 0);

  const placed = new Set(relations.flatMap(({ aFromB, bFromA }) => [aFromB, bFromA]));
  let relationBytes = 0;
  for (const { indptr, indices } of placed) relationBytes += indptr.byteLength + indices.byteLength + 2 * BLOCK_BYTES;
  const dense = types.map(({ count }, t) => (isRead[t] ? floats(count, widths[t]!) : BLOCK_BYTES));
  const isSparse = types.map(
    ({ features }) => features?.kind === 'sparse' && features.width <= (inputWidth ?? features.width),
  );
  const sum = (values: readonly number[]) => values.reduce((so, value) => so + value, 0);
  const firstState = sum(dense.filter((_, t) => !isSparse[t]));
  const states = hops === 1 ? firstState : sum(dense) + (hops === 2 ? firstState : sum(dense));

  // Sparse input is lent to the kernels for one product at a time.
  const lent = types.map(({ features }) =>
    features?.kind === 'sparse'
      ? features.indptr.byteLength + features.indices.byteLength + features.values.byteLength + 3 * BLOCK_BYTES
      : 0,
  );
  const signs = (inWidth: number, outWidth: number) => {
    const mean = inWidth / (projection === 'sparse' ? 3 : Math.max(3, Math.sqrt(inWidth)));
    return outWidth * (Math.min(inWidth, Math.ceil(mean + 12 * Math.sqrt(mean) + 32)) * 4 + 8);
  };
  const threads = getPool().threads;
  const blockBytes = (rows: number, width: number) => threads * Math.min(256, Math.ceil(rows / 32)) * width * 4;
  const working = relations.map((relation) => {
    const both = relationViews([relation]);
    // Both odd tensors stay while the relation is visited; then one even tensor or projection at a time.
    const odd = sum(
      both.map(({ t, u }) => (hops === 1 && t === target && both.length > 1 ? 0 : floats(types[t]!.count, widths[u]!))),
    );
    const visits = both.map(({ t, u }) => {
      const lending = Math.max(lent[t]!, lent[u]!);
      if (hops === 1) return lending;
      const [nt, nu, wt, wu] = [types[t]!.count, types[u]!.count, widths[t]!, widths[u]!];
      const even = floats(nt, wt);
      const projected = Math.max(floats(nu, wt), isSparse[t] && t !== target ? floats(nt, wt) + floats(nu, wt) : 0);
      const scratch = Math.max(blockBytes(nt, wt), threads * (Math.max(wt, wu) + wt + 8) * 64);
      return even + projected + lending + Math.max(signs(wu, wt), signs(wt, wt)) + scratch;
    });
    return odd + Math.max(0, ...visits);
  });
  const rowBytes = numRows * 4 + BLOCK_BYTES;
  const peakBytes = relationBytes + states + resultBytes + rowBytes + Math.max(0, ...working);
  return { groups, resultBytes, peakBytes };
}
