import { type LinkSummary, type LinkTrainOptions, trainLinks } from '../../experiments/index.js';
import {
  columnHeads,
  columnRows,
  linkComparisonHeads,
  linkComparisonRows,
  linkScoreHeads,
  linkScoreRows,
} from '../../experiments/internal.js';
import type { Session } from '../terminal/session.js';
import { textTable } from '../terminal/text-table.js';

/** Trains a model of links and prints the table of scores. */
export async function printTrainedLinks(options: LinkTrainOptions, session: Session): Promise<void> {
  const { summary, dispose } = await trainLinks(options, {
    ...session.remarking,
    onModel: (name) => session.remark(name),
    onScore: () => session.bars.next(),
  });
  dispose();
  session.print(summary, summaryText(summary));
  // The scores are printed where they could not be written.
  if (summary.problem) throw summary.problem;
}

function summaryText(summary: LinkSummary): string {
  const { scores, columns, links, comparison, verdict, totalSeconds, peakMiB, run, problem } = summary;
  const end = `${links.test} test links, ${totalSeconds.toFixed(1)} s in all, peak memory ${Math.round(peakMiB)} MiB; ${problem ? 'not all of it could be kept' : 'kept'} in ${run}`;
  const used = columns.length > 0 ? [textTable(columnHeads, columnRows(columns))] : [];
  const compared = comparison ? [textTable(linkComparisonHeads, linkComparisonRows(comparison))] : [];
  const table = textTable(linkScoreHeads, linkScoreRows(scores));
  return `\n${[...used, ...compared, table, ...verdict, end].join('\n\n')}`;
}
