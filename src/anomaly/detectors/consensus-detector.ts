import * as z from 'zod/mini';
import { checkOptions, expectArgument, inOneGo, option, type RunOptions, withPauses } from '../../core/index.js';
import type { Ape } from '../ape/ape.js';
import { fitCoded } from '../ape/fit.js';
import { apeSettings } from '../ape/settings.js';
import { checkExplain, type ExplainOptions, type Reason, strongest } from '../reasons.js';
import { grownCounts, pairCounts } from '../simple/one-hot-distance.js';
import type { DistinctRows } from '../table/distinct-rows.js';
import { orderedColumns } from '../table/ordered-columns.js';
import { type EventTable, readColumns, readRow } from '../table/read-columns.js';
import { comparedOf, expectComparable } from './compared-values.js';
import { type ConsensusState, rowsOf, viewParts } from './consensus-state.js';
import { consensusOf, pooledView, type View, type ViewParts, viewOf, viewScores } from './consensus-views.js';
import type { AnomalyDetector, FitDetectorOptions } from './detector.js';

/**
 * The mean of three or four views of a row, each less its mean over the rows learned from and over its standard deviation there: the score of APE; the greatest surprise
 * of one value given the others, by the same APE; the logarithm of the distance in a coding of values by 0 and 1; and, where columns have an order, how far out its
 * values lie. A row that one view takes as usual may be odd in another.
 *
 * Made by {@link fitDetector} and {@link detectAnomalies}; nothing changes it.
 */
export class ConsensusDetector implements AnomalyDetector {
  readonly state: ConsensusState;
  readonly #parts: ViewParts;

  /** @internal */
  constructor(state: ConsensusState, parts: ViewParts) {
    this.state = state;
    this.#parts = parts;
  }

  get columns(): readonly string[] {
    return this.ape.columns;
  }

  /** The one whose score and surprises are among the views. */
  get ape(): Ape {
    return this.state.ape;
  }

  score(table: EventTable): Float64Array {
    return consensusOf(inOneGo(viewScores(this.#parts, table, rowsOf(this.ape, table))), this.state.views);
  }

  /**
   * The reasons of APE, and values that lie far out in columns with an order; all as -log of shares, so they do not add up to the score. Of a column by itself the
   * stronger of both.
   *
   * @throws {HeteroGraphError} INDEX_OUT_OF_RANGE, INVALID_OPTION; as `score` does
   */
  explain(table: EventTable, row: number, options: ExplainOptions = {}): Reason[] {
    checkExplain(options);
    const cells = readRow(table, row, this.columns);
    const { columns } = this.ape.state;
    const shown = columns.shown(columns.encode(cells).codes, cells);
    const farOut = this.state.ordered.map((column): Reason => {
      const { text, isUnseen } = shown[this.columns.indexOf(column.name)]!;
      const surprise = column.surprise(cells[column.name]![0]) - column.mean;
      return { columns: [column.name], values: [text], surprise, isUnseen, isFarOut: true };
    });
    const strongestOf = new Map<string, Reason>();
    for (const reason of [...this.ape.surprises(table, row), ...farOut]) {
      const key = JSON.stringify(reason.columns);
      if (reason.surprise > (strongestOf.get(key)?.surprise ?? 0)) strongestOf.set(key, reason);
    }
    return strongest([...strongestOf.values()], options.top);
  }

  /**
   * A detector that goes on from this one with new rows, as {@link Ape.partialFit} does; means and deviations of the views are those of the rows before, as they were
   * then, and of the new ones. This one stays as it is.
   *
   * @throws {HeteroGraphError} TOO_LARGE where there are more than 1,000 values then; NO_ROWS, UNKNOWN_COLUMN, ABORTED, DIVERGED
   */
  async partialFit(table: EventTable, options: RunOptions = {}): Promise<ConsensusDetector> {
    expectArgument(table, 'object', 'table');
    checkOptions(z.strictObject(option.runOptions), options);
    expectComparable(this.ape.state.columns.extended(table));
    const ape = await this.ape.partialFit(table, options);
    const { columns, numRows } = readColumns(table, this.columns);
    const { starts } = ape.state.parameters;
    const rows = rowsOf(ape, table);
    const together = await withPauses(pairCounts(rows, starts), options.signal);
    const before = grownCounts(this.state.together, this.ape.state.parameters.starts, starts);
    const known = {
      ape,
      together: together.map((count, at) => count + before[at]!),
      ordered: this.state.ordered.map((column) => column.extended(columns.get(column.name)!)),
    };
    const share = numRows / ape.state.numEvents;
    const { fitted } = await learnViews(known, table, rows, options.signal, (view, at) =>
      pooledView(view, this.state.views[at]!, share),
    );
    return fitted;
  }
}

/** A detector, and the scores of the rows that it was fitted on. @throws {HeteroGraphError} TOO_LARGE where the columns have more than 1,000 values together; as `fitApe` does */
export async function fitConsensus(table: EventTable, options: FitDetectorOptions) {
  const columns = comparedOf(table, options);
  expectComparable(columns);
  const ordered = orderedColumns(readColumns(table, options.columns), options);
  const ape = await fitCoded(columns, apeSettings(options.settings), table, options);
  const rows = rowsOf(ape, table);
  const together = await withPauses(pairCounts(rows, ape.state.parameters.starts), options.signal);
  return learnViews({ ape, ordered, together }, table, rows, options.signal);
}

/** @param of the view that is kept of what a view came to over the rows */
async function learnViews(
  known: Omit<ConsensusState, 'views'>,
  table: EventTable,
  rows: DistinctRows,
  signal: AbortSignal | undefined,
  of: (view: View, at: number) => View = (view) => view,
) {
  const parts = await withPauses(viewParts(known), signal);
  const scores = await withPauses(viewScores(parts, table, rows), signal);
  const views = scores.map((each, at) => of(viewOf(each), at));
  return { fitted: new ConsensusDetector({ ...known, views }, parts), scores: consensusOf(scores, views) };
}
