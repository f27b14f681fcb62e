import type { RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type Aggregates, fitAggregates } from '../../propagation/index.js';
import type { Inputs } from './inputs.js';

/** The aggregates that were made last of a graph, as long as nobody needs the memory: models compared on folds have the same. */
const made = new WeakMap<HeteroGraph, { readonly key: string; readonly aggregates: WeakRef<Aggregates> }>();

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
