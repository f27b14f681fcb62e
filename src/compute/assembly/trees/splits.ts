// The best threshold of a column for the rows of a leaf, from its histogram.

/** Bytes from the histogram of a column to that of the next. */
const STRIDE: usize = 4160;
/** What is the same for all leaves, in f64: L1, L2, least second derivative, least rows. All is in units of the whole numbers. */
const L1: usize = 0, L2: usize = 8, LEAST_H: usize = 16, LEAST_ROWS: usize = 24;
/** Of a leaf, in f64: sums, rows, the least and the greatest value it may have, the gain that must be exceeded. */
const SUM_G: usize = 0, SUM_H: usize = 8, ROWS: usize = 16, LOW: usize = 24, HIGH: usize = 32, FLOOR: usize = 40;

/** The value of a leaf, within bounds. `second` includes L2. */
// @ts-ignore: decorator
@inline
function valueOf(gradient: f64, second: f64, l1: f64, low: f64, high: f64): f64 {
  const size = max(abs(gradient) - l1, 0);
  return min(max(gradient > 0 ? -size / second : size / second, low), high);
}

/** The gain of a leaf of that value. */
// @ts-ignore: decorator
@inline
function gainOf(gradient: f64, second: f64, l1: f64, value: f64): f64 {
  const size = max(abs(gradient) - l1, 0);
  return -(2 * (gradient > 0 ? size : -size) * value + second * value * value);
}

/** The sum of the gains where the values keep to their bounds and to the direction; otherwise below every gain. */
function gainsWithin(leftG: f64, leftH: f64, rightG: f64, rightH: f64, l1: f64, leaf: usize, direction: i32): f64 {
  const low = load<f64>(leaf, LOW), high = load<f64>(leaf, HIGH);
  const left = valueOf(leftG, leftH, l1, low, high), right = valueOf(rightG, rightH, l1, low, high);
  if ((direction > 0 && left > right) || (direction < 0 && left < right)) return -Infinity;
  return gainOf(leftG, leftH, l1, left) + gainOf(rightG, rightH, l1, right);
}

/** Whether a split has a greater gain than `best`, without a division: a / b + c / d > best. */
// @ts-ignore: decorator
@inline
function isGreater(a: f64, b: f64, c: f64, d: f64, best: f64): bool {
  return a * d + c * b > best * b * d;
}

/** The best split found so far of the column at hand. */
let best: f64 = 0, bestG: f64 = 0, bestH: f64 = 0;
let bestRows: i32 = 0, bestBin: i32 = -1, bestLeft: i32 = 0;

/** Splits of a column without missing values, where values of leaves are neither bounded nor drawn to 0 by L1. */
function scanPlain(hist: usize, bins: i32, leaf: usize, common: usize, countBits: i64): void {
  const leastH = load<f64>(common, LEAST_H), leastRows = <i64>load<f64>(common, LEAST_ROWS);
  const sumG = load<f64>(leaf, SUM_G), sumH = load<f64>(leaf, SUM_H), mostRows = <i64>load<f64>(leaf, ROWS) - leastRows;
  const l2 = load<f64>(common, L2), mostH = sumH - leastH;
  const mask = (<i64>1 << countBits) - 1;
  let g: i64 = 0, packed: i64 = 0;
  let top = best;
  for (let bin = 0; bin < bins - 1; bin++) {
    const entry = hist + (<usize>bin << 4);
    const more = load<i64>(entry, 8);
    if (more == 0) continue;
    g += load<i64>(entry);
    packed += more;
    const rows = packed & mask;
    if (rows < leastRows) continue;
    if (rows > mostRows) break;
    const h = <f64>(packed >> countBits);
    if (h < leastH || h > mostH) continue;
    const left = <f64>g, right = sumG - left;
    const a = left * left, b = h + l2, c = right * right, d = sumH - h + l2;
    // a / b + c / d > top, without divisions.
    if (a * d + c * b <= top * b * d) continue;
    const gain = a / b + c / d;
    if (gain <= top) continue;
    top = gain, bestG = left, bestH = h;
    bestRows = <i32>rows, bestBin = bin;
  }
  best = top;
}

/** Splits of any column. Missing values go right, then left. */
function scanAll(hist: usize, bins: i32, leaf: usize, common: usize, countBits: i64, missing: bool, bounded: bool, direction: i32): void {
  const l1 = load<f64>(common, L1), l2 = load<f64>(common, L2);
  const leastH = load<f64>(common, LEAST_H), leastRows = <i32>load<f64>(common, LEAST_ROWS);
  const sumG = load<f64>(leaf, SUM_G), sumH = load<f64>(leaf, SUM_H), mostRows = <i32>load<f64>(leaf, ROWS) - leastRows;
  const mask = (<i64>1 << countBits) - 1;
  const absent = hist + (<usize>bins << 4);
  const absentG = missing ? load<i64>(absent) : 0, absentH = missing ? load<i64>(absent, 8) : 0;
  const last = missing ? bins : bins - 1, sides = missing ? 2 : 1;
  let allG: i64 = 0, allH: i64 = 0;
  for (let bin = 0; bin < last; bin++) {
    const entry = hist + (<usize>bin << 4);
    const more = load<i64>(entry, 8);
    if (more == 0) continue;
    allG += load<i64>(entry);
    allH += more;
    if (<i32>(allH & mask) > mostRows) break;
    for (let left = 0; left < sides; left++) {
      const packed = left ? allH + absentH : allH;
      const rows = <i32>(packed & mask);
      if (rows < leastRows || rows > mostRows) continue;
      const h = <f64>(packed >> countBits);
      if (h < leastH || sumH - h < leastH) continue;
      const g = <f64>(left ? allG + absentG : allG);
      const b = h + l2, d = sumH - h + l2;
      let gain: f64;
      if (bounded) gain = gainsWithin(g, b, sumG - g, d, l1, leaf, direction);
      else {
        const sizeLeft = abs(g) - l1, sizeRight = abs(sumG - g) - l1;
        const a = sizeLeft > 0 ? sizeLeft * sizeLeft : 0, c = sizeRight > 0 ? sizeRight * sizeRight : 0;
        if (a * d + c * b <= best * b * d) continue;
        gain = a / b + c / d;
      }
      if (gain <= best) continue;
      best = gain, bestG = g, bestH = h;
      bestRows = rows, bestBin = bin, bestLeft = left;
    }
  }
}

/**
 * Writes the best split of one column to `out`: gain, sums of gradients and second derivatives of the left side, its rows (i32), the last bin
 * on the left (i32), whether missing values go left (i32; 2: the leaf has none). Of equal gains the lowest bin is kept, missing values right.
 */
function scan(hist: usize, bins: i32, hasMissing: bool, leaf: usize, common: usize, countBits: i64, bounded: bool, direction: i32, out: usize): void {
  const missing = hasMissing && load<i64>(hist + (<usize>bins << 4), 8) != 0;
  best = load<f64>(leaf, FLOOR);
  bestBin = -1, bestLeft = 0;
  if (missing || bounded || load<f64>(common, L1) > 0) scanAll(hist, bins, leaf, common, countBits, missing, bounded, direction);
  else scanPlain(hist, bins, leaf, common, countBits);
  store<f64>(out, bestBin < 0 ? -Infinity : best);
  store<f64>(out, bestG, 8);
  store<f64>(out, bestH, 16);
  store<i32>(out, bestRows, 24);
  store<i32>(out, bestBin, 28);
  store<i32>(out, missing ? bestLeft : 2, 32);
}

/** larger -= smaller, bin by bin. */
function subtract(larger: usize, smaller: usize, bins: i32): void {
  for (let at: usize = 0; at < <usize>bins << 4; at += 16) {
    v128.store(larger + at, i64x2.sub(v128.load(larger + at), v128.load(smaller + at)));
  }
}

/**
 * The best split of every used column of numbers for the smaller of two leaves and, from the histograms of both, for its sibling.
 * args: histograms of the smaller leaf; those of both, which become those of the larger (0: there is none); columns (i32 [8] each: bins
 * without that of missing values, whether there is one, whether it is numbers, direction, whether it is used), common (f64), leaves (f64 [2, 8]), out ([2, columns, 64 bytes]), columns, countBits, whether values of leaves are bounded.
 * Units are columns.
 */
export function treeSplits(args: usize, begin: i32, end: i32, worker: i32): void {
  const smaller = <usize>load<u32>(args);
  const larger = <usize>load<u32>(args, 4);
  const common = <usize>load<u32>(args, 12);
  const leaves = <usize>load<u32>(args, 16);
  const out = <usize>load<u32>(args, 20);
  const numColumns = load<i32>(args, 24);
  const countBits = <i64>load<i32>(args, 28);
  const bounded = load<i32>(args, 32) != 0;
  for (let c = begin; c < end; c++) {
    const column = <usize>load<u32>(args, 8) + (<usize>c << 5);
    const offset = <usize>c * STRIDE;
    const bins = load<i32>(column), missing = load<i32>(column, 4), isUsed = load<i32>(column, 16);
    const isScanned = load<i32>(column, 8) && isUsed;
    if (larger != 0 && isUsed) subtract(larger + offset, smaller + offset, bins + missing);
    for (let leaf = 0; leaf < (larger != 0 ? 2 : 1); leaf++) {
      const to = out + (<usize>(leaf * numColumns + c) << 6);
      if (!isScanned) store<f64>(to, -Infinity);
      else {
        const hist = (leaf ? larger : smaller) + offset;
        const at = leaves + (<usize>leaf << 6);
        scan(hist, bins, missing != 0, at, common, countBits, bounded, load<i32>(column, 12), to);
      }
    }
  }
}
