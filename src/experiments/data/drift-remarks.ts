import { driftedColumns, type HeteroGraph } from '../../graph/index.js';
import type { Preparation } from './prepare-features.js';

/** A sentence for every column of new data whose values are spread otherwise than those that its features were fitted on. */
export function driftRemarks(graph: HeteroGraph, preparation: Preparation, limit?: number): string[] {
  const drifted = driftedColumns(graph, preparation, limit === undefined ? {} : { limit });
  return drifted.map(({ nodeType, column, index, missing: [before, now] }) => {
    const [was, is] = [before, now].map((share) => `${(100 * share).toFixed(0)} %`);
    const gaps = was === is ? '' : `; without a value are ${is} of the rows instead of ${was}`;
    return `${nodeType}.${column} has drifted: its values are spread otherwise than in the training (population stability index ${index.toFixed(2)})${gaps}.`;
  });
}
