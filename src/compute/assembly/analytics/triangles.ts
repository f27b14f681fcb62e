// Triangles of an undirected graph: edges lead from the node of fewer neighbours to that of more, so that no node has many (at most the
// square root of twice the edges, below 2^16). All numbers are whole, so that neither threads nor chunks decide a bit.
//
// Rows of the given CSR are ascending; parallel edges and self loops are passed over. `nodes` has the node of each rank, `ranks` the
// rank of each node.

/** degrees[v] = neighbours of v, each once, without v itself. args: indptr, indices, degrees. Units are rows. */
export function simpleDegrees(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const indices = <usize>load<u32>(args, 4);
  const degrees = <usize>load<u32>(args, 8);
  for (let v = begin; v < end; v++) {
    const bounds = indptr + (<usize>v << 2);
    const stop = indices + (<usize>load<u32>(bounds, 4) << 2);
    let last = -1, count = 0;
    for (let at = indices + (<usize>load<u32>(bounds) << 2); at < stop; at += 4) {
      const u = load<i32>(at);
      count += i32(u != v) & i32(u != last);
      last = u;
    }
    store<i32>(degrees + (<usize>v << 2), count);
  }
}

/** counts[r] = neighbours of a higher rank than r. args: indptr, indices, nodes, ranks, counts. Units are ranks. */
export function higherCounts(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const indices = <usize>load<u32>(args, 4);
  const nodes = <usize>load<u32>(args, 8);
  const ranks = <usize>load<u32>(args, 12);
  const counts = <usize>load<u32>(args, 16);
  for (let r = begin; r < end; r++) {
    const bounds = indptr + (<usize>load<u32>(nodes + (<usize>r << 2)) << 2);
    const stop = indices + (<usize>load<u32>(bounds, 4) << 2);
    let last = -1, count = 0;
    for (let at = indices + (<usize>load<u32>(bounds) << 2); at < stop; at += 4) {
      const u = load<i32>(at);
      count += i32(load<i32>(ranks + (<usize>u << 2)) > r) & i32(u != last);
      last = u;
    }
    store<i32>(counts + (<usize>r << 2), count);
  }
}

/**
 * targets = ranks of the neighbours of a higher rank, from starts[r] on; work[r] = how many such neighbours they have, all together. args:
 * indptr, indices, nodes, ranks, starts, targets, work. Units are ranks.
 */
export function higherRanks(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const indices = <usize>load<u32>(args, 4);
  const nodes = <usize>load<u32>(args, 8);
  const ranks = <usize>load<u32>(args, 12);
  const starts = <usize>load<u32>(args, 16);
  const targets = <usize>load<u32>(args, 20);
  const work = <usize>load<u32>(args, 24);
  for (let r = begin; r < end; r++) {
    const bounds = indptr + (<usize>load<u32>(nodes + (<usize>r << 2)) << 2);
    const stop = indices + (<usize>load<u32>(bounds, 4) << 2);
    let out = targets + (<usize>load<u32>(starts + (<usize>r << 2)) << 2);
    let last = -1, sum = 0;
    for (let at = indices + (<usize>load<u32>(bounds) << 2); at < stop; at += 4) {
      const u = load<i32>(at);
      const rank = load<i32>(ranks + (<usize>u << 2));
      if (rank > r && u != last) {
        store<i32>(out, rank);
        out += 4;
        const row = starts + (<usize>rank << 2);
        sum += load<i32>(row, 4) - load<i32>(row);
      }
      last = u;
    }
    store<i32>(work + (<usize>r << 2), sum);
  }
}

/**
 * Adds the triangles whose lowest rank is one of a unit's rows to counts (64 bits a rank). Unit i has the rows from bounds[i] to
 * bounds[i + 1]. Marks are 16 bits a rank and thread, 0 before and after: 1 for a neighbour of the row, and 1 for every triangle that it
 * makes with the row. args: starts, targets, counts, bounds, marks, bytes of the marks of a thread, first unit.
 */
export function rowTriangles(args: usize, begin: i32, end: i32, worker: i32): void {
  const starts = <usize>load<u32>(args);
  const targets = <usize>load<u32>(args, 4);
  const counts = <usize>load<u32>(args, 8);
  const bounds = <usize>load<u32>(args, 12) + (<usize>load<u32>(args, 24) << 2);
  const marks = <usize>load<u32>(args, 16) + <usize>load<u32>(args, 20) * <usize>worker;
  const from = load<i32>(bounds + (<usize>begin << 2)), to = load<i32>(bounds + (<usize>end << 2));
  for (let r = from; r < to; r++) {
    const row = starts + (<usize>r << 2);
    const first = targets + (<usize>load<u32>(row) << 2), stop = targets + (<usize>load<u32>(row, 4) << 2);
    if (stop - first < 8) continue;
    for (let e = first; e < stop; e += 4) store<u16>(marks + (<usize>load<u32>(e) << 1), 1);
    for (let e = first; e < stop; e += 4) {
      const s = <usize>load<u32>(e);
      const next = starts + (s << 2);
      const last = targets + (<usize>load<u32>(next, 4) << 2);
      let found: u32 = 0;
      for (let f = targets + (<usize>load<u32>(next) << 2); f < last; f += 4) {
        const mark = marks + (<usize>load<u32>(f) << 1);
        const value = <u32>load<u16>(mark);
        if (value == 0) continue;
        store<u16>(mark, value + 1);
        found++;
      }
      const own = marks + (s << 1);
      store<u16>(own, <u32>load<u16>(own) + found);
    }
    let sum: u64 = 0;
    for (let e = first; e < stop; e += 4) {
      const s = <usize>load<u32>(e);
      const mark = marks + (s << 1);
      const made = <u64>load<u16>(mark) - 1;
      store<u16>(mark, 0);
      if (made == 0) continue;
      sum += made;
      atomic.add<u64>(counts + (s << 3), made);
    }
    if (sum) atomic.add<u64>(counts + (<usize>r << 3), sum >> 1);
  }
}
