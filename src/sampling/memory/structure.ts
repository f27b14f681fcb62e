import type { Arena } from '../../compute/index.js';
import { type EdgeType, edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import { type GraphTimes, type TimedEntries, timedEntries } from './entry-times.js';

/** What a sampler does, apart from its graph. */
export interface SamplerPlan {
  readonly kernel: 'sampleNeighbours' | 'sampleBudget';
  readonly hops: number;
  /** Relations that are followed, from targets to sources. */
  readonly relations: readonly EdgeType[];
  /** Entries to take of a row by relation and hop, -1 for all; undefined where edges are induced. */
  readonly fanouts?: readonly Int32Array[];
  /** Nodes to take from a type's budget, by type and hop. */
  readonly budgets?: readonly Int32Array[];
  readonly replace: boolean;
  /** Every seed has a tree of its own. */
  readonly disjoint: boolean;
  /** Take the latest entries instead of any. */
  readonly latest: boolean;
  readonly times?: GraphTimes;
}

/** Words of the records that `src/compute/assembly/sampling/slot.ts` describes. */
export const words = { structure: 6, relation: 8, type: 16, output: 4, slot: 11, budget: 4 };
const flags = { replace: 1, disjoint: 2, latest: 4 };

/** The graph as kernels read it, in memory that all threads share. */
export interface PlacedStructure {
  /** Address of its record. */
  readonly record: number;
  /** Addresses of the numbers to take from budgets, by type. */
  readonly budgets: readonly number[];
  /** Largest number of entries in a row, by relation. */
  readonly largestRows: readonly number[];
}

/** Copies what the plan needs of the graph: 4 bytes a node and relation and 8 an edge, 16 with times. O(nodes + edges). */
export function placeStructure(arena: Arena, graph: HeteroGraph, plan: SamplerPlan): PlacedStructure {
  const { relations, hops } = plan;
  const place = (values: ArrayBufferView): number => arena.copyIn(values);
  const largestRows: number[] = [];
  const relationWords = relations.flatMap((type, r) => {
    const fanouts = plan.fanouts?.[r] ?? new Int32Array(hops);
    const isFollowed = !plan.fanouts || fanouts.some((fanout) => fanout !== 0);
    const placed = isFollowed ? placeRelation(arena, graph, plan, type) : unused;
    largestRows.push(placed.largestRow);
    const ends = [graph.nodeTypes.indexOf(type[0]), graph.nodeTypes.indexOf(type[2])];
    return [...ends, placed.indptr, placed.entries, placed.times, place(fanouts), 0, 0];
  });
  const record = place(
    Int32Array.of(
      graph.nodeTypes.length,
      relations.length,
      hops,
      (plan.replace ? flags.replace : 0) | (plan.disjoint ? flags.disjoint : 0) | (plan.latest ? flags.latest : 0),
      place(Int32Array.from(graph.nodeTypes, (type) => graph.numNodes(type))),
      place(Int32Array.from(relationWords)),
    ),
  );
  return { record, budgets: plan.budgets?.map(place) ?? [], largestRows };
}

/** A relation that is not followed is not read. */
const unused = { indptr: 0, entries: 0, times: 0, largestRow: 0 };

function placeRelation(arena: Arena, graph: HeteroGraph, plan: SamplerPlan, type: EdgeType): typeof unused {
  const adjacency = graph.adjacency(edgeTypeKey(type), 'in');
  const { indptr, indices, edges, numRows } = adjacency;
  const timed: TimedEntries | undefined = plan.times && timedEntries(plan.times, type, adjacency);
  const entries = arena.alloc(indices.length * 8);
  const pairs = arena.int32(entries, indices.length * 2);
  for (let i = 0; i < indices.length; i++) {
    const e = timed ? timed.order[i]! : i;
    pairs[2 * i] = indices[e]!;
    pairs[2 * i + 1] = edges[e]!;
  }
  let largestRow = 0;
  for (let row = 0; row < numRows; row++) largestRow = Math.max(largestRow, indptr[row + 1]! - indptr[row]!);
  return {
    indptr: arena.copyIn(indptr),
    entries,
    times: timed ? arena.copyIn(timed.times) : 0,
    largestRow,
  };
}
