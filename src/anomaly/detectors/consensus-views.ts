import type { Pieces } from '../../core/index.js';
import type { Ape } from '../ape/ape.js';
import type { ValueSurprises } from '../ape/value-surprises.js';
import type { OneHotDistance } from '../simple/one-hot-distance.js';
import type { DistinctRows } from '../table/distinct-rows.js';
import type { OrderedColumn } from '../table/ordered-columns.js';
import { type EventTable, readColumns } from '../table/read-columns.js';

/** What the views of a row are worked out from. */
export interface ViewParts {
  readonly ape: Ape;
  readonly surprises: ValueSurprises;
  readonly distance: OneHotDistance;
  readonly ordered: readonly OrderedColumn[];
}

/** One way to see that a row is odd, and what it comes to over the rows learned from. */
export interface View {
  readonly mean: number;
  /** Standard deviation. */
  readonly deviation: number;
}

/** Rows that are looked at before others may go first. */
const ROWS_AT_ONCE = 4096;

/** Of every view, [rows]. Each different row of codes is looked at once. */
export function* viewScores(parts: ViewParts, table: EventTable, rows: DistinctRows): Pieces<Float64Array[]> {
  const { ape, surprises, distance, ordered } = parts;
  const numRows = rows.of.length;
  const width = ape.columns.length;
  const apart = [new Float64Array(rows.numRows), yield* surprises.greatest(rows), new Float64Array(rows.numRows)];
  for (let from = 0; from < rows.numRows; from += ROWS_AT_ONCE) {
    const to = Math.min(rows.numRows, from + ROWS_AT_ONCE);
    const codes = rows.codes.subarray(from * width, to * width);
    apart[0]!.set(ape.scoreCodes(codes, to - from), from);
    const distances = distance.distances(codes, to - from);
    for (let at = 0; at < distances.length; at++) apart[2]![from + at] = Math.log(1 + distances[at]!);
    yield;
  }
  const scores = apart.map((ofDistinct) => {
    const all = new Float64Array(numRows);
    for (let row = 0; row < numRows; row++) all[row] = ofDistinct[rows.of[row]!]!;
    return all;
  });
  if (ordered.length === 0) return scores;
  const { columns } = readColumns(table, ape.columns);
  const sums = new Float64Array(numRows);
  for (const column of ordered) {
    const values = columns.get(column.name)!;
    for (let row = 0; row < numRows; row++) {
      sums[row]! += column.surprise(values[row]);
      if (row % ROWS_AT_ONCE === 0) yield;
    }
  }
  return [...scores, sums];
}

/** Of sorted scores, so that rounding does not depend on the order of rows. */
export function viewOf(scores: Float64Array): View {
  const sorted = scores.slice().sort();
  const mean = sorted.reduce((sum, score) => sum + score, 0) / sorted.length;
  const deviation = Math.sqrt(sorted.reduce((sum, score) => sum + (score - mean) ** 2, 0) / sorted.length);
  return { mean, deviation };
}

/** Of a share of rows and of the others together. */
export function pooledView(some: View, others: View, share: number): View {
  const mean = share * some.mean + (1 - share) * others.mean;
  const part = (view: View, weight: number) => weight * (view.deviation ** 2 + (view.mean - mean) ** 2);
  return { mean, deviation: Math.sqrt(part(some, share) + part(others, 1 - share)) };
}

/** The mean over the views of each score less the mean of its view and over its standard deviation, [rows]. */
export function consensusOf(scores: readonly Float64Array[], views: readonly View[]): Float64Array {
  const out = new Float64Array(scores[0]!.length);
  for (const [at, { mean, deviation }] of views.entries()) {
    // Of rows that are all alike the deviation is rounding.
    const scale = deviation > 1e-9 * Math.abs(mean) ? deviation : 1;
    for (let row = 0; row < out.length; row++) out[row]! += (scores[at]![row]! - mean) / scale;
  }
  for (let row = 0; row < out.length; row++) out[row]! /= views.length;
  return out;
}
