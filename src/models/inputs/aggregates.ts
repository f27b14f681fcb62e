import type { RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type Aggregates, fitAggregates } from '../../propagation/index.js';
import { type ColumnScale, columnScale } from './column-scale.js';
import type { Inputs } from './inputs.js';

/** The aggregates that were made last of a graph, as long as nobody needs the memory: models compared on folds have the same. */
const made = new WeakMap<HeteroGraph, { readonly key: string; readonly aggregates: WeakRef<Aggregates> }>();

/** The aggregates of a graph, those that were made last where they are the same. @throws {HeteroGraphError} as `fitAggregates` */
export function aggregatesOf(
  graph: HeteroGraph,
  target: string,
  relations: readonly string[] | undefined,
  { signal }: RunOptions,
): Aggregates {
  const key = JSON.stringify([target, relations]);
  const last = made.get(graph);
  const known = last?.key === key ? last.aggregates.deref() : undefined;
  if (known) return known;
  const aggregates = fitAggregates(graph, {
    target,
    ...(relations ? { relations } : {}),
    ...(signal ? { signal } : {}),
  });
  made.set(graph, { key, aggregates: new WeakRef(aggregates) });
  return aggregates;
}

/** Columns with a constant last one. */
export function withConstant({ values, width }: Pick<Aggregates, 'values' | 'width'>, count: number): Inputs {
  const x = new Float32Array(count * (width + 1)).fill(1);
  for (let row = 0; row < count; row++) x.set(values.subarray(row * width, (row + 1) * width), row * (width + 1));
  return { x, width: width + 1 };
}

/**
 * Mean and deviation of the columns in some rows; shares, and all else that lies within -1 and 1 there, stay as they are (mean 0, deviation 1):
 * divided by their deviation, the shares of rare things, which say little, would count as much as those that vary.
 */
export function aggregateScale(inputs: Inputs, rows: Int32Array): ColumnScale {
  const { x, width } = inputs;
  const isShare = new Uint8Array(width).fill(1);
  for (const row of rows) for (let c = 0; c < width; c++) if (Math.abs(x[row * width + c]!) > 1) isShare[c] = 0;
  const { means, deviations } = columnScale(inputs, rows);
  return {
    means: means.map((mean, c) => (isShare[c] ? 0 : mean)),
    deviations: deviations.map((deviation, c) => (isShare[c] ? 1 : deviation)),
  };
}
