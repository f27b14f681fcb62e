// What a set in the making is made of. Every thread has its own instance of the module, and so its own globals.
// Layout of the network's record (words of 32 bits; written by src/influence/sampling/engine.ts):
//   0 model (0 independent cascade, 1 linear threshold), 1 nodes, 2 blockStarts or 0, 3 blockRules or 0, 4 edgeStarts, 5 sources,
//   6 thresholds or 0, 7 acceptance or 0, 8 most hops, 9 rules, 10 for one block a node, one rule and nothing else: 1 of kind
//   degree, 2 constant with a table; else 0.
// A rule has 32 bytes: kind (0 constant, 1 degree of the block, 2 degree of the node, 3 edge), table or 0, f64 probability or factor,
// f64 1 / ln(1 - probability), thresholds in the table of a constant one.
import { GOLDEN, mix } from './words';

export let network: usize = 0;
/** Bits of the nodes reached, the nodes themselves in order, and room for 64 numbers. */
export let seen: usize = 0;
export let queue: usize = 0;
export let places: usize = 0;
/** Bytes of 1 at which a set ends; 0 where there are none. */
export let stops: usize = 0;
export let size: i32 = 0;
export let stopped: bool = false;
let state: u64 = 0;

/** Scratch: 256 bytes of places, bits, queue. */
export function open(record: usize, scratch: usize, stopBytes: usize): void {
  network = record;
  places = scratch;
  seen = scratch + 256;
  queue = seen + bitBytes(load<i32>(record, 4));
  stops = stopBytes;
}

export function bitBytes(nodes: i32): usize {
  return ((<usize>nodes + 511) >> 9) << 6;
}

// @ts-ignore: decorator
@inline
export function begin(start: u64): void {
  state = start;
  size = 0;
  stopped = false;
}

// @ts-ignore: decorator
@inline
export function word(): u64 {
  state += GOLDEN;
  return mix(state);
}

/** Takes a node into the set, unless it is there. */
// @ts-ignore: decorator
@inline
export function reach(node: u32): void {
  const at = seen + ((<usize>node >> 5) << 2);
  const bits = load<u32>(at);
  const bit: u32 = <u32>1 << (node & 31);
  if (bits & bit || stopped) return;
  store<u32>(at, bits | bit);
  store<u32>(queue + (<usize>size << 2), node);
  size++;
  if (stops != 0 && load<u8>(stops + <usize>node) != 0) stopped = true;
}

/** Makes all bits 0 again. */
// @ts-ignore: decorator
@inline
export function clear(): void {
  for (let at = queue, end = queue + (<usize>size << 2); at < end; at += 4) {
    store<u32>(seen + ((<usize>load<u32>(at) >> 5) << 2), 0);
  }
}
