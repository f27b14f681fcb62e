import type { LevelGraph } from '../../../src/analytics/communities/optimise/level-graph.js';

/** Sizes of communities, sums of shares over them, and those without nodes, the next one last. */
class Communities {
  readonly sizes: number[];
  readonly out: number[];
  readonly into: number[];
  readonly empty: number[];

  constructor(
    readonly level: LevelGraph,
    readonly of: number[],
  ) {
    const sumOf = (shares: ArrayLike<number>) =>
      of.map((_, c) => of.reduce((s, d, v) => (c === d ? s + shares[v]! : s), 0));
    this.sizes = sumOf(of.map(() => 1));
    this.out = sumOf(level.outShares);
    this.into = sumOf(level.inShares);
    this.empty = this.sizes.flatMap((size, c) => (size === 0 ? [c] : [])).reverse();
  }

  /** Weights between a node and communities, in the order of its entries. */
  weights(v: number): Map<number, number> {
    const { indptr, indices, weights } = this.level;
    const found = new Map<number, number>();
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
      if (indices[e] === v) continue;
      const c = this.of[indices[e]!]!;
      found.set(c, (found.get(c) ?? 0) + (weights ? weights[e]! : 1));
    }
    return found;
  }

  /** What staying is worth. */
  stay(v: number, weight: number): { cost: number; gain: number } {
    const { outShares, inShares, scale } = this.level;
    const [c, out, into] = [this.of[v]!, outShares[v]!, inShares[v]!];
    const cost = scale * (out * (this.into[c]! - into) + into * (this.out[c]! - out));
    return { cost, gain: weight - cost };
  }

  /** What another community is worth. */
  gain(v: number, c: number, weight: number): number {
    const { outShares, inShares, scale } = this.level;
    const [out, into] = [scale * outShares[v]!, scale * inShares[v]!];
    if (outShares === inShares) return weight - 2 * out * this.out[c]!;
    return weight - (out * this.into[c]! + into * this.out[c]!);
  }

  move(v: number, best: number): void {
    const { outShares, inShares } = this.level;
    const own = this.of[v]!;
    const to = best < 0 ? this.empty.pop()! : best;
    this.of[v] = to;
    this.sizes[to]!++;
    this.sizes[own]!--;
    this.out[to]! += outShares[v]!;
    this.out[own]! -= outShares[v]!;
    this.into[to]! += inShares[v]!;
    this.into[own]! -= inShares[v]!;
    if (this.sizes[own]! > 0) return;
    this.empty.push(own);
    this.out[own] = this.into[own] = 0;
  }
}

const isGain = (gain: number, before: number, terms: number) => gain - before > 1e-13 * terms;

/** Where a node would go by itself: -1 for a community of its own. */
function decide(all: Communities, v: number): number {
  const weights = all.weights(v);
  const own = all.of[v]!;
  const weight = weights.get(own) ?? 0;
  const { cost, gain } = all.stay(v, weight);
  let found = { best: own, gain, weight };
  for (const [c, to] of weights) {
    if (c !== own && to > 0 && all.gain(v, c, to) > found.gain)
      found = { best: c, gain: all.gain(v, c, to), weight: to };
  }
  if (found.gain < 0 && all.sizes[own]! > 1) found = { best: -1, gain: 0, weight: 0 };
  return isGain(found.gain, gain, weight + cost + 2 * found.weight - found.gain) ? found.best : own;
}

/** Whether going there gains as things are. */
function gains(all: Communities, v: number, best: number): boolean {
  const own = all.of[v]!;
  if (best < 0 ? all.sizes[own] === 1 : all.sizes[best] === 0) return false;
  const weights = all.weights(v);
  const [weight, to] = [weights.get(own) ?? 0, best < 0 ? 0 : (weights.get(best) ?? 0)];
  const { cost, gain } = all.stay(v, weight);
  const after = best < 0 ? 0 : all.gain(v, best, to);
  return isGain(after, gain, weight + cost + 2 * to - after);
}

/** The moves of nodes in batches, as plainly as can be: changes `communities`, returns how many moves there were. */
export function slowMoves(level: LevelGraph, communities: number[], order: Int32Array, fullBatch: number): number {
  const all = new Communities(level, communities);
  const { indptr, indices } = level;
  const queue = [...order];
  let moves = 0;
  while (queue.length > 0) {
    const batch: number[] = [];
    for (let entries = 0; queue.length > 0 && entries < fullBatch; ) {
      const v = queue.shift()!;
      batch.push(v);
      entries += indptr[v + 1]! - indptr[v]! + 1;
    }
    const decisions = batch.map((v) => decide(all, v));
    for (const [i, v] of batch.entries()) {
      if (decisions[i] === all.of[v]) continue;
      if (!gains(all, v, decisions[i]!)) {
        if (!queue.includes(v)) queue.push(v);
        continue;
      }
      all.move(v, decisions[i]!);
      moves++;
      for (const u of indices.subarray(indptr[v]!, indptr[v + 1]!)) {
        if (all.of[u] !== all.of[v] && !queue.includes(u)) queue.push(u);
      }
    }
  }
  return moves;
}
