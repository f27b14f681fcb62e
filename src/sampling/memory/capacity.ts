import type { HeteroGraph } from '../../graph/index.js';
import type { SamplerPlan } from './structure.js';

/** The most that a batch of so many seeds can come to. */
export interface Capacity {
  /** Seeds by node type. */
  readonly seeds: readonly number[];
  /** Nodes by node type. */
  readonly nodes: readonly number[];
  /** Entries by relation. */
  readonly entries: readonly number[];
}

/** @param largestRows the most entries in a row, by relation */
export function capacityFor(
  graph: HeteroGraph,
  plan: SamplerPlan,
  largestRows: readonly number[],
  seeds: readonly number[],
): Capacity {
  return plan.fanouts
    ? neighbourCapacity(graph, plan, plan.fanouts, largestRows, seeds)
    : inducedCapacity(graph, plan, largestRows, seeds);
}

function neighbourCapacity(
  graph: HeteroGraph,
  { hops, relations, replace, disjoint }: SamplerPlan,
  fanouts: readonly Int32Array[],
  largestRows: readonly number[],
  seeds: readonly number[],
): Capacity {
  const typeOf = new Map(graph.nodeTypes.map((type, t) => [type, t]));
  const trees = disjoint ? seeds.reduce((sum, count) => sum + count, 0) : 1;
  const mostNodes = graph.nodeTypes.map((type) => graph.numNodes(type) * trees);
  const nodes = seeds.map((count, t) => Math.min(count, mostNodes[t]!));
  const entries = relations.map(() => 0);
  let frontier = nodes.slice();
  for (let hop = 0; hop < hops; hop++) {
    const next = nodes.map(() => 0);
    for (const [r, type] of relations.entries()) {
      const [source, target] = [typeOf.get(type[0])!, typeOf.get(type[2])!];
      const fanout = fanouts[r]![hop]!;
      const all = largestRows[r]!;
      const perRow = all === 0 ? 0 : fanout < 0 ? all : replace ? fanout : Math.min(fanout, all);
      let count = frontier[target]! * perRow;
      // Every row is expanded once, and so every edge taken once at most in each tree.
      if (!replace) count = Math.min(count, graph.numEdges(type) * trees);
      entries[r]! += count;
      next[source]! += count;
    }
    frontier = next.map((count, t) => Math.min(count, mostNodes[t]!));
    for (const [t, count] of frontier.entries()) nodes[t] = Math.min(nodes[t]! + count, mostNodes[t]!);
  }
  const mostEntries = (r: number) => (replace ? Number.POSITIVE_INFINITY : graph.numEdges(relations[r]!) * trees);
  return { seeds, nodes, entries: entries.map((count, r) => Math.min(count, mostEntries(r))) };
}

function inducedCapacity(
  graph: HeteroGraph,
  { relations, budgets }: SamplerPlan,
  largestRows: readonly number[],
  seeds: readonly number[],
): Capacity {
  const typeOf = new Map(graph.nodeTypes.map((type, t) => [type, t]));
  const nodes = graph.nodeTypes.map((type, t) => {
    const drawn = budgets ? budgets[t]!.reduce((sum, count) => sum + count, 0) : 0;
    return Math.min(graph.numNodes(type), seeds[t]! + drawn);
  });
  const entries = relations.map((type, r) =>
    Math.min(graph.numEdges(type), nodes[typeOf.get(type[2])!]! * largestRows[r]!),
  );
  return { seeds, nodes, entries };
}
