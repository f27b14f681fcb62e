// The local move of Louvain and Leiden in batches: what every node of a batch would best do is decided on all threads, from the
// communities before it; then one thread makes the moves, one after the other, each of them only where it still gains. The number of
// entries makes the batches, so that threads decide no bit.
//
// Layout of the state (words; written by src/compute/kernels/communities.ts):
//   0 communities, 1 sums of shares out by community (float64), 2 of shares in, 3 sizes, 4 communities without nodes, the last first,
//   5 queue, a ring, 6 flags of nodes (bytes: 1 in the queue, 2 in the batch), 7 place in the batch of its nodes, 8 nodes of the batch,
//   9 where each goes (-1: to a community of its own), 10 weight to its own community (float64), 11 to that where it goes,
//   12 scratch, 13 bytes of it a thread: float64 0 a node, then room for a row of words, 14 communities without nodes, 15 first of the
//   queue, 16 its length, 17 moves made, 18 nodes in the batch, 19 entries from which on a batch is full, 20 entries in the batch.
import { at, put, real, scaleOf, setReal, word } from './level';

const QUEUED: u32 = 1;
const IN_BATCH: u32 = 2;
/** A gain below this share of the terms that it is the difference of is taken for rounding. */
const ROUNDING: f64 = 1e-13;

/** Adds the weights between node v and each community; the communities stand in `touched`, some perhaps more than once. */
// Written without a branch: whether a community is new can hardly be foretold.
// @ts-ignore: decorator
@inline
function addWeights(level: usize, communities: usize, v: i32, weightTo: usize, touched: usize): i32 {
  const indptr = word(level, 1), indices = word(level, 2), weights = word(level, 3);
  const start = at(indptr, v), stop = at(indptr, v + 1);
  let count = 0;
  if (weights) {
    for (let e = start; e < stop; e++) {
      const u = at(indices, e);
      if (u == v) continue;
      const c = at(communities, u);
      const before = real(weightTo, c);
      put(touched, count, c);
      count += i32(before == 0);
      setReal(weightTo, c, before + real(weights, e));
    }
  } else {
    for (let e = start; e < stop; e++) {
      const u = at(indices, e);
      if (u == v) continue;
      const c = at(communities, u);
      const before = real(weightTo, c);
      put(touched, count, c);
      count += i32(before == 0);
      setReal(weightTo, c, before + 1);
    }
  }
  return count;
}

/** Decides where nodes of the batch go. args: level, state. Units are nodes of the batch. */
export function decideMoves(args: usize, begin: i32, end: i32, worker: i32): void {
  const level = <usize>load<u32>(args), state = <usize>load<u32>(args, 4);
  const nodes = <i32>word(level, 0), outShares = word(level, 4), inShares = word(level, 5);
  const communities = word(state, 0), outSums = word(state, 1), inSums = word(state, 2);
  const weightTo = word(state, 12) + word(state, 13) * <usize>worker;
  const touched = weightTo + (<usize>nodes << 3);
  const scale = scaleOf(level);
  const isDirected = inShares != outShares;
  for (let i = begin; i < end; i++) {
    const v = at(word(state, 8), i);
    const numTouched = addWeights(level, communities, v, weightTo, touched);
    const own = at(communities, v);
    const out = real(outShares, v), into = real(inShares, v);
    const ownWeight = real(weightTo, own);
    const ownCost = scale * (out * (real(inSums, own) - into) + into * (real(outSums, own) - out));
    const ownGain = ownWeight - ownCost;
    setReal(weightTo, own, 0);
    let best = own, bestGain = ownGain, bestWeight = ownWeight;
    const outScale = scale * out, inScale = scale * into;
    for (let t = 0; t < numTouched; t++) {
      const c = at(touched, t);
      const weight = real(weightTo, c);
      setReal(weightTo, c, 0);
      const cost = isDirected ? outScale * real(inSums, c) + inScale * real(outSums, c) : 2 * outScale * real(outSums, c);
      const gain = weight - cost;
      if (gain > bestGain && weight > 0) {
        best = c;
        bestGain = gain;
        bestWeight = weight;
      }
    }
    // A community of its own is worth 0.
    if (bestGain < 0 && at(word(state, 3), own) > 1) {
      best = -1;
      bestGain = 0;
      bestWeight = 0;
    }
    const terms = ownWeight + ownCost + 2 * bestWeight - bestGain;
    put(word(state, 9), i, bestGain - ownGain <= ROUNDING * terms ? own : best);
    setReal(word(state, 10), i, ownWeight);
    setReal(word(state, 11), i, bestWeight);
  }
}

/** Puts a node at the end of the queue, unless it is in it. */
// @ts-ignore: decorator
@inline
function enqueue(level: usize, state: usize, v: i32): void {
  const flags = word(state, 6) + <usize>v;
  if (load<u8>(flags) & QUEUED) return;
  store<u8>(flags, load<u8>(flags) | QUEUED);
  const nodes = <i32>word(level, 0), length = at(state, 16);
  let last = at(state, 15) + length;
  if (last >= nodes) last -= nodes;
  put(word(state, 5), last, v);
  put(state, 16, length + 1);
}

/** Whether the move of a node of the batch still gains. */
// @ts-ignore: decorator
@inline
function stillGains(level: usize, state: usize, i: i32, v: i32, own: i32, best: i32): bool {
  const outSums = word(state, 1), inSums = word(state, 2), sizes = word(state, 3);
  if (best < 0 ? at(sizes, own) == 1 : at(sizes, best) == 0) return false;
  const out = real(word(level, 4), v), into = real(word(level, 5), v), scale = scaleOf(level);
  const ownWeight = real(word(state, 10), i), weight = real(word(state, 11), i);
  const ownCost = scale * (out * (real(inSums, own) - into) + into * (real(outSums, own) - out));
  const ownGain = ownWeight - ownCost;
  let gain: f64 = 0;
  if (best >= 0) {
    const outScale = scale * out, inScale = scale * into;
    const isDirected = word(level, 4) != word(level, 5);
    gain = weight - (isDirected ? outScale * real(inSums, best) + inScale * real(outSums, best) : 2 * outScale * real(outSums, best));
  }
  const terms = ownWeight + ownCost + 2 * weight - gain;
  return gain - ownGain > ROUNDING * terms;
}

/** Moves a node from one community to another: sizes, sums and communities without nodes. */
// @ts-ignore: decorator
@inline
function move(level: usize, state: usize, v: i32, own: i32, best: i32): void {
  const outSums = word(state, 1), inSums = word(state, 2), sizes = word(state, 3), empty = word(state, 4);
  const out = real(word(level, 4), v), into = real(word(level, 5), v);
  const isDirected = word(level, 4) != word(level, 5);
  put(word(state, 0), v, best);
  const size = at(sizes, best);
  if (size == 0) put(state, 14, at(state, 14) - 1);
  put(sizes, best, size + 1);
  setReal(outSums, best, real(outSums, best) + out);
  setReal(outSums, own, real(outSums, own) - out);
  if (isDirected) {
    setReal(inSums, best, real(inSums, best) + into);
    setReal(inSums, own, real(inSums, own) - into);
  }
  const left = at(sizes, own) - 1;
  put(sizes, own, left);
  if (left > 0) return;
  const numEmpty = at(state, 14);
  put(empty, numEmpty, own);
  put(state, 14, numEmpty + 1);
  setReal(outSums, own, 0);
  setReal(inSums, own, 0);
}

/** Corrects what is known of a later node of the batch, with whom an edge of this weight is, by a move from one community to another. */
function correct(state: usize, u: i32, weight: f64, from: i32, to: i32): void {
  const i = at(word(state, 7), u), own = at(word(state, 0), u), best = at(word(state, 9), i);
  const ownWeight = word(state, 10), bestWeight = word(state, 11);
  if (own == from) setReal(ownWeight, i, real(ownWeight, i) - weight);
  else if (own == to) setReal(ownWeight, i, real(ownWeight, i) + weight);
  if (best == from) setReal(bestWeight, i, real(bestWeight, i) - weight);
  else if (best == to) setReal(bestWeight, i, real(bestWeight, i) + weight);
}

/** Makes the moves of the batch; neighbours of what moved, in other communities, are looked at again. */
function makeMoves(level: usize, state: usize): void {
  const indptr = word(level, 1), indices = word(level, 2), weights = word(level, 3);
  const communities = word(state, 0), flags = word(state, 6), batch = word(state, 8);
  const count = at(state, 18);
  for (let i = 0; i < count; i++) {
    const v = at(batch, i);
    store<u8>(flags + <usize>v, load<u8>(flags + <usize>v) & QUEUED);
    const own = at(communities, v);
    let best = at(word(state, 9), i);
    if (best == own) continue;
    if (!stillGains(level, state, i, v, own, best)) {
      enqueue(level, state, v);
      continue;
    }
    if (best < 0) best = at(word(state, 4), at(state, 14) - 1);
    move(level, state, v, own, best);
    put(state, 17, at(state, 17) + 1);
    const stop = at(indptr, v + 1);
    for (let e = at(indptr, v); e < stop; e++) {
      const u = at(indices, e);
      const flag = load<u8>(flags + <usize>u);
      if (flag & IN_BATCH) correct(state, u, weights ? real(weights, e) : 1, own, best);
      if (flag & QUEUED || at(communities, u) == best) continue;
      enqueue(level, state, u);
    }
  }
}

/** Takes nodes from the queue until they have enough entries. */
function nextBatch(level: usize, state: usize): void {
  const nodes = <i32>word(level, 0), indptr = word(level, 1), full = at(state, 19);
  const queue = word(state, 5), flags = word(state, 6), places = word(state, 7), batch = word(state, 8);
  let first = at(state, 15), length = at(state, 16), count = 0, entries = 0;
  while (length > 0 && entries < full) {
    const v = at(queue, first);
    first = first + 1 == nodes ? 0 : first + 1;
    length--;
    store<u8>(flags + <usize>v, IN_BATCH);
    put(places, v, count);
    put(batch, count++, v);
    entries += at(indptr, v + 1) - at(indptr, v) + 1;
  }
  put(state, 15, first);
  put(state, 16, length);
  put(state, 18, count);
  put(state, 20, entries);
}

/**
 * Makes the moves of the batch that was decided on and takes the next one, until one has so many entries that it is worth sharing, or
 * so many have been looked at; that one is still to be decided on. No node in the batch: no node gains any more. args: level, state,
 * entries worth sharing, entries at the most. One unit.
 */
export function takeTurns(args: usize, begin: i32, end: i32, worker: i32): void {
  const level = <usize>load<u32>(args), state = <usize>load<u32>(args, 4);
  const shared = load<i32>(args, 8), most = load<i32>(args, 12);
  let entries = 0;
  while (true) {
    makeMoves(level, state);
    nextBatch(level, state);
    const count = at(state, 18);
    entries += at(state, 20);
    if (count == 0 || at(state, 20) >= shared || entries >= most) return;
    decideMoves(args, 0, count, worker);
  }
}
