import { RandomStream } from '../../../core/index.js';
import type { Parts } from './parts.js';

/** Rounds in which every node moves half-way to the mean of its neighbours. */
const ROUNDS = 60;
/** Half the width of the start, for a part of n nodes: so many times the square root of n. Forces spread it further. */
const REACH = 10;

/**
 * Where the forces begin, [N, 2] in the order of the parts: random places, averaged along the edges round after round, with both axes
 * kept apart, so that what is far by edges begins far. A random bit of each place is kept, since leaves of one node would lie upon each
 * other. O(rounds (N + E)).
 */
export function startPositions(parts: Parts, seed: number): Float64Array {
  const { nodes, nodeStarts } = parts;
  const random = new RandomStream(seed, 'viz', 'layout');
  const positions = new Float64Array(2 * nodes.length);
  for (let part = 0; part + 1 < nodeStarts.length; part++) {
    const [first, end] = [nodeStarts[part]!, nodeStarts[part + 1]!];
    const count = end - first;
    if (count < 2) continue;
    const noise = [0, 1].map((axis) =>
      Float64Array.from({ length: count }, (_, i) => random.uint32At(2 * nodes[first + i]! + axis) / 2 ** 32 - 0.5),
    );
    const [x, y] = averaged(parts, part, noise);
    const reach = REACH * Math.sqrt(count);
    for (let i = 0; i < count; i++) {
      positions[2 * (first + i)] = reach * (inFrame(x![i]!) + 0.2 * noise[0]![i]!);
      positions[2 * (first + i) + 1] = reach * (inFrame(y![i]!) + 0.2 * noise[1]![i]!);
    }
  }
  return positions;
}

/** Between -1 and 1: the end of a long tail would be far from everything. */
function inFrame(value: number): number {
  return value / (0.5 + Math.abs(value));
}

/** The axes after some rounds of power iteration on a random walk that stays in half of its steps; each of mean square 1 / 4. */
function averaged(parts: Parts, part: number, axes: readonly Float64Array[]): Float64Array[] {
  const { source, target, weight, nodeStarts, pairStarts } = parts;
  const count = nodeStarts[part + 1]! - nodeStarts[part]!;
  const [from, to] = [pairStarts[part]!, pairStarts[part + 1]!];
  const degree = new Float64Array(count);
  for (let e = from; e < to; e++) {
    degree[source[e]!]! += weight[e]!;
    degree[target[e]!]! += weight[e]!;
  }
  const product = (a: Float64Array, b: Float64Array) =>
    a.reduce((sum, value, i) => sum + degree[i]! * value * b[i]!, 0);
  const total = degree.reduce((sum, value) => sum + value, 0);
  const ones = new Float64Array(count).fill(1);
  const takeOut = (axis: Float64Array, other: Float64Array, size: number) => {
    const share = size > 0 ? product(axis, other) / size : 0;
    for (let i = 0; i < count; i++) axis[i]! -= share * other[i]!;
  };
  const settled = axes.map((axis) => axis.slice());
  const mean = new Float64Array(count);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [rank, axis] of settled.entries()) {
      mean.fill(0);
      for (let e = from; e < to; e++) {
        const [u, v, w] = [source[e]!, target[e]!, weight[e]!];
        mean[u]! += w * axis[v]!;
        mean[v]! += w * axis[u]!;
      }
      for (let i = 0; i < count; i++) axis[i] = (axis[i]! + mean[i]! / degree[i]!) / 2;
      takeOut(axis, ones, total);
      const before = settled[rank - 1];
      if (before) takeOut(axis, before, product(before, before));
      const size = 2 * Math.sqrt(axis.reduce((sum, value) => sum + value * value, 0) / count);
      for (let i = 0; i < count; i++) axis[i] = size > 1e-12 ? axis[i]! / size : axes[rank]![i]!;
    }
  }
  return settled;
}
