import { RandomStream } from '../../../core/index.js';
import { tableOf } from '../../features/lookup.js';
import type { Anchors } from '../../features/types.js';
import type { LabelledAnchors } from '../../tasks/types.js';
import type { Batch, BatchMaker } from './batch.js';
import { joined, numberHash } from './row-order.js';

/** Rows of a history that tell anchors apart. */
const TOLD_BY = 32;

/** Places of anchors, so many at a time, those of a row together. */
export function chunkedAnchors({ rows, times }: Anchors, size: number): Int32Array[] {
  const order = Int32Array.from(rows, (_, i) => i).sort((a, b) => rows[a]! - rows[b]! || times[a]! - times[b]!);
  const chunks: Int32Array[] = [];
  for (let at = 0; at < order.length; at += size) chunks.push(order.subarray(at, at + size));
  return chunks;
}

/**
 * Places of anchors in batches of about `size`, all anchors of a row in one, so that the states of what refers to it are computed once; a row with more
 * anchors than that has several. The rows are shuffled, from an order of what is known of them: where they stand in their table changes nothing.
 * What a first look does not tell apart is ordered by all that the network reads of it.
 */
export function groupedAnchors(anchors: LabelledAnchors, maker: BatchMaker, size: number, seed: number): Int32Array[] {
  const looks = new Map<number, number>();
  const groups = anchorsByRow(anchors, size).map((places) => {
    const hash = places.reduce((sum, place) => joined(sum, anchorHash(anchors, place, maker)), 0);
    looks.set(hash, (looks.get(hash) ?? 0) + 1);
    return { places, hash, whole: 0 };
  });
  for (const group of groups)
    if (looks.get(group.hash)! > 1) group.whole = batchHash(maker.make(anchors, Int32Array.from(group.places)));
  groups.sort((a, b) => a.hash - b.hash || a.whole - b.whole);
  const batches: number[][] = [[]];
  for (const group of new RandomStream(seed, 'batches').shuffle(Int32Array.from(groups.keys()))) {
    if (batches.at(-1)!.length >= size) batches.push([]);
    batches.at(-1)!.push(...groups[group]!.places);
  }
  return batches.map((places) => Int32Array.from(places));
}

/** The anchors of each row in the order of time, at most `most` together. */
function anchorsByRow({ rows, times, seenUntil = times, labels }: LabelledAnchors, most: number): number[][] {
  const byRow = new Map<number, number[]>();
  for (const [place, row] of rows.entries()) {
    const places = byRow.get(row);
    if (places) places.push(place);
    else byRow.set(row, [place]);
  }
  return [...byRow.values()].flatMap((places) => {
    places.sort((a, b) => times[a]! - times[b]! || seenUntil[a]! - seenUntil[b]! || labels[a]! - labels[b]!);
    const pieces: number[][] = [];
    for (let at = 0; at < places.length; at += most) pieces.push(places.slice(at, at + most));
    return pieces;
  });
}

/** A number of what is known of an anchor: its row, what refers to that, its times and its label. */
function anchorHash(
  { rows, times, seenUntil = times, labels, table }: LabelledAnchors,
  place: number,
  { neighbours, plan: { relations } }: BatchMaker,
): number {
  const row = rows[place]!;
  const until = Math.min(times[place]!, seenUntil[place]!);
  const { time } = tableOf(neighbours.database, table);
  let hash = time && !(time[row]! <= until) ? 0 : neighbours.hashes.get(table)![row]!;
  for (const value of [times[place]!, seenUntil[place]!, labels[place]!]) hash = joined(hash, numberHash(value));
  for (const { down } of relations) {
    const hashes = neighbours.hashes.get(down.table)!;
    const near = neighbours.latest(down, row, until, TOLD_BY);
    for (const child of near.rows) hash = joined(hash, hashes[child]!);
  }
  return hash;
}

function batchHash({ self, relations }: Batch): number {
  let hash = 0;
  const add = (values: ArrayLike<number>) => {
    for (let i = 0; i < values.length; i++) hash = joined(hash, numberHash(values[i]!));
  };
  add(self);
  for (const { inputs, weights } of relations)
    for (const values of [inputs, weights.indices, weights.values]) add(values);
  return hash;
}
