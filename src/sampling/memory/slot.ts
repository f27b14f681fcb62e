import type { Arena } from '../../compute/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import type { Capacity } from './capacity.js';
import { type PlacedStructure, type SamplerPlan, words } from './structure.js';

/** Working memory of one thread, for batches up to a capacity. */
export class Slot {
  /** Address of its record. */
  readonly record: number;
  readonly capacity: Capacity;

  /**
   * Tables of local ids take 4 bytes a node of the graph, or with trees 8 to 16 bytes a node of the batch; the rest is what the largest
   * batch takes.
   *
   * @throws {HeteroGraphError} OUT_OF_MEMORY
   */
  constructor(arena: Arena, graph: HeteroGraph, plan: SamplerPlan, structure: PlacedStructure, capacity: Capacity) {
    this.capacity = capacity;
    const { hops, relations, disjoint } = plan;
    const numTypes = graph.nodeTypes.length;
    const alloc = (length: number): number => arena.alloc(length * 4);
    const typeWords = graph.nodeTypes.flatMap((type, t) => {
      const numNodes = capacity.nodes[t]!;
      const table = disjoint ? powerOfTwo(2 * numNodes) : graph.numNodes(type);
      const mask = disjoint ? table - 1 : 0;
      const trees = disjoint ? alloc(numNodes) : 0;
      const seeds = alloc(capacity.seeds[t]!);
      const own = [alloc(numNodes), alloc(table), mask, trees, 0, 0, 0, alloc(hops + 1), seeds, 0, table * 4];
      return padded(own, words.type);
    });
    const outputWords = relations.flatMap((type, r) => {
      const rows = capacity.nodes[graph.nodeTypes.indexOf(type[2])]!;
      return padded([alloc(rows + 1), alloc(capacity.entries[r]!), alloc(capacity.entries[r]!)], words.output);
    });
    const largest = Math.max(0, ...(plan.fanouts ?? []).flatMap((fanouts) => [...fanouts]));
    const chosen = powerOfTwo(2 * largest);
    const totalSeeds = capacity.seeds.reduce((sum, count) => sum + count, 0);
    const input = 2 + numTypes + totalSeeds + (plan.times ? 2 + 2 * totalSeeds : 0);
    const results = 1 + 2 * (4 * numTypes + 3 * relations.length);
    const budgets = plan.budgets ? this.#budgets(arena, graph, structure) : 0;
    const drawn = Math.max(0, ...(plan.budgets ?? []).flatMap((counts) => [...counts]));
    this.record = arena.copyIn(
      Int32Array.of(
        alloc(input),
        alloc(results),
        structure.record,
        arena.copyIn(Int32Array.from(typeWords)),
        arena.copyIn(Int32Array.from(outputWords)),
        alloc(chosen),
        chosen - 1,
        1, // tables are to be zeroed
        plan.times ? alloc(2 * totalSeeds) : 0,
        budgets,
        budgets ? alloc(4 * drawn) : 0,
      ),
    );
  }

  #budgets(arena: Arena, graph: HeteroGraph, structure: PlacedStructure): number {
    const budgetWords = graph.nodeTypes.flatMap((type, t) => {
      const numNodes = graph.numNodes(type);
      return [arena.alloc(numNodes * 4), arena.alloc(numNodes * 8), 0, structure.budgets[t]!];
    });
    return arena.copyIn(Int32Array.from(budgetWords));
  }

  /** Is there room for so many seeds? */
  fits(seeds: readonly number[]): boolean {
    return seeds.every((count, t) => count <= this.capacity.seeds[t]!);
  }
}

function padded(own: readonly number[], length: number): number[] {
  return [...own, ...new Array<number>(length - own.length).fill(0)];
}

/** The least power of two that is at least `least` and 2. */
function powerOfTwo(least: number): number {
  let power = 2;
  while (power < least) power *= 2;
  return power;
}
