import { randomWords } from '../../compute/index.js';
import type { Csr, RandomStream } from '../../core/index.js';
import type { HeteroGraph, MetapathStep } from '../../graph/index.js';
import { chainOf } from '../../graph/internal.js';
import { brokenWalk } from './errors.js';
import type { NodeNumbers } from './node-numbers.js';

/** A metapath to be walked along, again and again. */
export interface WalkPath {
  readonly from: string;
  readonly types: readonly string[];
  readonly chain: readonly Csr[];
}

/** @throws {HeteroGraphError} BROKEN_METAPATH where a path does not end where it begins; UNKNOWN_TYPE, AMBIGUOUS */
export function walkPaths(graph: HeteroGraph, metapaths: readonly (readonly MetapathStep[])[]): WalkPath[] {
  return metapaths.map((path) => {
    const { chain, types, from, to } = chainOf(graph, path);
    if (from !== to) throw brokenWalk(from, to);
    return { chain, types, from };
  });
}

/**
 * Walks from nodes along a metapath: each step goes along one of the edges of the node with equal probability (parallel edges count each);
 * where there is none the walk ends. Word `from` + w x length + s of the stream decides step s of walk w, so that walks do not depend on
 * each other, nor on threads. O(walks x length).
 *
 * @param starts rows of the first type
 * @returns numbers of nodes over all types, [walks, length + 1], -1 after the end of a walk
 */
export function drawWalks(
  { chain, types }: WalkPath,
  starts: Int32Array,
  numbers: NodeNumbers,
  length: number,
  stream: RandomStream,
  from = 0,
): Int32Array {
  const words = randomWords(stream, starts.length * length, { from });
  const offsets = types.map((type) => numbers.start(type));
  const walks = new Int32Array(starts.length * (length + 1)).fill(-1);
  for (let w = 0; w < starts.length; w++) {
    let row = starts[w]!;
    const at = w * (length + 1);
    walks[at] = offsets[0]! + row;
    for (let s = 0, step = 0; s < length; s++) {
      const { indptr, indices } = chain[step]!;
      const first = indptr[row]!;
      const degree = indptr[row + 1]! - first;
      if (degree === 0) break;
      row = indices[first + Math.floor((words[w * length + s]! / 4294967296) * degree)]!;
      step++;
      walks[at + s + 1] = offsets[step]! + row;
      if (step === chain.length) step = 0;
    }
  }
  return walks;
}
