import { type RunOptions, throwIfAborted, yieldToEventLoop } from '../../core/index.js';
import type { MessageGraph } from '../../layers/index.js';
import { changeOf, scoresOn } from './change.js';
import { type EdgeKey, setOf } from './faithfulness.js';
import type { NetworkView } from './network-view.js';
import { withoutEdges } from './without-edges.js';

export interface Occluded {
  /** Highest change first; of numbers the largest, up or down. */
  readonly edges: readonly (EdgeKey & { readonly score: number })[];
  readonly unexamined: number;
}

/**
 * Leaves out the edges within reach of the rows, one at a time, the nearest first, and says how much the scores of the predicted classes, or
 * the predicted numbers, fall.
 * One forward pass an edge; nothing is learned, so that there is nothing to converge. Directions of an edge count by themselves.
 */
export async function occlude(
  view: NetworkView,
  rows: Int32Array,
  before: Float32Array,
  maxEdges: number,
  { signal, onProgress }: RunOptions,
): Promise<Occluded> {
  const { edges, total } = edgesWithinReach(view.messages, view.target, rows, view.reach, maxEdges);
  const scored: (EdgeKey & { readonly score: number })[] = [];
  for (const [done, edge] of edges.entries()) {
    await yieldToEventLoop();
    throwIfAborted(signal);
    const graph = withoutEdges(view.messages, setOf([edge]));
    try {
      await view.prepare(graph);
      scored.push({ ...edge, score: changeOf(before, await scoresOn(view, graph), rows, view.task) });
    } finally {
      view.forget(graph);
      graph.dispose();
    }
    onProgress?.({ stage: 'explain', done: done + 1, total: edges.length, unit: 'edges' });
  }
  // An edge may raise a number or lower it; what counts is how much.
  const size = view.task.kind === 'regression' ? Math.abs : (score: number) => score;
  return { edges: scored.sort((a, b) => size(b.score) - size(a.score)), unexamined: total - edges.length };
}

/** Edges that messages to the rows take, by their distance from them; the first `most` of all there are. */
export function edgesWithinReach(
  graph: MessageGraph,
  target: string,
  rows: Int32Array,
  reach: number,
  most: number,
): { readonly edges: readonly EdgeKey[]; readonly total: number } {
  const edges: EdgeKey[] = [];
  let total = 0;
  const seen = new Map<string, Set<number>>();
  let front = new Map([[target, new Set(rows)]]);
  for (let hop = 0; hop < reach; hop++) {
    const next = new Map<string, Set<number>>();
    for (const [type, nodes] of front) {
      const known = seen.get(type) ?? new Set();
      seen.set(type, known);
      const fresh = [...nodes].filter((node) => !known.has(node));
      for (const node of fresh) known.add(node);
      for (const relation of graph.into(type)) {
        const { indptr, indices } = relation.matrix.arrays(false);
        const senders = next.get(relation.source) ?? new Set<number>();
        next.set(relation.source, senders);
        for (const node of fresh) {
          for (let entry = indptr[node]!; entry < indptr[node + 1]!; entry++) {
            if (total++ < most) edges.push({ relation: relation.name, entry });
            senders.add(indices[entry]!);
          }
        }
      }
    }
    front = next;
  }
  return { edges, total };
}
