import { HeteroGraphError } from '../../core/index.js';
import type { ChunkedPasses } from './chunked-passes.js';
import type { RelationFlow } from './flows.js';
import { type NodeRange, thresholdOf } from './network.js';

/** Weights that were rounded to float32 may add up to so much more than 1. */
const TOLERANCE = 1e-6;

/** A network under linear threshold with the weights in their places. */
export interface WeightedEntries {
  readonly types: readonly NodeRange[];
  readonly blockStarts?: Int32Array;
  readonly blockRules?: Uint8Array;
  readonly edgeStarts: Int32Array;
  /** [entries]; of relations without weights of their own whatever lies there. */
  readonly weights: Float64Array;
}

/**
 * Thresholds of linear threshold: cumulative over the in-edges of a node, normalised as asked for.
 *
 * @param relations by rule
 * @throws {HeteroGraphError} LT_SUM_ABOVE_ONE naming the first node
 */
export async function writeLtThresholds(
  { types, blockStarts, blockRules, edgeStarts, weights }: WeightedEntries,
  relations: readonly RelationFlow[],
  normalisation: 'none' | 'toOne' | 'clipIfAboveOne',
  thresholds: Uint32Array,
  passes: ChunkedPasses,
): Promise<void> {
  const blockEnd = (node: number) => edgeStarts[blockStarts ? blockStarts[node]! : node]!;
  const write = ({ name, start }: NodeRange, from: number, to: number) => {
    for (let node = start + from; node < start + to; node++) {
      const first = blockStarts ? blockStarts[node]! : node;
      const last = blockStarts ? blockStarts[node + 1]! : node + 1;
      const degree = edgeStarts[last]! - edgeStarts[first]!;
      for (let block = first; block < last; block++) {
        const { weight, factor = 1, degree: over = 'node' } = relations[blockRules ? blockRules[block]! : 0]!;
        if (weight !== undefined) continue;
        const size = edgeStarts[block + 1]! - edgeStarts[block]!;
        weights.fill(factor / (over === 'node' ? degree : size), edgeStarts[block]!, edgeStarts[block + 1]!);
      }
      let sum = 0;
      for (let at = edgeStarts[first]!; at < edgeStarts[last]!; at++) sum += weights[at]!;
      if (normalisation === 'none' && sum > 1 + TOLERANCE) throw aboveOne(name, node - start, sum);
      const scale = normalisation === 'toOne' || sum > 1 ? 1 / sum : 1;
      let cumulative = 0;
      for (let at = edgeStarts[first]!; at < edgeStarts[last]!; at++) {
        cumulative += weights[at]! * scale;
        thresholds[at] = thresholdOf(cumulative);
      }
      if (degree > 0 && (normalisation === 'toOne' || sum >= 1)) thresholds[edgeStarts[last]! - 1] = 4294967295;
    }
  };
  for (const type of types) {
    const { start, count } = type;
    const entries = blockEnd(start + count) - blockEnd(start);
    await passes.run(count, entries, (from, to) => write(type, from, to));
  }
}

function aboveOne(type: string, row: number, sum: number): HeteroGraphError {
  return new HeteroGraphError(
    'LT_SUM_ABOVE_ONE',
    `The weights of the in-edges add up to ${Number(sum.toPrecision(6))}.`,
    {
      type,
      row,
      hint: "Scale them, or take normalisation: 'clipIfAboveOne' or 'toOne'.",
    },
  );
}
