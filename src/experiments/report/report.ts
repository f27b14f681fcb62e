import { join } from 'node:path';
import { writeFile } from '../../data/internal.js';
import { describeGraph } from '../../graph/index.js';
import type { Flow, ModelComparison, Problem } from '../../models/index.js';
import type { ExecutionReport } from '../../schedule/index.js';
import type { FitResult } from '../../training/index.js';
import type { RelationImportance, ReportContent } from '../../viz/index.js';
import { columnHeads, columnRows, type UsedColumn } from '../data/used-columns.js';
import type { RunConfig } from '../run/run-config.js';
import { runFiles } from '../run/run-folder.js';
import { comparisonHeads, comparisonRows } from '../score/comparison-table.js';
import { runFacts } from './run-facts.js';

export interface RunResult {
  readonly config: RunConfig;
  readonly problem: Problem;
  readonly table: NonNullable<ReportContent['scores']>;
  /** What the run comes to, a paragraph each; the comparison of candidates says it where there is one. */
  readonly verdict: readonly string[];
  /** What the score loses without each relation. */
  readonly relations?: RelationImportance | undefined;
  /** What is shown of the predictions of the test rows. */
  readonly pictures: Partial<ReportContent>;
  /** Of models trained in epochs. */
  readonly training: FitResult | undefined;
  /** Of the pre-computation; undefined where its result was read. */
  readonly execution: ExecutionReport | undefined;
  /** Of models with attention: where the states of the test rows came from. */
  readonly flow?: Flow | undefined;
  readonly summary: {
    readonly data: string;
    readonly columns: readonly UsedColumn[];
    readonly remarks: readonly string[];
    readonly comparison?: ModelComparison;
    readonly totalSeconds: number;
    readonly peakMiB: number;
  };
}

/** Writes `report.html`: verdict, scores, relations, mistakes, columns, predictions, learning curve, operators over time, schema, configuration. */
export async function writeReport(
  folder: string,
  { config, problem, verdict, table, relations, pictures, training, execution, flow, summary }: RunResult,
): Promise<void> {
  const { graph, split } = problem;
  const { comparison } = summary;
  // What draws is loaded when there is something to draw.
  const { reportHtml } = await import('../../viz/index.js');
  const html = reportHtml({
    title: `${config.model} on ${summary.data}`,
    summary: `${config.nodeType}.${config.labelColumn}: ${split.train.length} training rows, ${split.valid.length} for validation, ${split.test.length} for the test. Intervals are 95 % bootstrap intervals over the test rows.`,
    verdict,
    scores: table,
    ...(comparison ? { comparison: { heads: comparisonHeads(comparison), rows: comparisonRows(comparison) } } : {}),
    ...(relations ? { relations } : {}),
    ...(summary.columns.length > 0 ? { columns: { heads: columnHeads, rows: columnRows(summary.columns) } } : {}),
    ...(training ? { history: { curves: training.history.toJSON(), bestEpoch: training.bestEpoch } } : {}),
    ...pictures,
    ...(execution ? { execution } : {}),
    ...(flow ? { flow } : {}),
    schema: describeGraph(graph),
    facts: runFacts(summary, {
      ...(training ? { epochs: training.epochs, 'best epoch': training.bestEpoch } : {}),
      ...(summary.remarks.length > 0 ? { remarks: summary.remarks.join(' ') } : {}),
    }),
    config,
  });
  await writeFile(join(folder, runFiles.report), html);
}
