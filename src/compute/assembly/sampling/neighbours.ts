// Neighbour sampling hop by hop: every node that is reached is expanded once, in the hop after the one that reached it.
import { choose } from './choose';
import { begin } from './random';
import { closeSlot, LAST, localInTree, localOf, nextFrontier, openSlot, OUTPUT, RELATION, REPLACE, takeSeeds, TREES, typeAt } from './slot';

/** Entries of the row that are not later than `time`: times of a row ascend. */
function notLater(times: usize, first: u32, last: u32, time: f64): u32 {
  const begin = first;
  while (first < last) {
    const middle = (first + last) >>> 1;
    if (load<f64>(times + (<usize>middle << 3)) <= time) first = middle + 1;
    else last = middle;
  }
  return first - begin;
}

/** Chooses the entries of all frontier rows; their numbers go where the edges belong. */
function chooseEntries(slot: usize, relation: usize, output: usize, target: usize, k: i32, flags: u32): u32 {
  const indptr = <usize>load<u32>(relation, 8), times = <usize>load<u32>(relation, 16);
  const nodes = <usize>load<u32>(target), trees = <usize>load<u32>(target, 12);
  const rows = <usize>load<u32>(output), edges = <usize>load<u32>(output, 8);
  const table = <usize>load<u32>(slot, 20), mask = load<u32>(slot, 24);
  const treeTimes = <usize>load<u32>(slot, 32);
  const replace = (flags & REPLACE) != 0, latest = (flags & LAST) != 0;
  let count = load<u32>(output, 12);
  if (k == 0) {
    for (let i = load<u32>(target, 20), end = load<u32>(target, 24); i < end; i++) store<u32>(rows + (<usize>i << 2), count, 4);
    return count;
  }
  for (let i = load<u32>(target, 20), end = load<u32>(target, 24); i < end; i++) {
    const at = indptr + (<usize>load<u32>(nodes + (<usize>i << 2)) << 2);
    const first = load<u32>(at), last = load<u32>(at, 4);
    let degree = last - first;
    if (times != 0) {
      const tree = load<u32>(trees + (<usize>i << 2));
      degree = notLater(times, first, last, load<f64>(treeTimes + (<usize>tree << 3)));
    }
    count += choose(first, degree, k, replace, latest, table, mask, edges + (<usize>count << 2));
    store<u32>(rows + (<usize>i << 2), count, 4);
  }
  return count;
}

/** Edges and sources of the chosen entries. Loads that do not wait for each other: a pass of its own. */
function readEntries(relation: usize, output: usize, count: u32): void {
  const entries = <usize>load<u32>(relation, 12);
  const indices = <usize>load<u32>(output, 4), edges = <usize>load<u32>(output, 8);
  for (let i = <usize>load<u32>(output, 12) << 2, end = <usize>count << 2; i < end; i += 4) {
    const entry = load<u64>(entries + (<usize>load<u32>(edges + i) << 3));
    store<u32>(indices + i, <u32>entry);
    store<u32>(edges + i, <u32>(entry >> 32));
  }
}

function relabel(output: usize, source: usize, target: usize, count: u32): void {
  const indices = <usize>load<u32>(output, 4);
  const trees = <usize>load<u32>(target, 12);
  let at = indices + (<usize>load<u32>(output, 12) << 2);
  if (trees == 0) {
    for (const end = indices + (<usize>count << 2); at < end; at += 4) store<u32>(at, localOf(source, load<u32>(at)));
    return;
  }
  const rows = <usize>load<u32>(output);
  for (let i = load<u32>(target, 20), end = load<u32>(target, 24); i < end; i++) {
    const tree = load<u32>(trees + (<usize>i << 2));
    const stop = indices + (<usize>load<u32>(rows + (<usize>i << 2), 4) << 2);
    for (; at < stop; at += 4) store<u32>(at, localInTree(source, load<u32>(at), tree));
  }
}

/** args: the slot record itself. A unit is a batch; only one is made, that of the slot's input. */
export function sampleNeighbours(args: usize, _begin: i32, _end: i32, _worker: i32): void {
  const slot = args;
  openSlot(slot);
  begin(takeSeeds(slot));
  const structure = <usize>load<u32>(slot, 8);
  const types = load<u32>(structure), relations = load<u32>(structure, 4), hops = load<u32>(structure, 8);
  const flags = load<u32>(structure, 12);
  // One turn more than there are hops: the last nodes get rows without entries.
  for (let hop: u32 = 0; hop <= hops; hop++) {
    for (let r: u32 = 0; r < relations; r++) {
      const relation = <usize>load<u32>(structure, 20) + <usize>r * RELATION;
      const output = <usize>load<u32>(slot, 16) + <usize>r * OUTPUT;
      const source = typeAt(slot, load<u32>(relation)), target = typeAt(slot, load<u32>(relation, 4));
      const k: i32 = hop < hops ? load<i32>(<usize>load<u32>(relation, 20) + (<usize>hop << 2)) : 0;
      const count = chooseEntries(slot, relation, output, target, k, flags);
      readEntries(relation, output, count);
      relabel(output, source, target, count);
      store<u32>(output, count, 12);
    }
    if (hop < hops) nextFrontier(slot, types, hop);
  }
  closeSlot(slot);
}
