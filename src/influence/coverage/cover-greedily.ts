import type { Pieces } from '../../core/index.js';
import type { CoverState } from './cover-state.js';
import type { Selection } from './greedy.js';
import { LazyQueue } from './lazy-queue.js';

export interface CoverRule {
  /** The largest gain per cost comes next; default the largest gain. */
  readonly costs?: ArrayLike<number>;
  /** Whether a node may still be taken; never again once it may not. Default all. */
  readonly fits?: (node: number) => boolean;
  /** Called before a node is taken, with the number of those before it. */
  readonly onNext?: (count: number, node: number) => void;
}

/**
 * Greedy coverage to the last node that gains and fits, the lower one of equals first. Where `Coverage` selects few, this ranks many, or
 * keeps to limits. O(sum of set sizes + pops log N), at most as many pops as members of sets. It stops after every node.
 */
export function* coverGreedily(
  coverage: CoverState,
  { costs, fits, onNext }: CoverRule = {},
): Pieces<Pick<Selection, 'seeds' | 'gains'>> {
  const { gain } = coverage;
  const queue = new LazyQueue(gain.length, costs ? (v) => gain[v]! / costs[v]! : (v) => gain[v]!);
  const [seeds, gains]: [number[], number[]] = [[], []];
  for (const v of queue) {
    if (fits && !fits(v)) continue;
    onNext?.(seeds.length, v);
    seeds.push(v);
    gains.push(gain[v]!);
    coverage.cover(v);
    yield;
  }
  return { seeds: Int32Array.from(seeds), gains: Int32Array.from(gains) };
}
