import { AliasTable, randomWords } from '../../compute/index.js';
import { type Csr, entryOf, type RandomStream } from '../../core/index.js';
import { popularityCounts } from '../core/popularity-counts.js';
import type { PairBatch } from './pair-batches.js';

/** Draws items in bulk; draw i depends on the stream and i alone. */
export interface ItemDraw {
  sample(stream: RandomStream, count: number): Int32Array;
}

/** Items by popularity to the power of `beta`; 0: all alike, those without interactions too. */
export function itemDraw(matrix: Csr, beta: number): ItemDraw {
  const items = matrix.numCols;
  if (beta > 0) {
    const table = new AliasTable(
      Float64Array.from(popularityCounts(matrix), (count) => (count > 0 ? count ** beta : 0)),
    );
    return { sample: (stream, count) => table.sample(stream, count) };
  }
  return {
    sample(stream, count) {
      const words = randomWords(stream, count);
      const drawn = new Int32Array(count);
      // The whole part of word x items / 2^32, in two exact steps.
      for (let i = 0; i < count; i++) {
        const low = Math.floor(((words[i]! & 0xffff) * items) / 65536);
        drawn[i] = Math.floor(((words[i]! >>> 16) * items + low) / 65536);
      }
      return drawn;
    },
  };
}

/** Draws of an item that its user took, after which one is kept all the same. */
const MOST_TRIES = 32;

/**
 * `count` items for each pair, [pairs, count], none of which its user took (but for users of nearly everything): draws that hit one are
 * replaced by new ones, in rounds.
 */
export function negativesFor(
  { users }: PairBatch,
  known: Csr,
  draw: ItemDraw,
  count: number,
  stream: RandomStream,
): Int32Array {
  const negatives = draw.sample(stream.child(0), users.length * count);
  let open = Int32Array.from(negatives.keys());
  for (let round = 1; round < MOST_TRIES; round++) {
    open = open.filter((i) => entryOf(known, users[Math.floor(i / count)]!, negatives[i]!) >= 0);
    if (open.length === 0) break;
    const again = draw.sample(stream.child(round), open.length);
    for (let i = 0; i < open.length; i++) negatives[open[i]!] = again[i]!;
  }
  return negatives;
}

/** Of the `count` candidates of every pair, the one of the highest score under the tables (the first of equals): a hard negative. */
export function hardest(
  { users }: PairBatch,
  candidates: Int32Array,
  count: number,
  tables: { readonly users: Float32Array; readonly items: Float32Array; readonly width: number },
): Int32Array {
  const { width } = tables;
  const chosen = new Int32Array(users.length);
  for (let p = 0; p < users.length; p++) {
    const u = users[p]! * width;
    let best = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < count; k++) {
      const item = candidates[p * count + k]!;
      let score = 0;
      for (let c = 0, i = item * width; c < width; c++) score += tables.users[u + c]! * tables.items[i + c]!;
      if (score <= best) continue;
      best = score;
      chosen[p] = item;
    }
  }
  return chosen;
}
