import { RandomStream, throwIfAborted } from '../../core/index.js';
import type { Faithfulness } from '../core/explanation.js';
import type { EdgeSet } from './without-edges.js';

/** An edge of a layer's graph: the name of its relation and the number of its entry. */
export interface EdgeKey {
  readonly relation: string;
  readonly entry: number;
}

interface DeletionTest<E> {
  /** Of what was explained, without some edges. */
  readonly changeWithout: (edges: readonly E[]) => Promise<number>;
  readonly trials: number;
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * How much lower the scores of the predicted classes are, or how much predicted numbers change, without the best edges, and without as many
 * random ones of all that matter.
 *
 * @param all best first
 * @param best how many of them are left out
 */
export async function faithfulness<E>(
  all: readonly E[],
  best: number,
  { changeWithout, trials, seed, signal }: DeletionTest<E>,
): Promise<Faithfulness | undefined> {
  const edges = Math.min(best, all.length);
  if (edges === 0 || trials === 0) return undefined;
  const change = await changeWithout(all.slice(0, edges));
  const changes: number[] = [];
  for (let trial = 0; trial < trials; trial++) {
    throwIfAborted(signal);
    changes.push(await changeWithout(drawn(all, edges, seed, trial)));
  }
  const randomChange = changes.reduce((sum, each) => sum + each, 0) / trials;
  const variance = changes.reduce((sum, each) => sum + (each - randomChange) ** 2, 0) / trials;
  return { edges, change, randomChange, randomDeviation: Math.sqrt(variance) };
}

function drawn<E>(all: readonly E[], count: number, seed: number, trial: number): E[] {
  const stream = new RandomStream(seed, 'explain', 'random edges', trial);
  const pool = [...all];
  return Array.from({ length: count }, (_, i) => {
    const at = i + stream.nextInt(pool.length - i);
    [pool[i], pool[at]] = [pool[at]!, pool[i]!];
    return pool[i]!;
  });
}

export function setOf(edges: readonly EdgeKey[]): EdgeSet {
  const sets = new Map<string, Set<number>>();
  for (const { relation, entry } of edges) {
    const set = sets.get(relation);
    if (set) set.add(entry);
    else sets.set(relation, new Set([entry]));
  }
  return sets;
}
