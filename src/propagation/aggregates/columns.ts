import type { Csr, FeatureMatrix } from '../../core/index.js';
import type { OwnColumns, RelationAggregate } from './plan.js';

/** Dense rows, row-major. */
export interface Columns {
  readonly width: number;
  readonly values: Float32Array;
}

/** Columns of features that are taken as they are, those with the most values. */
const MOST_KEPT = 96;
/** Columns that the others are hashed to. */
const HASHED = 32;
/** Share of rows with a value from which a column that is no mark is a measured number. */
const MEASURED = 0.2;

/** Which columns of features are kept: all, or of very many those with the most values, the others to be hashed. */
export function chooseOwn(features: FeatureMatrix | undefined): OwnColumns {
  if (!features) return { width: 0, kept: [], hashed: 0 };
  const { width } = features;
  if (width <= MOST_KEPT + HASHED) return { width, kept: Array.from({ length: width }, (_, c) => c), hashed: 0 };
  const counts = new Float64Array(width);
  eachEntry(features, (_, c) => counts[c]!++);
  const kept = Array.from(counts.keys())
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, MOST_KEPT)
    .sort((a, b) => a - b);
  return { width, kept, hashed: HASHED };
}

/** The kept columns of features, then those that the others are hashed into, [N, kept + hashed]; without features none. */
export function ownColumns(
  features: FeatureMatrix | undefined,
  numRows: number,
  { kept, hashed }: OwnColumns,
): Columns {
  const width = kept.length + hashed;
  const values = new Float32Array(numRows * width);
  if (!features) return { width, values };
  const place = new Int32Array(features.width).fill(-1);
  for (const [to, c] of kept.entries()) place[c] = to;
  eachEntry(features, (row, c, value) => {
    const to = place[c]!;
    if (to >= 0) values[row * width + to] = value;
    else if (hashed > 0) {
      const hash = Math.imul(c + 1, 0x9e3779b1) >>> 0;
      values[row * width + kept.length + ((hash >>> 8) % hashed)]! += hash & 1 ? value : -value;
    }
  });
  return { width, values };
}

function eachEntry(features: FeatureMatrix, take: (row: number, column: number, value: number) => void): void {
  const { numRows, width, values } = features;
  if (features.kind === 'dense') {
    for (let row = 0; row < numRows; row++) {
      for (let c = 0; c < width; c++) if (values[row * width + c] !== 0) take(row, c, values[row * width + c]!);
    }
    return;
  }
  const { indptr, indices } = features;
  for (let row = 0; row < numRows; row++) {
    for (let e = indptr[row]!; e < indptr[row + 1]!; e++) take(row, indices[e]!, values[e]!);
  }
}

/** Columns of numbers that are neither marks (0 and 1) nor mostly absent. */
export function measuredColumns({ width, values }: Columns): number[] {
  const numRows = width === 0 ? 0 : values.length / width;
  return Array.from({ length: width }, (_, c) => c).filter((c) => {
    let there = 0;
    let isMark = true;
    for (let at = c; at < values.length; at += width) {
      const value = values[at]!;
      if (value !== 0) there++;
      if (value !== 0 && value !== 1) isMark = false;
    }
    return !isMark && there >= MEASURED * numRows;
  });
}

/** What is made of the rows that a relation joins to each node, [N, relationWidth]; nodes without any have zeros. */
export function aggregated(
  { indptr, indices, numRows }: Csr,
  from: Columns,
  { isToMany, measured }: Pick<RelationAggregate, 'isToMany' | 'measured'>,
): Columns {
  const { width: inner, values } = from;
  const first = isToMany ? 2 : 1;
  const width = first + inner + (isToMany ? 3 * measured.length : 0);
  const out = new Float32Array(numRows * width);
  const sums = new Float64Array(inner);
  for (let row = 0; row < numRows; row++) {
    const [start, end] = [indptr[row]!, indptr[row + 1]!];
    const count = end - start;
    if (count === 0) continue;
    const at = row * width;
    out[at] = isToMany ? count : 1;
    if (isToMany) out[at + 1] = Math.log1p(count);
    sums.fill(0);
    for (let e = start; e < end; e++) {
      const other = indices[e]! * inner;
      for (let c = 0; c < inner; c++) sums[c]! += values[other + c]!;
    }
    for (let c = 0; c < inner; c++) out[at + first + c] = sums[c]! / count;
    if (!isToMany) continue;
    for (const [m, c] of measured.entries()) {
      let least = Number.POSITIVE_INFINITY;
      let most = Number.NEGATIVE_INFINITY;
      for (let e = start; e < end; e++) {
        const value = values[indices[e]! * inner + c]!;
        if (value < least) least = value;
        if (value > most) most = value;
      }
      out.set([sums[c]!, least, most], at + first + inner + 3 * m);
    }
  }
  return { width, values: out };
}

/** Columns side by side. */
export function joined(parts: readonly Columns[], numRows: number): Columns {
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  const values = new Float32Array(numRows * width);
  let first = 0;
  for (const part of parts) {
    for (let row = 0; row < numRows; row++) {
      values.set(part.values.subarray(row * part.width, (row + 1) * part.width), row * width + first);
    }
    first += part.width;
  }
  return { width, values };
}
