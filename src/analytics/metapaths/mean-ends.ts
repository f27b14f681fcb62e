import { type Csr, RandomStream, type YieldTimer } from '../../core/index.js';
import { ChainWalker } from '../../graph/internal.js';

/** How many different nodes a chain leads to from a row, on average. */
export interface MeanEnds {
  /** NaN where there are no rows. */
  readonly mean: number;
  /** Standard error of the mean; 0 where all rows were looked at. */
  readonly error: number;
  readonly numStarts: number;
}

/** Rows that are looked at: all, or so many without repetition, the same of a type for every metapath. Ascending. */
export function startRows(type: string, numRows: number, atMost: number, seed: number): Int32Array {
  if (numRows <= atMost) return Int32Array.from({ length: numRows }, (_, row) => row);
  return new RandomStream(seed, 'metapaths', type).permutation(numRows).slice(0, atMost).sort();
}

const STEPS_A_PIECE = 1 << 20;

/** @throws {HeteroGraphError} ABORTED */
export async function meanEnds(chain: readonly Csr[], starts: Int32Array, timer: YieldTimer): Promise<MeanEnds> {
  const walker = new ChainWalker(chain);
  const numStarts = starts.length;
  let [sum, squares] = [0, 0];
  for (const row of starts) {
    const ends = walker.walk(row);
    walker.clear();
    sum += ends;
    squares += ends * ends;
    if (walker.steps < STEPS_A_PIECE) continue;
    walker.steps = 0;
    if (timer.isDue()) await timer.yieldNow();
  }
  const mean = sum / numStarts;
  const numRows = chain[0]!.numRows;
  if (numStarts === numRows || numStarts < 2) return { mean, error: 0, numStarts };
  const variance = Math.max(0, (squares - numStarts * mean * mean) / (numStarts - 1));
  // Of rows that are drawn without repetition.
  return { mean, error: Math.sqrt((variance / numStarts) * (1 - numStarts / numRows)), numStarts };
}
