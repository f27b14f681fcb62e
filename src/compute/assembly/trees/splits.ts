// The best threshold of a column for the rows of a leaf, from its histogram.

/** What is the same for all leaves, in f64: units of gradients and of second derivatives, L1, L2, least second derivative, least rows. */
const UNIT_G: usize = 0, UNIT_H: usize = 8, L1: usize = 16, L2: usize = 24, LEAST_H: usize = 32, LEAST_ROWS: usize = 40;
/** Of a leaf, in f64: sums in units, rows, the least and the greatest value it may have, the gain that must be exceeded. */
const SUM_G: usize = 0, SUM_H: usize = 8, ROWS: usize = 16, LOW: usize = 24, HIGH: usize = 32, FLOOR: usize = 40;

/** Twice the decrease of the loss that a leaf of these sums brings, for two leaves at once. */
// @ts-ignore: decorator
@inline
function gains(gradients: v128, seconds: v128, l1: v128): f64 {
  const size = f64x2.max(f64x2.sub(f64x2.abs(gradients), l1), f64x2.splat(0));
  const both = f64x2.div(f64x2.mul(size, size), seconds);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

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
function gainsWithin(g: v128, h: v128, l1: f64, leaf: usize, direction: i32): f64 {
  const leftG = f64x2.extract_lane(g, 0), leftH = f64x2.extract_lane(h, 0);
  const rightG = f64x2.extract_lane(g, 1), rightH = f64x2.extract_lane(h, 1);
  const low = load<f64>(leaf, LOW), high = load<f64>(leaf, HIGH);
  const left = valueOf(leftG, leftH, l1, low, high), right = valueOf(rightG, rightH, l1, low, high);
  if ((direction > 0 && left > right) || (direction < 0 && left < right)) return -Infinity;
  return gainOf(leftG, leftH, l1, left) + gainOf(rightG, rightH, l1, right);
}

/**
 * Writes the best split of one column to `out`: gain, sums of gradients and second derivatives of the left side in units, its rows (i32),
 * the last bin on the left (i32), whether missing values go left (i32; 2: the leaf has none). Of equal gains the lowest bin is kept, missing values right.
 */
function scan(hist: usize, bins: i32, missing: bool, leaf: usize, common: usize, countBits: i64, bounded: bool, direction: i32, out: usize): void {
  const units = f64x2.splat(load<f64>(common, UNIT_G)), unitsH = f64x2.splat(load<f64>(common, UNIT_H));
  const l1 = load<f64>(common, L1);
  const penalty = f64x2.splat(l1), l2 = f64x2.splat(load<f64>(common, L2));
  const leastH = load<f64>(common, LEAST_H), leastRows = <i32>load<f64>(common, LEAST_ROWS);
  const sumG = load<f64>(leaf, SUM_G), sumH = load<f64>(leaf, SUM_H), numRows = <i32>load<f64>(leaf, ROWS);
  const mask = (<i64>1 << countBits) - 1;
  const absent = missing ? v128.load(hist + (<usize>bins << 4)) : i64x2.splat(0);
  const numAbsent = <i32>(i64x2.extract_lane(absent, 1) & mask);
  const directions = numAbsent > 0 ? 2 : 1;
  const last = numAbsent > 0 ? bins : bins - 1;
  let best = load<f64>(leaf, FLOOR), bestG: f64 = 0, bestH: f64 = 0;
  let bestRows = 0, bestBin = -1, bestLeft = 0;
  let sum = i64x2.splat(0);
  for (let bin = 0; bin < last; bin++) {
    const entry = v128.load(hist + (<usize>bin << 4));
    if (i64x2.extract_lane(entry, 1) == 0) continue;
    sum = i64x2.add(sum, entry);
    for (let left = 0; left < directions; left++) {
      const side = left ? i64x2.add(sum, absent) : sum;
      const packed = i64x2.extract_lane(side, 1);
      const rows = <i32>(packed & mask);
      if (rows < leastRows || numRows - rows < leastRows) continue;
      const g = <f64>i64x2.extract_lane(side, 0), h = <f64>(packed >> countBits);
      if (h < leastH || sumH - h < leastH) continue;
      const both = f64x2.mul(f64x2.replace_lane(f64x2.splat(sumG - g), 0, g), units);
      const bothH = f64x2.add(f64x2.mul(f64x2.replace_lane(f64x2.splat(sumH - h), 0, h), unitsH), l2);
      const gain = bounded ? gainsWithin(both, bothH, l1, leaf, direction) : gains(both, bothH, penalty);
      if (gain > best) {
        best = gain, bestG = g, bestH = h;
        bestRows = rows, bestBin = bin, bestLeft = left;
      }
    }
  }
  store<f64>(out, bestBin < 0 ? -Infinity : best);
  store<f64>(out, bestG, 8);
  store<f64>(out, bestH, 16);
  store<i32>(out, bestRows, 24);
  store<i32>(out, bestBin, 28);
  store<i32>(out, directions == 1 ? 2 : bestLeft, 32);
}

/** larger -= smaller, bin by bin. */
function subtract(larger: usize, smaller: usize, bins: i32): void {
  for (let at: usize = 0; at < <usize>bins << 4; at += 16) {
    v128.store(larger + at, i64x2.sub(v128.load(larger + at), v128.load(smaller + at)));
  }
}

/**
 * The best split of every used column of numbers for the smaller of two leaves and, from the histograms of both, for its sibling.
 * args: histograms of the smaller leaf; those of both, which become those of the larger (0: there is none); columns (i32 [8] each: where its
 * histogram begins in bytes, bins without that of missing values, whether there is one, whether it is numbers, direction, whether it is
 * used), common (f64), leaves (f64 [2, 8]), out ([2, columns, 64 bytes]), columns, countBits, whether values of leaves are bounded.
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
    const offset = <usize>load<u32>(column);
    const bins = load<i32>(column, 4), missing = load<i32>(column, 8);
    const isScanned = load<i32>(column, 12) && load<i32>(column, 20);
    if (larger != 0 && load<i32>(column, 20)) subtract(larger + offset, smaller + offset, bins + missing);
    for (let leaf = 0; leaf < (larger != 0 ? 2 : 1); leaf++) {
      const to = out + (<usize>(leaf * numColumns + c) << 6);
      if (!isScanned) store<f64>(to, -Infinity);
      else {
        const hist = (leaf ? larger : smaller) + offset;
        const at = leaves + (<usize>leaf << 6);
        scan(hist, bins, missing != 0, at, common, countBits, bounded, load<i32>(column, 16), to);
      }
    }
  }
}
