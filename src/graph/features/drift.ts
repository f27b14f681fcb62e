import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';
import { chunk } from '../columns/read.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { cellsOf } from './cells.js';
import { featureEncoderSchema } from './encoder-schema.js';
import type { FeatureEncoder } from './encoding.js';
import { countBins, stabilityIndex } from './spread.js';

/** A column whose values are spread otherwise than when its encoding was decided. */
export interface DriftedColumn {
  readonly nodeType: string;
  readonly column: string;
  /** Population stability index: 0 where nothing changed; above 0.25 is commonly called a large change. */
  readonly index: number;
  /** Share of rows without a value, before and now. */
  readonly missing: readonly [number, number];
}

/** From when on a column counts as drifted. */
export interface DriftOptions {
  /** Columns whose index is above this by more than chance are named; default 0.25. */
  readonly limit?: number;
}

const optionsSchema = z.strictObject({ limit: z.optional(option.nonNegative) });

/**
 * Columns of new data whose numbers, flags or categories are spread otherwise than those that the encoder was fitted on, by the population
 * stability index; the most changed first. Small data differ by chance: twice what chance gives on average is allowed besides the limit. Dates, texts and matrices are not looked at. O(values).
 *
 * @param encoder of {@link fitFeatures}; columns that the graph lacks are left out
 * @throws {HeteroGraphError} INVALID_OPTION
 * @example
 * const changed = driftedColumns(newGraph, encoder).map(({ column, index }) => `${column}: ${index}`);
 */
export function driftedColumns(
  graph: HeteroGraph,
  encoder: FeatureEncoder,
  options: DriftOptions = {},
): DriftedColumn[] {
  expectGraph(graph);
  checkOptions(featureEncoderSchema, encoder, { what: 'encoder' });
  checkOptions(optionsSchema, options);
  const { limit = 0.25 } = options;
  const found: DriftedColumn[] = [];
  for (const [nodeType, uses] of Object.entries(encoder)) {
    if (!graph.nodeTypes.includes(nodeType) || graph.numNodes(nodeType) === 0) continue;
    const rows = Int32Array.from({ length: graph.numNodes(nodeType) }, (_, row) => row);
    const { columns } = graph.nodeSchema(nodeType);
    for (const { column, encoding, spread } of uses) {
      const at = columns.findIndex(({ name }) => name === column);
      if (!encoding || !spread || at < 0) continue;
      const cells = cellsOf(columns[at]!, chunk(graph.nodeTable(nodeType).getChildAt(at)!));
      const counts = countBins(cells, encoding, rows, spread.starts);
      if (counts.length !== spread.counts.length) continue;
      const { index, chance } = stabilityIndex(spread.counts, counts);
      const share = (of: readonly number[]) =>
        of.at(-1)! /
        Math.max(
          1,
          of.reduce((sum, count) => sum + count, 0),
        );
      const missing = [share(spread.counts), share(counts)] as const;
      if (index > limit + 2 * chance) found.push({ nodeType, column, index, missing });
    }
  }
  return found.sort((a, b) => b.index - a.index);
}
