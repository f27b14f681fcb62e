import type { Pool } from '../../compute/index.js';
import { binaryInto, gatherInto, multiplyInto, Placement, softmaxInto } from '../../compute/internal.js';
import type { Csr } from '../../core/index.js';
import type { ScoreTables } from './bpr-loss.js';
import type { PairBatch } from './pair-batches.js';

export interface SoftmaxLossOptions {
  readonly pool: Pool;
  /** Interactions: of the negatives, those a user took do not count as negatives of that user. */
  readonly known: Csr;
  /** Scores are divided by it. */
  readonly temperature: number;
}

/** Users whose scores of all negatives are in memory together. */
const ROWS = 2048;
const IGNORED = -1e30;

/**
 * Sampled softmax: the mean over pairs of -log(e^s(u, i) / (e^s(u, i) + SUM over negatives j of e^s(u, j))), s an inner product of the
 * tables over the temperature. All users of the batch share the negatives, so scores are one dense product; pairs of one user share
 * its row. Adds its gradients to those of the tables, which lie in the pool's arena. O(users of the batch x negatives x width).
 */
export function softmaxLoss(
  tables: ScoreTables,
  batch: PairBatch,
  negatives: Int32Array,
  { pool, known, temperature }: SoftmaxLossOptions,
): number {
  const { width, items, itemGradient } = tables;
  const place = new Placement(pool.arena);
  try {
    const count = negatives.length;
    const slots = slotsOf(negatives, known.numCols);
    const shared = pool.arena.float32(place.block(count * width * 4), count * width);
    gatherInto(pool, items.byteOffset, place.of(negatives), count, width, shared.byteOffset);
    for (let k = 0; k < shared.length; k++) shared[k]! /= temperature;
    const sharedGradient = pool.arena.float32(place.block(count * width * 4), count * width).fill(0);
    const room = {
      logits: place.block(ROWS * count * 4),
      rows: place.block(ROWS * width * 4),
      product: place.block(Math.max(ROWS, count) * width * 4),
    };
    let loss = 0;
    for (let from = 0; from < batch.users.length; ) {
      const block = nextUsers(batch, from);
      loss += lossOfUsers(tables, batch, block, {
        pool,
        known,
        temperature,
        count,
        slots,
        shared,
        sharedGradient,
        room,
      });
      from = block.to;
    }
    for (let k = 0; k < count; k++) {
      const item = negatives[k]! * width;
      for (let c = 0; c < width; c++) itemGradient[item + c]! += sharedGradient[k * width + c]! / temperature;
    }
    return loss / Math.max(1, batch.users.length);
  } finally {
    place.dispose();
  }
}

/** Users of consecutive pairs, and where the pairs of each begin. */
interface UserBlock {
  readonly users: Int32Array;
  readonly starts: Int32Array;
  readonly to: number;
}

function nextUsers({ users }: PairBatch, from: number): UserBlock {
  const distinct: number[] = [];
  const starts: number[] = [];
  let p = from;
  for (; p < users.length; p++) {
    if (distinct.length > 0 && users[p] === distinct.at(-1)) continue;
    if (distinct.length === ROWS) break;
    distinct.push(users[p]!);
    starts.push(p);
  }
  return { users: Int32Array.from(distinct), starts: Int32Array.from([...starts, p]), to: p };
}

/** Places of an item among the negatives: the first, and the next of every place; -1 for none. */
interface Slots {
  readonly first: Int32Array;
  readonly next: Int32Array;
}

function slotsOf(negatives: Int32Array, items: number): Slots {
  const first = new Int32Array(items).fill(-1);
  const next = new Int32Array(negatives.length);
  for (let k = negatives.length - 1; k >= 0; k--) {
    next[k] = first[negatives[k]!]!;
    first[negatives[k]!] = k;
  }
  return { first, next };
}

interface Shared extends SoftmaxLossOptions {
  readonly count: number;
  readonly slots: Slots;
  /** Vectors of the negatives over the temperature, and the gradient by scores times vectors of users, [count, width]. */
  readonly shared: Float32Array;
  readonly sharedGradient: Float32Array;
  /** Addresses. */
  readonly room: { readonly logits: number; readonly rows: number; readonly product: number };
}

function lossOfUsers(tables: ScoreTables, batch: PairBatch, block: UserBlock, at: Shared): number {
  const { width, users, items, userGradient, itemGradient } = tables;
  const { pool, known, temperature, count, slots, room } = at;
  const rows = block.users.length;
  for (let r = 0, out = pool.arena.float32(room.rows, rows * width); r < rows; r++) {
    out.set(users.subarray(block.users[r]! * width, (block.users[r]! + 1) * width), r * width);
  }
  const product = { bias: 0, algorithm: 'plain' as const };
  multiplyInto(pool, {
    ...product,
    a: room.rows,
    b: at.shared.byteOffset,
    out: room.logits,
    m: rows,
    n: count,
    k: width,
    transposeA: false,
    transposeB: true,
  });
  const logits = pool.arena.float32(room.logits, rows * count);
  const largest = new Float64Array(rows);
  const places = new Int32Array(rows);
  for (let r = 0; r < rows; r++) {
    const user = block.users[r]!;
    for (let e = known.indptr[user]!; e < known.indptr[user + 1]!; e++) {
      for (let k = slots.first[known.indices[e]!]!; k >= 0; k = slots.next[k]!) logits[r * count + k] = IGNORED;
    }
    let best = r * count;
    for (let k = best + 1; k < (r + 1) * count; k++) if (logits[k]! > logits[best]!) best = k;
    largest[r] = logits[best]!;
    places[r] = best;
  }
  softmaxInto(pool, room.logits, rows, count, room.logits, false);
  const weights = new Float32Array(rows);
  let loss = 0;
  const share = 1 / batch.users.length;
  for (let r = 0; r < rows; r++) {
    // The logarithm of the sum over negatives, from the share of its greatest term.
    const total = largest[r]! - Math.log(logits[places[r]!]!);
    const u = block.users[r]! * width;
    for (let p = block.starts[r]!; p < block.starts[r + 1]!; p++) {
      const i = batch.items[p]! * width;
      let score = 0;
      for (let c = 0; c < width; c++) score += users[u + c]! * items[i + c]!;
      const margin = score / temperature - total;
      const e = Math.exp(-Math.abs(margin));
      loss += Math.max(-margin, 0) + Math.log1p(e);
      const wrong = ((margin >= 0 ? e : 1) / (1 + e)) * share;
      weights[r]! += wrong;
      const slope = wrong / temperature;
      for (let c = 0; c < width; c++) {
        userGradient[u + c]! -= slope * items[i + c]!;
        itemGradient[i + c]! -= slope * users[u + c]!;
      }
    }
  }
  const place = new Placement(pool.arena);
  binaryInto(pool, {
    op: 'mul',
    a: room.logits,
    b: place.of(weights),
    aLies: 'full',
    bLies: 'column',
    out: room.logits,
    rows,
    width: count,
  });
  place.dispose();
  multiplyInto(pool, {
    ...product,
    a: room.logits,
    b: at.shared.byteOffset,
    out: room.product,
    m: rows,
    n: width,
    k: count,
    transposeA: false,
    transposeB: false,
  });
  const byUsers = pool.arena.float32(room.product, rows * width);
  for (let r = 0; r < rows; r++) {
    const u = block.users[r]! * width;
    for (let c = 0; c < width; c++) userGradient[u + c]! += byUsers[r * width + c]!;
  }
  multiplyInto(pool, {
    ...product,
    a: room.logits,
    b: room.rows,
    out: room.product,
    m: count,
    n: width,
    k: rows,
    transposeA: true,
    transposeB: false,
  });
  const byNegatives = pool.arena.float32(room.product, count * width);
  for (let k = 0; k < byNegatives.length; k++) at.sharedGradient[k]! += byNegatives[k]!;
  return loss;
}
