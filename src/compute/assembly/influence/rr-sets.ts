// Reverse-reachable sets: made and kept, or made and counted.
import { drawBlock, drawCount, drawOne, drawTabled } from './draw';
import { begin as beginSet, clear, network, open, queue, reach, size, stopped, word } from './state';
import { startOf, uniform } from './words';

/** Layout of the roots' record: 0 how many, 1 nodes or 0, 2 limits or 0, 3 aliases or 0, 4 whether in turn. */
// @ts-ignore: decorator
@inline
function drawRoot(roots: usize, set: u64): u32 {
  const count = load<u32>(roots);
  let cell = load<u32>(roots, 16) != 0 ? <u32>(set % <u64>count) : <u32>(uniform(word()) * <f64>count);
  const limits = <usize>load<u32>(roots, 8);
  if (limits != 0) {
    const own = <u32>(word() >> 32) < load<u32>(limits + (<usize>cell << 2));
    if (!own) cell = load<u32>(<usize>load<u32>(roots, 12) + (<usize>cell << 2));
  }
  const nodes = <usize>load<u32>(roots, 4);
  return nodes == 0 ? cell : load<u32>(nodes + (<usize>cell << 2));
}

function expand(node: u32): void {
  const edgeStarts = <usize>load<u32>(network, 16);
  const blockStarts = <usize>load<u32>(network, 8);
  let first = node, last = node + 1;
  if (blockStarts != 0) {
    first = load<u32>(blockStarts + (<usize>node << 2));
    last = load<u32>(blockStarts + (<usize>node << 2), 4);
  }
  const begin = load<u32>(edgeStarts + (<usize>first << 2));
  const end = load<u32>(edgeStarts + (<usize>last << 2));
  if (load<i32>(network) == 1) {
    drawOne(begin, end);
    return;
  }
  const rules = <usize>load<u32>(network, 36);
  const blockRules = <usize>load<u32>(network, 12);
  let from = begin;
  for (let block = first; block < last; block++) {
    const to = load<u32>(edgeStarts + (<usize>block << 2), 4);
    const rule: usize = blockRules == 0 ? 0 : <usize>load<u8>(blockRules + <usize>block);
    if (to > from) drawBlock(rules + (rule << 5), from, <i32>(to - from), <i32>(end - begin));
    from = to;
  }
}

/** Networks of one rule `degree`, one block a node, no acceptance, no limit of hops. */
function growByDegree(): void {
  const edgeStarts = <usize>load<u32>(network, 16);
  const sources = <usize>load<u32>(network, 20);
  const table = <usize>load<u32>(<usize>load<u32>(network, 36), 4);
  const factor = load<f64>(<usize>load<u32>(network, 36), 8);
  for (let next = 0; next < size && !stopped; next++) {
    const at = edgeStarts + (<usize>load<u32>(queue + (<usize>next << 2)) << 2);
    const first = load<u32>(at);
    const count = <i32>(load<u32>(at, 4) - first);
    if (count == 0) continue;
    const edges = sources + (<usize>first << 2);
    if (<f64>count <= factor) {
      for (let i = 0; i < count; i++) reach(load<u32>(edges + (<usize>i << 2)));
      continue;
    }
    const entry = table + (<usize>count << 4);
    drawCount(edges, count, load<f64>(entry), load<f64>(entry, 8));
  }
}

/** As {@link growByDegree}, for one constant rule with a table. */
function growByTable(): void {
  const edgeStarts = <usize>load<u32>(network, 16);
  const sources = <usize>load<u32>(network, 20);
  const rule = <usize>load<u32>(network, 36);
  const table = <usize>load<u32>(rule, 4);
  const entries = load<i32>(rule, 24);
  for (let next = 0; next < size && !stopped; next++) {
    const at = edgeStarts + (<usize>load<u32>(queue + (<usize>next << 2)) << 2);
    const first = load<u32>(at);
    drawTabled(sources + (<usize>first << 2), <i32>(load<u32>(at, 4) - first), table, entries);
  }
}

function grow(): void {
  const acceptance = <usize>load<u32>(network, 28);
  const hops = load<i32>(network, 32);
  let level = size;
  for (let next = 0, depth = 0; next < size && !stopped; next++) {
    if (next == level) {
      depth++;
      level = size;
    }
    if (depth >= hops) return;
    const node = load<u32>(queue + (<usize>next << 2));
    if (acceptance != 0 && <u32>(word() >> 32) > load<u32>(acceptance + (<usize>node << 2))) continue;
    expand(node);
  }
}

/** Takes so many words of the memory below the limit, and returns the first one; 0 where there is no room. */
// @ts-ignore: decorator
@inline
function reserve(cursor: usize, limit: u32, words: u32): u32 {
  let at = atomic.load<u32>(cursor);
  while (words <= limit - at) {
    const found = atomic.cmpxchg<u32>(cursor, at, at + words);
    if (found == at) return at;
    at = found;
  }
  return 0;
}

/**
 * args: network, roots, base (two words), number of the first set, stop bytes or 0, scratch, its bytes a worker, starts, lengths, limit
 * and address of the cursor (words), address of three counters. Units are sets. A set of negative length is made: it is kept in the next words
 * of the memory below the limit; or left as it is where there is no room, counted by the first counter, and its nodes by the third one, of
 * 64 bits; one that met a stop is kept as empty and counted by the second. Where starts is 0 nothing is kept.
 */
export function rrSets(args: usize, begin: i32, end: i32, worker: i32): void {
  const roots = <usize>load<u32>(args, 4);
  const base = <u64>load<u32>(args, 8) | (<u64>load<u32>(args, 12) << 32);
  const first = <u64>load<u32>(args, 16);
  const starts = <usize>load<u32>(args, 32);
  const lengths = <usize>load<u32>(args, 36);
  const limit = load<u32>(args, 40);
  const cursor = <usize>load<u32>(args, 44);
  open(<usize>load<u32>(args), <usize>load<u32>(args, 24) + <usize>worker * <usize>load<u32>(args, 28), <usize>load<u32>(args, 20));
  const simple = load<i32>(network, 40);
  let failures = 0, hits = 0;
  let wanted: u64 = 0;
  for (let i = begin; i < end; i++) {
    const at = <usize>i << 2;
    if (starts != 0 && load<i32>(lengths + at) >= 0) continue;
    beginSet(startOf(base, first + <u64>i));
    reach(drawRoot(roots, first + <u64>i));
    if (simple == 1) growByDegree();
    else if (simple == 2) growByTable();
    else grow();
    clear();
    if (stopped) hits++;
    if (starts == 0) continue;
    if (stopped) {
      store<u32>(starts + at, 0);
      store<i32>(lengths + at, 0);
      continue;
    }
    const to = reserve(cursor, limit, <u32>size);
    if (to == 0) {
      failures++;
      wanted += size;
      continue;
    }
    memory.copy(<usize>to << 2, queue, <usize>size << 2);
    store<u32>(starts + at, to);
    store<i32>(lengths + at, size);
  }
  const counters = <usize>load<u32>(args, 48);
  if (failures > 0) {
    atomic.add<i32>(counters, failures);
    atomic.add<u64>(counters + 12, wanted);
  }
  if (hits > 0) atomic.add<i32>(counters + 4, hits);
}
