// The live edges of a block, and the one live edge of a node: those of src/influence/sampling/draw-block.ts and draw-one.ts.
import { network, places, reach, stopped, word } from './state';
import { ln, lower, uniform, upper, WORD } from './words';

/** Upper bits of a word that find a guide in a table of jumps. */
// @ts-ignore: decorator
@inline
const GUIDE_BITS: usize = 8;

/** A probability below this is taken as 0, as in src/influence/network/network.ts: 1 - p may be 1, and jumps no numbers. */
// @ts-ignore: decorator
@inline
const MIN_PROBABILITY: f64 = 1.5 / 4294967296.0;

// @ts-ignore: decorator
@inline
function take(edges: usize, position: i32): void {
  reach(load<u32>(edges + (<usize>position << 2)));
}

/** Geometric jumps; scale is 1 / ln(1 - p). A jump may leave the range of integers. */
function drawSkips(edges: usize, count: i32, scale: f64): void {
  let at = floor(ln(1.0 - uniform(word())) * scale);
  while (at < <f64>count && !stopped) {
    take(edges, <i32>at);
    at += 1.0 + floor(ln(1.0 - uniform(word())) * scale);
  }
}

/**
 * Geometric jumps from a table of src/influence/sampling/skip-table.ts, two to a word. Most blocks end at the first comparison: with the
 * threshold of the last edge that is left.
 */
export function drawTabled(edges: usize, count: i32, table: usize, entries: i32): void {
  const thresholds = table + (4 << GUIDE_BITS);
  let two: u64 = 0;
  let isLow = true;
  for (let at = 0; at < count && !stopped; at++) {
    isLow = !isLow;
    if (!isLow) two = word();
    const u = isLow ? <u32>two : <u32>(two >> 32);
    if (u > load<u32>(thresholds + (<usize>(min(count - at, entries) - 1) << 2))) return;
    let jump = load<u32>(table + (<usize>(u >> <u32>(32 - GUIDE_BITS)) << 2));
    while (u > load<u32>(thresholds + (<usize>jump << 2))) jump++;
    at += jump;
    take(edges, at);
  }
}

function drawCoins(edges: usize, count: i32, p: f64): void {
  for (let i = 0; i < count && !stopped; i += 2) {
    const two = word();
    if (upper(two) < p) take(edges, i);
    if (i + 1 < count && lower(two) < p) take(edges, i + 1);
  }
}

/** `none` is the chance that no edge is live, `odds` p / (1 - p). */
export function drawCount(edges: usize, count: i32, none: f64, odds: f64): void {
  const first = word();
  const u = upper(first);
  let mass = none, sum = none, k = 0;
  while (u >= sum && k < count && mass > 1e-20) {
    mass *= (<f64>(count - k) / <f64>(k + 1)) * odds;
    sum += mass;
    k++;
  }
  if (k == 0) return;
  if (k * 2 > count) {
    for (let i = 0; k > 0; i++) {
      if (upper(word()) * <f64>(count - i) < <f64>k) {
        take(edges, i);
        k--;
      }
    }
    return;
  }
  let place = <i32>(lower(first) * <f64>count);
  if (k == 1) {
    take(edges, place);
    return;
  }
  store<i32>(places, place);
  for (let taken = 1; taken < k; ) {
    place = <i32>(upper(word()) * <f64>count);
    let again = false;
    for (let i = 0; i < taken; i++) again = again || load<i32>(places + (<usize>i << 2)) == place;
    if (again) continue;
    store<i32>(places + (<usize>taken << 2), place);
    taken++;
  }
  for (let i = 0; i < k; i++) take(edges, load<i32>(places + (<usize>i << 2)));
}

/** Thresholds in descending order: coins while they are high, then jumps by an upper bound, thinned where they land. */
function drawDescending(edges: usize, thresholds: usize, count: i32): void {
  let at = 0;
  for (; at < count && <f64>load<u32>(thresholds + (<usize>at << 2)) >= 0.2 * 4294967296.0; at++) {
    if (<u32>(word() >> 32) <= load<u32>(thresholds + (<usize>at << 2))) take(edges, at);
  }
  while (at < count && !stopped) {
    const bound = (<f64>load<u32>(thresholds + (<usize>at << 2)) + 1.0) * WORD;
    const landing = <f64>at + floor(ln(1.0 - uniform(word())) * (1.0 / ln(1.0 - bound)));
    if (landing >= <f64>count) return;
    at = <i32>landing;
    if (upper(word()) * bound < (<f64>load<u32>(thresholds + (<usize>at << 2)) + 1.0) * WORD) take(edges, at);
    at++;
  }
}

/** One block of `count` edges from number `first` on; `degree` counts all in-edges of the node. */
export function drawBlock(rule: usize, first: u32, count: i32, degree: i32): void {
  const edges = <usize>load<u32>(network, 20) + (<usize>first << 2);
  const kind = load<i32>(rule);
  if (kind == 3) {
    drawDescending(edges, <usize>load<u32>(network, 24) + (<usize>first << 2), count);
    return;
  }
  const table = <usize>load<u32>(rule, 4);
  const value = load<f64>(rule, 8);
  const p = kind == 0 ? value : min<f64>(1.0, value / <f64>(kind == 2 ? degree : count));
  if (p >= 1.0) for (let i = 0; i < count && !stopped; i++) take(edges, i);
  else if (kind == 0 && table != 0) drawTabled(edges, count, table, load<i32>(rule, 24));
  else if (table != 0) drawCount(edges, count, load<f64>(table + (<usize>count << 4)), load<f64>(table + (<usize>count << 4), 8));
  else if (p >= 0.2) drawCoins(edges, count, p);
  else if (p >= MIN_PROBABILITY) drawSkips(edges, count, kind == 0 ? load<f64>(rule, 16) : 1.0 / ln(1.0 - p));
}

/** Linear threshold: the one live in-edge, if any, of edges `first` .. `last - 1`. */
export function drawOne(first: u32, last: u32): void {
  if (first == last) return;
  const sources = <usize>load<u32>(network, 20);
  const thresholds = <usize>load<u32>(network, 24);
  const u = word();
  if (thresholds == 0) {
    const factor = min<f64>(1.0, load<f64>(<usize>load<u32>(network, 36), 8));
    const place = (upper(u) / factor) * <f64>(last - first);
    if (place < <f64>(last - first)) reach(load<u32>(sources + (<usize>(first + <u32>place) << 2)));
    return;
  }
  let low = first, high = last;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (<u32>(u >> 32) <= load<u32>(thresholds + (<usize>middle << 2))) high = middle;
    else low = middle + 1;
  }
  if (low < last) reach(load<u32>(sources + (<usize>low << 2)));
}
