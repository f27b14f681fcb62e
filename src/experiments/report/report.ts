import { join } from 'node:path';
import { describeGraph } from '../../graph/index.js';
import type { Flow, ModelComparison, Problem } from '../../models/index.js';
import type { ExecutionReport } from '../../schedule/index.js';
import type { FitResult } from '../../training/index.js';
import { type ReportContent, reportHtml } from '../../viz/index.js';
import { writeFile } from '../disk/write-file.js';
import type { RunConfig } from '../run/run-config.js';
import { runFiles } from '../run/run-folder.js';
import { comparisonHeads, comparisonRows } from '../score/comparison-table.js';
import { runFacts } from './run-facts.js';

export interface RunResult {
  readonly config: RunConfig;
  readonly problem: Problem;
  readonly table: NonNullable<ReportContent['scores']>;
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
    readonly remarks: readonly string[];
    readonly comparison?: ModelComparison;
    readonly totalSeconds: number;
    readonly peakMiB: number;
  };
}

/** Writes `report.html`: scores, learning curve, predictions, operators over time, schema, configuration. */
export async function writeReport(
  folder: string,
  { config, problem, table, pictures, training, execution, flow, summary }: RunResult,
): Promise<void> {
  const { graph, split } = problem;
  const { comparison } = summary;
  const html = reportHtml({
    title: `${config.model} on ${summary.data}`,
    summary: `${comparison ? `${comparison.verdict} ` : ''}${config.nodeType}.${config.labelColumn}: ${split.train.length} training rows, ${split.valid.length} for validation, ${split.test.length} for the test. Intervals are 95 % bootstrap intervals over the test rows.`,
    scores: table,
    ...(comparison ? { comparison: { heads: comparisonHeads(comparison), rows: comparisonRows(comparison) } } : {}),
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
