import type { Pool } from '../threads/pool.js';
import type { WalkEdges } from './walk.js';

/** Rows that a thread takes at a time: those of most entries lie together. */
const GRAIN = 256;

/** Rows of an undirected graph, ascending; parallel edges and self loops are passed over. Addresses. */
export type Neighbours = Pick<WalkEdges, 'numRows' | 'indptr' | 'indices'>;

/** Nodes in the order of their degrees, by addresses of int32 [numRows]. */
export interface DegreeRanks {
  /** The node of each rank. */
  readonly nodes: number;
  /** The rank of each node. */
  readonly ranks: number;
}

/** Every edge once, at its end of the lower rank. Addresses. */
export interface HigherNeighbours {
  /** int32 [numRows + 1] */
  readonly starts: number;
  /** int32, ranks of neighbours. */
  readonly targets: number;
}

/** degrees[v] = neighbours of v, each once, without v itself; int32 [numRows]. */
export function simpleDegreesInto(pool: Pool, { numRows, indptr, indices }: Neighbours, degrees: number): void {
  pool.run('simpleDegrees', [indptr, indices, degrees], numRows, GRAIN);
}

/** counts[r] = neighbours of the node of rank r that have a higher one; int32 [numRows]. */
export function higherCountsInto(
  pool: Pool,
  { numRows, indptr, indices }: Neighbours,
  { nodes, ranks }: DegreeRanks,
  counts: number,
): void {
  pool.run('higherCounts', [indptr, indices, nodes, ranks, counts], numRows, GRAIN);
}

/** Fills `targets` from `starts` on; work[r] = neighbours of a higher rank that those of r have, all together: int32 [numRows]. */
export function higherRanksInto(
  pool: Pool,
  { numRows, indptr, indices }: Neighbours,
  { nodes, ranks }: DegreeRanks,
  { starts, targets }: HigherNeighbours,
  work: number,
): void {
  pool.run('higherRanks', [indptr, indices, nodes, ranks, starts, targets, work], numRows, GRAIN);
}

/** Addresses of what triangles are counted in. */
export interface TriangleCounts {
  /** 64 bits a rank; 0 before the first call. */
  readonly counts: number;
  /** int32: the rows of unit i begin at bounds[i] and end before bounds[i + 1]. */
  readonly bounds: number;
  /** {@link triangleMarkBytes} for each thread; 0 before the first call. */
  readonly marks: number;
}

/** Bytes of marks that a thread needs. */
export function triangleMarkBytes(numRows: number): number {
  return Math.ceil((2 * numRows) / 64) * 64;
}

/** Adds to `counts` the triangles of some units, whose lowest rank is a row of them, at all three ends. */
export function rowTrianglesInto(
  pool: Pool,
  numRows: number,
  { starts, targets }: HigherNeighbours,
  { counts, bounds, marks }: TriangleCounts,
  { first, count }: { readonly first: number; readonly count: number },
): void {
  const args = [starts, targets, counts, bounds, marks, triangleMarkBytes(numRows), first];
  pool.run('rowTriangles', args, count, 1);
}
