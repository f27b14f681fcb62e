import * as z from 'zod/mini';
import { getPool, type Pool } from '../../compute/index.js';
import {
  checkOptions,
  expectMembers,
  option,
  type Pieces,
  type RunOptions,
  throwIfAborted,
  withPauses,
} from '../../core/index.js';
import { Spans } from '../aggregates/spans.js';
import type { Database, Table } from '../database/types.js';
import { checkAnchors } from './check-anchors.js';
import { grouped } from './columns.js';
import { evaluateEvents, evaluateRow } from './evaluate.js';
import { type IndexCache, indexOf, indicesOf, ownersOf } from './events.js';
import { type Focus, focusOf, moved, ofAnchors } from './focus.js';
import { tableOf } from './lookup.js';
import { type Down, type FeaturePlan, featurePlanSchema, type Move, type PlannedFeature } from './plan.js';
import { daysBefore, type RowValues, rowValues } from './row-values.js';
import type { Anchors, Feature } from './types.js';

export interface ComputeFeaturesOptions extends RunOptions {
  /** Default: the process's pool. Bits never depend on its threads. */
  readonly pool?: Pool;
}

const optionsSchema = z.strictObject({
  ...option.runOptions,
  pool: z.optional(z.custom<Pool>((value) => typeof value === 'object' && value !== null, 'a Pool')),
});

/**
 * The features of a plan, of any anchors: the same columns in the same order. No row later than an anchor (or its `seenUntil`) changes a bit of its features,
 * nor does the order of the rows of any table. O(rows + anchors) for each feature; the indices of events are kept with the database, which must
 * not change: {@link appendRows} makes one with more rows, and its indices with it.
 *
 * @returns [features of the plan]
 * @example
 * const plan = planFeatures(database, 'customer', { horizonDays: 30 });
 * const train = await computeFeatures(database, plan, { table: 'customer', rows, times });
 * @throws {HeteroGraphError} INVALID_OPTION where it is no plan; UNKNOWN_TYPE, UNKNOWN_COLUMN, MODEL_MISMATCH where the database lacks what the plan
 *   names; SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, NON_FINITE of the anchors; OUT_OF_MEMORY beyond some hundred million rows a table; ABORTED
 */
export async function computeFeatures(
  database: Database,
  plan: FeaturePlan,
  anchors: Anchors,
  options: ComputeFeaturesOptions = {},
): Promise<Feature[]> {
  expectMembers(database, 'database', { tables: 'object' });
  checkOptions(optionsSchema, options);
  checkOptions(featurePlanSchema, plan, { what: 'plan' });
  checkAnchors(database, plan, anchors);
  throwIfAborted(options.signal);
  return withPauses(inPieces(database, plan, anchors, options), options.signal);
}

function* inPieces(
  database: Database,
  { features }: FeaturePlan,
  anchors: Anchors,
  { onProgress, pool = getPool() }: ComputeFeaturesOptions,
): Pieces<Feature[]> {
  const cache = indicesOf(database);
  const made = new Map<PlannedFeature, Float64Array>();
  const start = focusOf(database, anchors);
  const keep = (feature: PlannedFeature, focus: Focus, values: Float64Array) => {
    made.set(feature, ofAnchors(values, focus, anchors.rows.length, feature.kind));
    onProgress?.({ stage: 'features', done: made.size, total: features.length, unit: 'features' });
  };
  for (const byFocus of grouped(features, ({ focus }) => focus)) {
    const focus = byFocus[0]!.focus.reduce((at: Focus, move: Move) => moved(database, at, move, cache, pool), start);
    yield;
    for (const bySpans of grouped(byFocus, ({ rows, value, measure }) => [
      rows,
      value?.ups,
      measure.what === 'active',
    ])) {
      const { spans, tables } = spansOf(database, focus, bySpans[0]!, cache, pool);
      try {
        yield;
        for (const byValue of grouped(bySpans, ({ value }) => value?.column)) {
          const values = valuesOf(database, byValue[0]!, tables);
          const columns = spans
            ? yield* evaluateEvents(byValue, focus, spans, values)
            : byValue.map((feature) => evaluateRow(feature, focus, values));
          for (const [i, feature] of byValue.entries()) keep(feature, focus, columns[i]!);
          yield;
        }
      } finally {
        spans?.dispose();
      }
    }
  }
  return features.map((feature) => {
    const { name, path, kind, categories } = feature;
    return { name, path, kind, values: made.get(feature)!, ...(categories ? { categories } : {}) };
  });
}

interface Found {
  /** Absent where the feature is of the row itself. */
  readonly spans: Spans | undefined;
  readonly tables: Tables;
}

interface Tables {
  /** Of the rows whose values are taken. */
  readonly table: Table;
  readonly path: readonly Down[] | undefined;
}

function spansOf(database: Database, focus: Focus, feature: PlannedFeature, cache: IndexCache, pool: Pool): Found {
  const { rows: path, value, measure } = feature;
  if (!path) return { spans: undefined, tables: { table: focus.table, path } };
  const everyone = measure.what === 'active';
  const index = indexOf(database, focus.table, path, value?.ups ?? [], cache, pool, everyone);
  const keys = everyone ? new Int32Array(focus.rows.length) : focus.rows;
  const table = tableOf(database, path.at(-1)!.table);
  return { spans: new Spans(index, keys, focus.cutoffs, pool), tables: { table, path } };
}

function valuesOf(database: Database, feature: PlannedFeature, { table, path }: Tables): RowValues | undefined {
  const { value, measure } = feature;
  if (path && measure.what === 'active') {
    const codes = ownersOf(database, path);
    return { kind: 'category', codes, numCodes: codes.reduce((most, code) => Math.max(most, code + 1), 0) };
  }
  if (!value) return undefined;
  const values = rowValues(database, table, value);
  return path && values.kind === 'date' ? { kind: 'number', values: daysBefore(values.values, table) } : values;
}
