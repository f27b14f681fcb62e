// Budget sampling (Hu et al., WWW 2020, "Heterogeneous Graph Transformer", algorithms 1 and 2) and the edges among chosen nodes.
// A budget has 16 bytes: 0 its nodes, 1 scores (f64 a node of the type; 0: not in it), 2 how many nodes,
// 3 how many to sample in each hop.
import { ln } from '../influence/words';
import { begin, positive } from './random';
import { closeSlot, localOf, nextFrontier, openSlot, OUTPUT, RELATION, takeSeeds, typeAt } from './slot';

const BUDGET: usize = 16;

// @ts-ignore: decorator
@inline
function isIn(type: usize, node: u32): bool {
  return load<u32>(<usize>load<u32>(type, 4) + (<usize>node << 2)) != 0;
}

/** Adds the neighbours of a node to the budgets: by each relation 1 / its degree. */
function addNeighbours(slot: usize, structure: usize, target: u32, node: u32): void {
  const budgets = <usize>load<u32>(slot, 36);
  for (let r: u32 = 0, relations = load<u32>(structure, 4); r < relations; r++) {
    const relation = <usize>load<u32>(structure, 20) + <usize>r * RELATION;
    if (load<u32>(relation, 4) != target) continue;
    const at = <usize>load<u32>(relation, 8) + (<usize>node << 2);
    const first = load<u32>(at), last = load<u32>(at, 4);
    const type = typeAt(slot, load<u32>(relation));
    const budget = budgets + <usize>load<u32>(relation) * BUDGET;
    const share = 1.0 / <f64>(last - first);
    const entries = <usize>load<u32>(relation, 12), list = <usize>load<u32>(budget), scores = <usize>load<u32>(budget, 4);
    for (let e = first; e < last; e++) {
      const source = load<u32>(entries + (<usize>e << 3));
      if (isIn(type, source)) continue;
      const cell = scores + (<usize>source << 3);
      const score = load<f64>(cell);
      if (score == 0) {
        const count = load<u32>(budget, 8);
        store<u32>(list + (<usize>count << 2), source);
        store<u32>(budget, count + 1, 8);
      }
      store<f64>(cell, score + share);
    }
  }
}

/**
 * Draws up to so many nodes of a budget without replacement, in proportion to the squares of their scores: those with the smallest
 * -ln(u) / weight (Efraimidis and Spirakis 2006). A heap of (key, place in the list), the largest key first. Returns how many.
 */
function drawFrom(budget: usize, heap: usize, wanted: u32): u32 {
  const list = <usize>load<u32>(budget), scores = <usize>load<u32>(budget, 4);
  let size: u32 = 0;
  for (let i: u32 = 0, count = load<u32>(budget, 8); i < count && wanted > 0; i++) {
    const score = load<f64>(scores + (<usize>load<u32>(list + (<usize>i << 2)) << 3));
    const key = -ln(positive()) / (score * score);
    if (size < wanted) {
      let at = size++;
      while (at > 0) {
        const above = (at - 1) >> 1;
        if (load<f64>(heap + (<usize>above << 4)) >= key) break;
        memory.copy(heap + (<usize>at << 4), heap + (<usize>above << 4), 16);
        at = above;
      }
      put(heap, at, key, i);
    } else if (key < load<f64>(heap)) sink(heap, size, key, i);
  }
  return size;
}

// @ts-ignore: decorator
@inline
function put(heap: usize, at: u32, key: f64, place: u32): void {
  store<f64>(heap + (<usize>at << 4), key);
  store<u32>(heap + (<usize>at << 4), place, 8);
}

/** Puts an entry in the place of the largest. */
function sink(heap: usize, size: u32, key: f64, place: u32): void {
  let at: u32 = 0;
  while (true) {
    let below: u32 = 2 * at + 1;
    if (below >= size) break;
    if (below + 1 < size && load<f64>(heap + (<usize>(below + 1) << 4)) > load<f64>(heap + (<usize>below << 4))) below++;
    if (load<f64>(heap + (<usize>below << 4)) <= key) break;
    memory.copy(heap + (<usize>at << 4), heap + (<usize>below << 4), 16);
    at = below;
  }
  put(heap, at, key, place);
}

/** Takes in what was drawn, and takes it out of the budget. */
function takeDrawn(type: usize, budget: usize, heap: usize, size: u32): void {
  const list = <usize>load<u32>(budget), scores = <usize>load<u32>(budget, 4);
  for (let i: u32 = 0; i < size; i++) {
    const node = load<u32>(list + (<usize>load<u32>(heap + (<usize>i << 4), 8) << 2));
    store<f64>(scores + (<usize>node << 3), 0);
    localOf(type, node);
  }
  let kept: u32 = 0;
  for (let i: u32 = 0, count = load<u32>(budget, 8); i < count; i++) {
    const node = load<u32>(list + (<usize>i << 2));
    if (load<f64>(scores + (<usize>node << 3)) != 0) store<u32>(list + (<usize>(kept++) << 2), node);
  }
  store<u32>(budget, kept, 8);
}

function emptyBudget(budget: usize): void {
  const list = <usize>load<u32>(budget), scores = <usize>load<u32>(budget, 4);
  for (let i: u32 = 0, count = load<u32>(budget, 8); i < count; i++) {
    store<f64>(scores + (<usize>load<u32>(list + (<usize>i << 2)) << 3), 0);
  }
  store<u32>(budget, 0, 8);
}

/** All edges between nodes of the batch. */
function induce(slot: usize, relation: usize, output: usize): void {
  const source = typeAt(slot, load<u32>(relation)), target = typeAt(slot, load<u32>(relation, 4));
  const indptr = <usize>load<u32>(relation, 8), entries = <usize>load<u32>(relation, 12);
  const nodes = <usize>load<u32>(target), table = <usize>load<u32>(source, 4);
  const rows = <usize>load<u32>(output), indices = <usize>load<u32>(output, 4), edges = <usize>load<u32>(output, 8);
  let at: usize = 0;
  for (let i: u32 = 0, count = load<u32>(target, 16); i < count; i++) {
    const row = indptr + (<usize>load<u32>(nodes + (<usize>i << 2)) << 2);
    for (let e = load<u32>(row), last = load<u32>(row, 4); e < last; e++) {
      const entry = load<u64>(entries + (<usize>e << 3));
      const local = load<u32>(table + (<usize>(<u32>entry) << 2));
      if (local == 0) continue;
      store<u32>(indices + at, local - 1);
      store<u32>(edges + at, <u32>(entry >> 32));
      at += 4;
    }
    store<u32>(rows + (<usize>i << 2), <u32>(at >> 2), 4);
  }
  store<u32>(output, <u32>(at >> 2), 12);
}

/** args: the slot record itself. Without budgets: the seeds and the edges among them. */
export function sampleBudget(args: usize, _begin: i32, _end: i32, _worker: i32): void {
  const slot = args;
  const structure = <usize>load<u32>(slot, 8);
  const types = load<u32>(structure), relations = load<u32>(structure, 4), hops = load<u32>(structure, 8);
  const budgets = <usize>load<u32>(slot, 36), heap = <usize>load<u32>(slot, 40);
  if (budgets != 0) for (let t: u32 = 0; t < types; t++) resetBudget(slot, structure, t);
  openSlot(slot);
  begin(takeSeeds(slot));
  for (let t: u32 = 0; budgets != 0 && t < types; t++) {
    const type = typeAt(slot, t);
    for (let i: u32 = 0, count = load<u32>(type, 16); i < count; i++) {
      addNeighbours(slot, structure, t, load<u32>(<usize>load<u32>(type) + (<usize>i << 2)));
    }
  }
  for (let hop: u32 = 0; budgets != 0 && hop < hops; hop++) {
    for (let t: u32 = 0; t < types; t++) {
      const type = typeAt(slot, t);
      const budget = budgets + <usize>t * BUDGET;
      const before = load<u32>(type, 16);
      const wanted = load<u32>(<usize>load<u32>(budget, 12) + (<usize>hop << 2));
      takeDrawn(type, budget, heap, drawFrom(budget, heap, wanted));
      for (let i = before, count = load<u32>(type, 16); i < count; i++) {
        addNeighbours(slot, structure, t, load<u32>(<usize>load<u32>(type) + (<usize>i << 2)));
      }
    }
    nextFrontier(slot, types, hop);
  }
  for (let r: u32 = 0; r < relations; r++) {
    induce(slot, <usize>load<u32>(structure, 20) + <usize>r * RELATION, <usize>load<u32>(slot, 16) + <usize>r * OUTPUT);
  }
  for (let t: u32 = 0; budgets != 0 && t < types; t++) emptyBudget(budgets + <usize>t * BUDGET);
  closeSlot(slot);
}

/** Zeroes the scores if a kernel before did not come to its end. */
function resetBudget(slot: usize, structure: usize, t: u32): void {
  if (load<u32>(slot, 28) == 0) return;
  const budget = <usize>load<u32>(slot, 36) + <usize>t * BUDGET;
  const nodes = load<u32>(<usize>load<u32>(structure, 16) + (<usize>t << 2));
  memory.fill(<usize>load<u32>(budget, 4), 0, <usize>nodes << 3);
  store<u32>(budget, 0, 8);
}
