// Which of a node's entries are taken.
import { below } from './random';

/** Up to so many, chosen ones are looked through one by one; above, a table of them is kept. */
const FEW: u32 = 32;

/**
 * Writes which of the entries `first` .. `first + degree - 1` are taken to `to`, and returns how many: all where `k` is negative or, without
 * replacement, not below the degree; else `k`. `last` takes those at the end instead of any.
 *
 * @param table zeroed words, a power of two of at least 2k, `mask` one less; zeroed again afterwards
 */
export function choose(first: u32, degree: u32, k: i32, replace: bool, last: bool, table: usize, mask: u32, to: usize): u32 {
  if (k == 0 || degree == 0) return 0;
  if (k < 0 || (!replace && degree <= <u32>k)) {
    for (let i: u32 = 0; i < degree; i++) store<u32>(to + (<usize>i << 2), first + i);
    return degree;
  }
  const count = <u32>k;
  if (replace) {
    for (let i: u32 = 0; i < count; i++) store<u32>(to + (<usize>i << 2), first + below(degree));
  } else if (last) {
    for (let i: u32 = 0; i < count; i++) store<u32>(to + (<usize>i << 2), first + degree - count + i);
  } else if (count <= FEW) chooseFew(first, degree, count, to);
  else chooseMany(first, degree, count, table, mask, to);
  return count;
}

/** Floyd's choice of a subset (Bentley and Floyd 1987): the j-th candidate, or j itself where that one is taken already. */
function chooseFew(first: u32, degree: u32, count: u32, to: usize): void {
  let end = to;
  for (let j = degree - count; j < degree; j++, end += 4) {
    let taken = first + below(j + 1);
    for (let at = to; at < end; at += 4) {
      if (load<u32>(at) == taken) {
        taken = first + j;
        break;
      }
    }
    store<u32>(end, taken);
  }
}

/** The same with a hash table; its cells hold a candidate's number plus one. */
function chooseMany(first: u32, degree: u32, count: u32, table: usize, mask: u32, to: usize): void {
  let end = to;
  for (let j = degree - count; j < degree; j++, end += 4) {
    let taken = below(j + 1);
    if (!insert(taken, table, mask)) {
      taken = j;
      insert(j, table, mask);
    }
    store<u32>(end, first + taken);
  }
  memory.fill(table, 0, (<usize>mask + 1) << 2);
}

/** False where it is there. */
// @ts-ignore: decorator
@inline
function insert(value: u32, table: usize, mask: u32): bool {
  let cell = (value * 0x9e3779b1) & mask;
  while (true) {
    const held = load<u32>(table + (<usize>cell << 2));
    if (held == value + 1) return false;
    if (held == 0) break;
    cell = (cell + 1) & mask;
  }
  store<u32>(table + (<usize>cell << 2), value + 1);
  return true;
}
