// Rows of levels: the graph in another order, and the graph whose nodes are groups of nodes.
import { at, put, real, setReal, word } from './level';

/**
 * Rows in another order, under other numbers; in a row, entries stay in theirs. args: indptr, indices, weights or 0, nodes (the row
 * that each new one is), ranks (the new number of each row), starts (of the new rows), indices and weights of them. Units are new rows.
 */
export function reorderRows(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = word(args, 0), indices = word(args, 1), weights = word(args, 2);
  const nodes = word(args, 3), ranks = word(args, 4), starts = word(args, 5);
  const newIndices = word(args, 6), newWeights = word(args, 7);
  for (let r = begin; r < end; r++) {
    const v = at(nodes, r), to = at(starts, r), from = at(indptr, v), length = at(indptr, v + 1) - from;
    for (let i = 0; i < length; i++) put(newIndices, to + i, at(ranks, at(indices, from + i)));
    if (weights) memory.copy(newWeights + (<usize>to << 3), weights + (<usize>from << 3), <usize>length << 3);
  }
}

/**
 * The rows of groups: weights between two groups are added in the order of the members' entries, those inside one left out. args: level,
 * groups (of each node), starts and nodes (the members of each group), first group, bounds (where the row of each group from that one on
 * may begin), indices, weights, counts (entries of each of these rows), scratch, bytes of it a thread: float64 0 a group. Units are groups
 * from the first on. A row has room for its members' entries, or for as many as there are groups.
 */
export function groupRows(args: usize, begin: i32, end: i32, worker: i32): void {
  const level = word(args, 0), groups = word(args, 1), starts = word(args, 2), nodes = word(args, 3);
  const firstGroup = <i32>word(args, 4);
  const bounds = word(args, 5), indices = word(args, 6), weights = word(args, 7), counts = word(args, 8);
  const weightTo = word(args, 9) + word(args, 10) * <usize>worker;
  const edges = word(level, 1), targets = word(level, 2), given = word(level, 3);
  for (let unit = begin; unit < end; unit++) {
    const c = firstGroup + unit, first = at(bounds, unit), lastMember = at(starts, c + 1);
    let stop = first;
    for (let i = at(starts, c); i < lastMember; i++) {
      const v = at(nodes, i), last = at(edges, v + 1);
      for (let e = at(edges, v); e < last; e++) {
        const d = at(groups, at(targets, e));
        if (d == c) continue;
        const before = real(weightTo, d), weight: f64 = given ? real(given, e) : 1;
        // Written without a branch: whether a group is new can hardly be foretold.
        put(indices, stop, d);
        stop += i32(before == 0) & i32(weight > 0);
        setReal(weightTo, d, before + weight);
      }
    }
    for (let e = first; e < stop; e++) {
      const d = at(indices, e);
      setReal(weights, e, real(weightTo, d));
      setReal(weightTo, d, 0);
    }
    put(counts, unit, stop - first);
  }
}

/** Moves rows together. args: bounds (where they begin), indices, weights, starts (where they are to begin), new indices, new weights. */
export function packRows(args: usize, begin: i32, end: i32, worker: i32): void {
  const bounds = word(args, 0), indices = word(args, 1), weights = word(args, 2);
  const starts = word(args, 3), newIndices = word(args, 4), newWeights = word(args, 5);
  for (let c = begin; c < end; c++) {
    const from = <usize>at(bounds, c), to = <usize>at(starts, c), length = <usize>(at(starts, c + 1) - at(starts, c));
    memory.copy(newIndices + (to << 2), indices + (from << 2), length << 2);
    memory.copy(newWeights + (to << 3), weights + (from << 3), length << 3);
  }
}
