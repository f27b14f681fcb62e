import { networkInt32 } from './arrays.js';
import type { ChunkedPasses } from './chunked-passes.js';
import type { Flow } from './flows.js';
import type { NodeRange } from './network.js';

/** Where every in-edge goes. */
export interface Layout {
  readonly blockStarts?: Int32Array;
  readonly blockRules?: Uint8Array;
  readonly edgeStarts: Int32Array;
  /** For each flow: where the next in-edge of each row of its target type goes, [rows of the type]. */
  readonly next: readonly Int32Array[];
}

/**
 * Counts the in-edges of each flow and lays out nodes, blocks and entries. Where no type has two flows that end at it every node has one
 * block, else a block for each flow that has edges for it. O(nodes + edges).
 *
 * @param kept for each flow, numbers by edge: those with 0 are left out
 * @param numRules 1 for a network without rules by block
 */
export async function layOut(
  types: readonly NodeRange[],
  flows: readonly Flow[],
  kept: readonly (ArrayLike<number> | undefined)[],
  numRules: number,
  passes: ChunkedPasses,
): Promise<Layout> {
  const counts: Int32Array[] = [];
  for (const [f, flow] of flows.entries()) counts.push(await countEdges(flow, kept[f], passes));
  const numNodes = types.reduce((sum, { count }) => sum + count, 0);
  const flowsInto = types.map((type) => flows.flatMap(({ to }, f) => (to === type ? [f] : [])));
  const isSingle = flowsInto.every((list) => list.length <= 1);
  const numBlocks = isSingle ? numNodes : counts.reduce((sum, each) => sum + numPositive(each), 0);
  const blockStarts = isSingle ? undefined : networkInt32(numNodes + 1);
  const blockRules = numRules > 1 ? new Uint8Array(numBlocks) : undefined;
  const edgeStarts = networkInt32(numBlocks + 1);
  let [block, entry] = [0, 0];
  for (const [t, { start, count }] of types.entries()) {
    const into = flowsInto[t]!;
    await passes.run(count, count, (from, to) => {
      for (let row = from; row < to; row++) {
        if (blockStarts) blockStarts[start + row] = block;
        for (const f of into) {
          const degree = counts[f]![row]!;
          // From here on the place of the next entry.
          counts[f]![row] = entry;
          if (degree === 0 && !isSingle) continue;
          if (blockRules) blockRules[block] = flows[f]!.rule;
          entry += degree;
          edgeStarts[++block] = entry;
        }
        if (isSingle && into.length === 0) edgeStarts[++block] = entry;
      }
    });
  }
  if (blockStarts) blockStarts[numNodes] = block;
  return { ...(blockStarts ? { blockStarts } : {}), ...(blockRules ? { blockRules } : {}), edgeStarts, next: counts };
}

async function countEdges(
  { to: { count }, source, target, isBoth }: Flow,
  kept: ArrayLike<number> | undefined,
  passes: ChunkedPasses,
): Promise<Int32Array> {
  const counts = new Int32Array(count);
  const numEdges = target.length;
  await passes.run(numEdges, numEdges, (from, to) => {
    if (!kept && !isBoth) {
      for (let e = from; e < to; e++) counts[target[e]!]!++;
      return;
    }
    for (let e = from; e < to; e++) {
      if (kept && kept[e] === 0) continue;
      counts[target[e]!]!++;
      if (isBoth && source[e] !== target[e]) counts[source[e]!]!++;
    }
  });
  return counts;
}

function numPositive(counts: Int32Array): number {
  let positive = 0;
  for (let i = 0; i < counts.length; i++) if (counts[i]! > 0) positive++;
  return positive;
}

/** What is written for every entry. */
export interface Entries {
  readonly sources: Int32Array;
  /** Of what `values` gives for the edge. */
  readonly values?: Uint32Array | Float64Array;
  readonly edgeRows?: Int32Array;
}

/** Writes the in-edges of a flow to their places, in edge order within a block. Moves `next` on. */
export async function placeEdges(
  { from: { start }, source, target, isBoth }: Flow,
  next: Int32Array,
  kept: ArrayLike<number> | undefined,
  { sources, values, edgeRows }: Entries,
  passes: ChunkedPasses,
): Promise<void> {
  const place = (row: number, other: number, e: number) => {
    const at = next[row]!++;
    sources[at] = start + other;
    if (values && kept) values[at] = kept[e]!;
    if (edgeRows) edgeRows[at] = e;
  };
  const numEdges = target.length;
  await passes.run(numEdges, 2 * numEdges, (from, to) => {
    if (!kept && !isBoth && !edgeRows) {
      for (let e = from; e < to; e++) sources[next[target[e]!]!++] = start + source[e]!;
      return;
    }
    for (let e = from; e < to; e++) {
      if (kept && kept[e] === 0) continue;
      place(target[e]!, source[e]!, e);
      if (isBoth && source[e] !== target[e]) place(source[e]!, target[e]!, e);
    }
  });
}
