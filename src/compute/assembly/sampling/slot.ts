// What a batch is made of, and where: the same records as src/sampling/memory writes. All words have 32 bits.
//
// Structure, shared by all threads: 0 node types, 1 relations, 2 hops, 3 flags (1 replace, 2 trees, 4 last),
//   4 address of a word a type: its nodes, 5 address of RELATION bytes a relation: 0 source type, 1 target type, 2 indptr (rows are targets),
//   3 entries (source and edge, a word each), 4 times of the entries or 0 (f64; ascending in a row), 5 fan-out a hop (negative: all).
// Slot, one a thread: 0 input, 1 results, 2 structure, 3 address of TYPE bytes a type, 4 address of OUTPUT bytes a relation, 5 table for
//   `choose`, 6 its mask, 7 1 where tables must be zeroed first, 8 times of the trees, 9 budgets or 0, 10 heap.
// Type: 0 nodes, 1 local ids plus 1 (a word a node, or a hash table of (tree, node)), 2 mask of the hash table or 0, 3 trees or 0,
//   4 how many nodes, 5 and 6 begin and end of the frontier, 7 nodes within each hop (hops + 1), 8 local ids of the seeds, 9 how many seeds,
//   10 bytes of the table of local ids.
// Output: 0 indptr, 1 indices, 2 edges, 3 how many entries.
// Input: 0 and 1 random state, then how many seeds of each type, then their rows, then (from a multiple of 8 bytes) their times.
// Results: 0 how many arrays, then address and words of each.

export const RELATION: usize = 32;
export const TYPE: usize = 64;
export const OUTPUT: usize = 16;

export const REPLACE: u32 = 1;
export const TREES: u32 = 2;
export const LAST: u32 = 4;

// @ts-ignore: decorator
@inline
export function typeAt(slot: usize, type: u32): usize {
  return <usize>load<u32>(slot, 12) + <usize>type * TYPE;
}

/** Zeroes the tables if a kernel before did not come to its end, and empties types and relations. */
export function openSlot(slot: usize): void {
  const structure = <usize>load<u32>(slot, 8);
  const dirty = load<u32>(slot, 28) != 0;
  if (dirty) memory.fill(<usize>load<u32>(slot, 20), 0, (<usize>load<u32>(slot, 24) + 1) << 2);
  store<u32>(slot, 1, 28);
  for (let t: u32 = 0, types = load<u32>(structure); t < types; t++) {
    const type = typeAt(slot, t);
    if (dirty) memory.fill(<usize>load<u32>(type, 4), 0, <usize>load<u32>(type, 40));
    store<u32>(type, 0, 16);
  }
  const outputs = <usize>load<u32>(slot, 16);
  for (let r: u32 = 0, relations = load<u32>(structure, 4); r < relations; r++) {
    const output = outputs + <usize>r * OUTPUT;
    store<u32>(output, 0, 12);
    store<u32>(<usize>load<u32>(output), 0);
  }
}

// @ts-ignore: decorator
@inline
function cellOf(tree: u32, node: u32, mask: u32): u32 {
  return <u32>(((<u64>tree << 32) | <u64>node) * 0x9e3779b97f4a7c15 >> 32) & mask;
}

/** Local id of a node; the next free one where it is new. */
// @ts-ignore: decorator
@inline
export function localOf(type: usize, node: u32): u32 {
  const cell = <usize>load<u32>(type, 4) + (<usize>node << 2);
  const held = load<u32>(cell);
  if (held != 0) return held - 1;
  const count = load<u32>(type, 16);
  store<u32>(<usize>load<u32>(type) + (<usize>count << 2), node);
  store<u32>(cell, count + 1);
  store<u32>(type, count + 1, 16);
  return count;
}

/** The same of a node in a tree: nodes of different trees are different ones. */
export function localInTree(type: usize, node: u32, tree: u32): u32 {
  const table = <usize>load<u32>(type, 4), mask = load<u32>(type, 8);
  const nodes = <usize>load<u32>(type), trees = <usize>load<u32>(type, 12);
  let cell = cellOf(tree, node, mask);
  while (true) {
    const held = load<u32>(table + (<usize>cell << 2));
    if (held == 0) break;
    const at = <usize>(held - 1) << 2;
    if (load<u32>(nodes + at) == node && load<u32>(trees + at) == tree) return held - 1;
    cell = (cell + 1) & mask;
  }
  const count = load<u32>(type, 16);
  store<u32>(nodes + (<usize>count << 2), node);
  store<u32>(trees + (<usize>count << 2), tree);
  store<u32>(table + (<usize>cell << 2), count + 1);
  store<u32>(type, count + 1, 16);
  return count;
}

/** Zeroes the tables of local ids, by the nodes that are in them. */
function clear(type: usize): void {
  const table = <usize>load<u32>(type, 4), mask = load<u32>(type, 8);
  const nodes = <usize>load<u32>(type), trees = <usize>load<u32>(type, 12);
  // From the last one on: what was put in later never lies before what it had to pass over.
  for (let i = load<u32>(type, 16); i > 0; i--) {
    const at = <usize>(i - 1) << 2;
    let cell = load<u32>(nodes + at);
    if (mask != 0) {
      cell = cellOf(load<u32>(trees + at), cell, mask);
      while (load<u32>(table + (<usize>cell << 2)) != i) cell = (cell + 1) & mask;
    }
    store<u32>(table + (<usize>cell << 2), 0);
  }
}

/** Takes in the seeds of the input and returns its random state. With trees every seed is the root of its own. */
export function takeSeeds(slot: usize): u64 {
  const input = <usize>load<u32>(slot);
  const structure = <usize>load<u32>(slot, 8);
  const types = load<u32>(structure);
  const trees = (load<u32>(structure, 12) & TREES) != 0;
  let at = input + 8 + (<usize>types << 2);
  let tree: u32 = 0;
  for (let t: u32 = 0; t < types; t++) {
    const type = typeAt(slot, t);
    const count = load<u32>(input + 8 + (<usize>t << 2));
    const seeds = <usize>load<u32>(type, 32);
    for (let i: u32 = 0; i < count; i++, at += 4, tree++) {
      const node = load<u32>(at);
      store<u32>(seeds + (<usize>i << 2), trees ? localInTree(type, node, tree) : localOf(type, node));
    }
    store<u32>(type, count, 36);
    store<u32>(type, 0, 20);
    store<u32>(type, load<u32>(type, 16), 24);
    store<u32>(<usize>load<u32>(type, 28), load<u32>(type, 16));
  }
  const times = <usize>load<u32>(slot, 32);
  if (times != 0) memory.copy(times, (at + 7) & ~<usize>7, <usize>tree << 3);
  return load<u64>(input);
}

/** The frontier of the next hop: what is new. */
export function nextFrontier(slot: usize, types: u32, hop: u32): void {
  for (let t: u32 = 0; t < types; t++) {
    const type = typeAt(slot, t);
    const count = load<u32>(type, 16);
    store<u32>(type, load<u32>(type, 24), 20);
    store<u32>(type, count, 24);
    store<u32>(<usize>load<u32>(type, 28) + (<usize>(hop + 1) << 2), count);
  }
}

/** Names the arrays of the batch in the results, and leaves the slot as it was found. */
export function closeSlot(slot: usize): void {
  const structure = <usize>load<u32>(slot, 8);
  const types = load<u32>(structure), relations = load<u32>(structure, 4), hops = load<u32>(structure, 8);
  const results = <usize>load<u32>(slot, 4);
  let at = results + 4;
  for (let t: u32 = 0; t < types; t++) {
    const type = typeAt(slot, t);
    const count = load<u32>(type, 16);
    at = name(at, load<u32>(type), count);
    at = name(at, load<u32>(type, 32), load<u32>(type, 36));
    at = name(at, load<u32>(type, 28), hops + 1);
    if (load<u32>(type, 12) != 0) at = name(at, load<u32>(type, 12), count);
    clear(type);
  }
  for (let r: u32 = 0; r < relations; r++) {
    const output = <usize>load<u32>(slot, 16) + <usize>r * OUTPUT;
    const target = load<u32>(<usize>load<u32>(structure, 20) + <usize>r * RELATION, 4);
    at = name(at, load<u32>(output), load<u32>(typeAt(slot, target), 16) + 1);
    at = name(at, load<u32>(output, 4), load<u32>(output, 12));
    at = name(at, load<u32>(output, 8), load<u32>(output, 12));
  }
  store<u32>(results, <u32>(at - results - 4) >> 3);
  store<u32>(slot, 0, 28);
}

// @ts-ignore: decorator
@inline
function name(at: usize, array: u32, words: u32): usize {
  store<u32>(at, array);
  store<u32>(at, words, 4);
  return at + 8;
}
