import { basename, join } from 'node:path';
import { type RecommendSummary, trainRecommender } from '../../experiments/index.js';
import {
  recommenderComparisonHeads,
  recommenderComparisonRows,
  recommenderScoreHeads,
  recommenderScoreRows,
} from '../../experiments/internal.js';
import { dataOptions, type GraphFlags, parsedSettings, realNumber, wholeNumber } from '../options/options.js';
import type { Session } from '../terminal/session.js';
import { textTable } from '../terminal/text-table.js';

export interface TrainRecommenderFlags extends GraphFlags {
  readonly userType?: string;
  readonly itemType?: string;
  readonly interactions?: string;
  /** False with --no-value. */
  readonly value?: string | false;
  readonly atLeast?: string;
  readonly model: string;
  readonly set: Readonly<Record<string, string>>;
  readonly seed: string;
  readonly out?: string;
  readonly restart?: boolean;
}

/** Trains recommenders and prints the table of scores. */
export async function printTrainedRecommender(flags: TrainRecommenderFlags, session: Session): Promise<void> {
  const { userType, itemType, interactions, value, atLeast, model, restart } = flags;
  const seed = wholeNumber(flags.seed, '--seed');
  const name = basename(flags.dataset ?? flags.data ?? '').replace(/[^\w.-]+/g, '-');
  const out =
    flags.out ?? join('runs', [name, 'recommend', ...(model === 'auto' ? [] : [model]), 'seed', seed].join('-'));
  const { target: _, ...data } = dataOptions(flags);
  const { summary } = await trainRecommender(
    {
      ...data,
      ...{ userType, itemType, interactions, value, model, seed, out, settings: parsedSettings(flags.set) },
      ...(atLeast === undefined ? {} : { atLeast: realNumber(atLeast, '--at-least') }),
      restart: restart === true,
    },
    {
      ...session.remarking,
      onModel: (label) => session.remark(label),
      onScore: () => session.bars.next(),
    },
  );
  session.print(summary, summaryText(summary));
  // The scores are printed where they could not be written.
  if (summary.problem) throw summary.problem;
}

function summaryText({
  scores,
  comparison,
  verdict,
  interactions,
  totalSeconds,
  peakMiB,
  run,
  problem,
}: RecommendSummary): string {
  const compared = comparison ? [textTable(recommenderComparisonHeads, recommenderComparisonRows(comparison))] : [];
  const table = textTable(recommenderScoreHeads, recommenderScoreRows(scores));
  const end = `${interactions.test} test interactions, ${totalSeconds.toFixed(1)} s in all, peak memory ${Math.round(peakMiB)} MiB;\n${problem ? 'not all of it could be kept' : 'kept'} in ${run}`;
  const next = problem
    ? []
    : [
        `Next: look at ${join(run!, 'report.html')}`,
        `      heterograph recommend ${run} --user ID`,
        `      heterograph serve ${run}`,
      ];
  return `\n${[...compared, table, ...verdict, [end, ...next].join('\n')].join('\n\n')}`;
}
