import type { Pieces } from '../../../core/index.js';
import type { RankedGraph } from '../simple/ranked-graph.js';
import type { TypedRanks } from './tables.js';

/** Nodes looked at between two pauses. */
const PIECE = 1024;

/**
 * Cycles of 4 nodes, each at its node of the highest rank: paths of two edges from there to each node of a lower rank, by the type of the
 * node between, taken two at a time (Chiba, Nishizeki 1985). O(E^1.5) at most.
 */
export function* countCycles(graph: RankedGraph, typed: TypedRanks, counts: Float64Array): Pieces<void> {
  const between = new Int32Array(graph.numNodes * typed.numTypes);
  const isTouched = new Uint8Array(graph.numNodes);
  const touched = new Int32Array(graph.numNodes);
  for (let r = 0; r < graph.numNodes; r += PIECE) {
    yield;
    const range = { from: r, to: Math.min(graph.numNodes, r + PIECE) };
    countFrom(graph, typed, range, { between, isTouched, touched, counts });
  }
}

interface Work {
  readonly between: Int32Array;
  readonly isTouched: Uint8Array;
  readonly touched: Int32Array;
  readonly counts: Float64Array;
}

function countFrom(
  { indptr, indices, higher }: RankedGraph,
  { numTypes: T, types }: TypedRanks,
  { from, to }: { readonly from: number; readonly to: number },
  { between, isTouched, touched, counts }: Work,
): void {
  for (let r = from; r < to; r++) {
    let length = 0;
    for (let e = indptr[r]!; e < higher[r]!; e++) {
      const s = indices[e]!;
      const middle = types[s]!;
      for (let f = indptr[s]!; f < indptr[s + 1]!; f++) {
        const t = indices[f]!;
        if (t >= r) break;
        between[t * T + middle]!++;
        if (isTouched[t] === 0) {
          isTouched[t] = 1;
          touched[length++] = t;
        }
      }
    }
    for (let i = 0; i < length; i++) {
      const t = touched[i]!;
      isTouched[t] = 0;
      for (let a = 0; a < T; a++) {
        const ofA = between[t * T + a]!;
        if (ofA === 0) continue;
        between[t * T + a] = 0;
        counts[((types[r]! * T + a) * T + types[t]!) * T + a]! += (ofA * (ofA - 1)) / 2;
        for (let b = a + 1; b < T; b++) {
          counts[((types[r]! * T + a) * T + types[t]!) * T + b]! += ofA * between[t * T + b]!;
        }
      }
    }
  }
}
