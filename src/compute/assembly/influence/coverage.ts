// Greedy maximum coverage of sets: counting, which nodes matter, and the selection among them. src/influence/selection/coverage.ts lays
// the record out and explains the steps.

// @ts-ignore: decorator
@inline
function at(pointer: usize, i: i32): usize {
  return pointer + (<usize>i << 2);
}

// @ts-ignore: decorator
@inline
function field(record: usize, i: i32): usize {
  return <usize>load<u32>(record + (<usize>i << 2));
}

// @ts-ignore: decorator
@inline
function setField(record: usize, i: i32, value: i32): void {
  store<i32>(record + (<usize>i << 2), value);
}

// @ts-ignore: decorator
@inline
function add(pointer: usize, i: i32, value: i32): i32 {
  const to = at(pointer, i);
  const before = load<i32>(to);
  store<i32>(to, before + value);
  return before;
}

/** Counts in how many of the sets from number `counted` on each node is, and lists nodes seen for the first time. */
function countSets(record: usize, from: i32, to: i32, touched: i32): i32 {
  const words = field(record, 0), starts = field(record, 1), lengths = field(record, 2);
  const counts = field(record, 5), list = field(record, 6);
  for (let i = from; i < to; i++) {
    let member = words + (<usize>load<u32>(at(starts, i)) << 2);
    for (const end = member + (<usize>load<u32>(at(lengths, i)) << 2); member < end; member += 4) {
      const node = load<i32>(member);
      if (add(counts, node, 1) == 0) store<i32>(at(list, touched++), node);
    }
  }
  return touched;
}

export function coverCount(record: usize): void {
  const numSets = <i32>field(record, 3);
  let touched = <i32>field(record, 7);
  // In parts: a later call may run a faster version of the code than the one before.
  for (let from = <i32>field(record, 4); from < numSets; from += 256) {
    touched = countSets(record, from, min(from + 256, numSets), touched);
  }
  setField(record, 7, touched);
  setField(record, 4, numSets);
}

/** The smallest count of the nodes that are looked at, how many there are and in how many sets together. */
export function coverHeavy(record: usize): void {
  const counts = field(record, 5), list = field(record, 6), candidates = field(record, 8), histogram = field(record, 17);
  const touched = <i32>field(record, 7), wanted = <i32>field(record, 9);
  memory.fill(histogram, 0, (field(record, 3) + 1) << 2);
  let most = 0, allowed = 0;
  for (let i = 0; i < touched; i++) {
    const node = load<i32>(at(list, i));
    if (candidates != 0 && load<u8>(candidates + <usize>node) == 0) continue;
    const count = load<i32>(at(counts, node));
    add(histogram, count, 1);
    most = max(most, count);
    allowed++;
  }
  let least = most + 1, found = 0, members = 0;
  while (least > 1 && found < wanted) {
    least--;
    const nodes = load<i32>(at(histogram, least));
    found += nodes;
    members += nodes * least;
  }
  setField(record, 10, least);
  setField(record, 11, found);
  setField(record, 12, members);
  setField(record, 13, most);
  setField(record, 14, found == allowed ? 1 : 0);
}

/** Places of the nodes looked at, in the order of their numbers: placeOf holds place + 1, the top bit says that it is given. */
function placeNodes(record: usize): void {
  const counts = field(record, 5), list = field(record, 6), candidates = field(record, 8), placeOf = field(record, 16);
  const nodes = field(record, 18), gain = field(record, 19), indexStarts = field(record, 20), numWithGain = field(record, 25);
  const touched = <i32>field(record, 7), least = <i32>field(record, 10), found = <i32>field(record, 11);
  for (let i = 0; i < touched; i++) {
    const node = load<i32>(at(list, i));
    if (load<i32>(at(counts, node)) < least) continue;
    if (candidates != 0 && load<u8>(candidates + <usize>node) == 0) continue;
    store<u32>(at(placeOf, node), 1);
  }
  store<i32>(indexStarts, 0);
  for (let place = 0, node = 0; place < found; node++) {
    if (load<u32>(at(placeOf, node)) == 0) continue;
    const count = load<i32>(at(counts, node));
    store<i32>(at(nodes, place), node);
    store<i32>(at(gain, place), count);
    store<i32>(at(indexStarts, place + 1), load<i32>(at(indexStarts, place)) + count);
    store<i32>(at(field(record, 38), place), load<i32>(at(indexStarts, place)));
    add(numWithGain, count, 1);
    place++;
    store<u32>(at(placeOf, node), place);
  }
  for (let i = 0, given = <i32>field(record, 29); i < given; i++) {
    const to = at(placeOf, load<i32>(at(field(record, 28), i)));
    store<u32>(to, load<u32>(to) | 0x80000000);
  }
}

/** Members that are looked at by set, and sets by place; sets that a given node is in are marked with 2. */
function fillSets(record: usize, from: i32, to: i32, filled: i32): i32 {
  const words = field(record, 0), starts = field(record, 1), lengths = field(record, 2), placeOf = field(record, 16);
  const setStarts = field(record, 21), members = field(record, 22), index = field(record, 23), next = field(record, 38);
  for (let i = from; i < to; i++) {
    let member = words + (<usize>load<u32>(at(starts, i)) << 2);
    for (const end = member + (<usize>load<u32>(at(lengths, i)) << 2); member < end; member += 4) {
      const entry = load<u32>(at(placeOf, load<i32>(member)));
      if (entry == 0) continue;
      if (entry >> 31) store<u8>(field(record, 24) + <usize>i, 2);
      const place = <i32>(entry & 0x7fffffff) - 1;
      if (place < 0) continue;
      store<i32>(at(members, filled++), place);
      store<i32>(at(index, add(next, place, 1)), i);
    }
    store<i32>(at(setStarts, i + 1), filled);
  }
  return filled;
}

/** Marks a set as covered; its members gain one less each. */
// @ts-ignore: decorator
@inline
function cover(record: usize, set: i32): void {
  const mark = field(record, 24) + <usize>set;
  if (load<u8>(mark) == 1) return;
  store<u8>(mark, 1);
  setField(record, 35, <i32>field(record, 35) + 1);
  const gain = field(record, 19), numWithGain = field(record, 25), setStarts = field(record, 21), members = field(record, 22);
  for (let m = load<i32>(at(setStarts, set)), end = load<i32>(at(setStarts, set + 1)); m < end; m++) {
    const before = add(gain, load<i32>(at(members, m)), -1);
    add(numWithGain, before, -1);
    add(numWithGain, before - 1, 1);
  }
}

// @ts-ignore: decorator
@inline
function push(record: usize, gain: i32, place: i32): void {
  const head = at(field(record, 26), gain);
  store<i32>(at(field(record, 27), place), load<i32>(head));
  store<i32>(head, place);
}

/** Empties a bucket: places whose gain is still the bucket's go to the list, in order; others to their buckets. Returns how many. */
function takeBucket(record: usize, bucket: i32, list: usize): i32 {
  const gain = field(record, 19), links = field(record, 27), head = at(field(record, 26), bucket);
  let count = 0;
  for (let place = load<i32>(head); place >= 0; ) {
    const next = load<i32>(at(links, place));
    const now = load<i32>(at(gain, place));
    if (now == bucket) store<i32>(at(list, count++), place);
    else push(record, now, place);
    place = next;
  }
  store<i32>(head, -1);
  sort(list, count);
  return count;
}

/** Shell's sort; places come nearly in order as a rule. */
function sort(list: usize, count: i32): void {
  let gap = 1;
  while (gap < count / 9) gap = 3 * gap + 1;
  for (; gap > 0; gap /= 3) {
    for (let i = gap; i < count; i++) {
      const place = load<i32>(at(list, i));
      let to = i;
      for (; to >= gap && load<i32>(at(list, to - gap)) > place; to -= gap) store<i32>(at(list, to), load<i32>(at(list, to - gap)));
      store<i32>(at(list, to), place);
    }
  }
}

/** The bound: what is covered with the k largest gains. Keeps the smallest bound, and the k-th largest gain now. Returns the top gain. */
function updateBound(record: usize, top: i32): i32 {
  const numWithGain = field(record, 25);
  while (top > 0 && load<i32>(at(numWithGain, top)) == 0) top--;
  let sum = <i32>field(record, 35), left = <i32>field(record, 30), gain = top;
  for (; gain > 0; gain--) {
    const places = min(left, load<i32>(at(numWithGain, gain)));
    sum += places * gain;
    left -= places;
    if (left == 0) break;
  }
  setField(record, 36, min(<i32>field(record, 36), sum));
  setField(record, 37, gain);
  return top;
}

export function coverSelect(record: usize): void {
  const numSets = <i32>field(record, 3), found = <i32>field(record, 11), most = <i32>field(record, 13), k = <i32>field(record, 30);
  memory.fill(field(record, 24), 0, <usize>numSets);
  memory.fill(field(record, 25), 0, <usize>(most + 1) << 2);
  memory.fill(field(record, 26), 0xff, <usize>(most + 1) << 2);
  setField(record, 35, 0);
  setField(record, 36, i32.MAX_VALUE);
  placeNodes(record);
  store<i32>(field(record, 21), 0);
  for (let from = 0, filled = 0; from < numSets; from += 256) filled = fillSets(record, from, min(from + 256, numSets), filled);
  if (<i32>field(record, 29) > 0) {
    for (let i = 0; i < numSets; i++) if (load<u8>(field(record, 24) + <usize>i) == 2) cover(record, i);
  }
  setField(record, 34, <i32>field(record, 35));
  for (let place = found - 1; place >= 0; place--) push(record, load<i32>(at(field(record, 19), place)), place);
  let seeds = 0, top = updateBound(record, most);
  const gain = field(record, 19), index = field(record, 23), indexStarts = field(record, 20), list = field(record, 38);
  // Nothing comes to a bucket once it is reached: gains only fall.
  for (let bucket = top; bucket > 0 && seeds < k; bucket--) {
    const count = takeBucket(record, bucket, list);
    for (let i = 0; i < count && seeds < k; i++) {
      const place = load<i32>(at(list, i));
      const now = load<i32>(at(gain, place));
      if (now != bucket) {
        push(record, now, place);
        continue;
      }
      store<i32>(at(field(record, 31), seeds), load<i32>(at(field(record, 18), place)));
      store<i32>(at(field(record, 32), seeds), bucket);
      seeds++;
      const last = load<i32>(at(indexStarts, place + 1));
      for (let e = load<i32>(at(indexStarts, place)); e < last; e++) cover(record, load<i32>(at(index, e)));
      top = updateBound(record, top);
    }
  }
  setField(record, 33, seeds);
  // The places go, for the next selection.
  for (let place = 0; place < found; place++) store<u32>(at(field(record, 16), load<i32>(at(field(record, 18), place))), 0);
  for (let i = 0, given = <i32>field(record, 29); i < given; i++) store<u32>(at(field(record, 16), load<i32>(at(field(record, 28), i))), 0);
}

/** All of a selection, where what it looks at fits the room that fields 15 (nodes) and 39 (members) tell; field 39 is then -1. */
export function coverAll(record: usize): void {
  coverCount(record);
  coverHeavy(record);
  if (<i32>field(record, 11) > <i32>field(record, 15) || <i32>field(record, 12) > <i32>field(record, 39)) return;
  coverSelect(record);
  setField(record, 39, -1);
}

/** args: words, starts, lengths, marks (bytes), address of the sum. Adds how many of the sets hold a marked node. Units are sets. */
export function coverHits(args: usize, begin: i32, end: i32, worker: i32): void {
  const words = <usize>load<u32>(args), starts = <usize>load<u32>(args, 4), lengths = <usize>load<u32>(args, 8);
  const marks = <usize>load<u32>(args, 12);
  let hits = 0;
  for (let i = begin; i < end; i++) {
    let member = words + (<usize>load<u32>(at(starts, i)) << 2);
    const last = member + (<usize>load<u32>(at(lengths, i)) << 2);
    while (member < last && load<u8>(marks + <usize>load<u32>(member)) == 0) member += 4;
    if (member < last) hits++;
  }
  if (hits > 0) atomic.add<i32>(<usize>load<u32>(args, 16), hits);
}
