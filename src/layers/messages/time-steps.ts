import type { Adjacency } from '../../core/index.js';
import type { EdgeType, HeteroGraph } from '../../graph/index.js';

/** The different steps of time of a relation, ascending, and which one each edge has. */
export interface TimeSteps {
  readonly steps: Float32Array;
  /** By entry, [E]. */
  readonly of: Int32Array;
}

export function timeStepsOf(times: Float32Array): TimeSteps {
  const steps = Float32Array.from(new Set(times)).sort();
  const numberOf = new Map(Array.from(steps, (step, i) => [step, i]));
  return { steps, of: Int32Array.from(times, (time) => numberOf.get(time)!) };
}

/**
 * How much later the receiver of every entry is than its sender, in units, [E]; undefined where nothing says. Times are those of the nodes; for an end
 * without one, that of the edge. Where no node has a time it is the edge's age: how much earlier it is than the latest of its type. 0 where a time is
 * missing.
 *
 * @param isReversed whether messages go from the targets of the edges to their sources
 */
export function relativeTimes(
  graph: HeteroGraph,
  type: EdgeType,
  { indptr, indices, edges }: Adjacency,
  isReversed: boolean,
  unit: number,
): Float32Array | undefined {
  const [sender, receiver] = isReversed ? [type[2], type[0]] : [type[0], type[2]];
  const [from, to] = [graph.times(sender), graph.times(receiver)];
  const ofEdges = graph.times(type);
  if (!ofEdges && !(from && to)) return undefined;
  const latest = ofEdges ? ofEdges.reduce((most, time) => (time > most ? time : most), Number.NEGATIVE_INFINITY) : 0;
  const differences = new Float32Array(indices.length);
  for (let row = 0; row + 1 < indptr.length; row++) {
    for (let e = indptr[row]!; e < indptr[row + 1]!; e++) {
      const own = ofEdges?.[edges[e]!];
      const end = from || to ? (to?.[row] ?? own!) : latest;
      const start = from?.[indices[e]!] ?? own!;
      const difference = (end - start) / unit;
      differences[e] = Number.isFinite(difference) ? difference : 0;
    }
  }
  return differences;
}
