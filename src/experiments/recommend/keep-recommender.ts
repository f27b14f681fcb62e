import { join } from 'node:path';
import type { HeteroGraphError } from '../../core/index.js';
import { saveRecommender } from '../../recommend/index.js';
import { reportHtml } from '../../viz/index.js';
import { writeFile, writeJson } from '../disk/write-file.js';
import { writeProblemOf } from '../disk/write-problem.js';
import { runFacts } from '../report/run-facts.js';
import { runFiles } from '../run/run-folder.js';
import { recommenderComparisonHeads, recommenderComparisonRows } from './choose-recommender.js';
import { exampleLists } from './example-lists.js';
import type { RecommendRunConfig } from './recommend-config.js';
import { recommenderScoreHeads, recommenderScoreRows } from './recommender-score.js';
import type { RecommendExperiment } from './train-recommender.js';

/** Writes recommender, scores and report into the run folder; what could not be written is answered. */
export function keepRecommender(
  folder: string,
  { recommender, summary, parts }: RecommendExperiment,
  config: RecommendRunConfig,
): Promise<HeteroGraphError | undefined> {
  return writeProblemOf(async () => {
    await saveRecommender(recommender, join(folder, runFiles.model));
    await writeJson(join(folder, runFiles.metrics), summary);
    const { scores, comparison, verdict, interactions, remarks } = summary;
    const { train, validation, test } = interactions;
    const html = reportHtml({
      title: `${config.itemType} for ${config.userType}: ${recommender.name} on ${summary.data}`,
      summary: `${summary.users} users, ${summary.items} items; ${train} interactions to learn from, ${validation} to choose by, ${test} for the test. Figures are of lists of 10 from the whole catalogue, what a user took before left out; intervals are 95 % bootstrap intervals over users. What is kept was fitted again on all interactions.`,
      verdict,
      scores: {
        heads: recommenderScoreHeads,
        rows: recommenderScoreRows(scores),
        note: 'In percent. recall: share of the items of a user that are in the list; hits: users with one or more of them; coverage: share of the catalogue that is in some list; s: seconds of the fit.',
      },
      recommendation: {
        scores: scores.map((score) => ({ name: score.recommender, ...score.ndcg })),
        figure: 'NDCG@10',
        counts: takenCounts(recommender.train.matrix.indices, summary.items),
        examples: exampleLists(recommender, parts, config.itemTitle),
      },
      ...(comparison
        ? { comparison: { heads: recommenderComparisonHeads, rows: recommenderComparisonRows(comparison) } }
        : {}),
      facts: runFacts(summary, remarks.length > 0 ? { remarks: remarks.join(' ') } : {}),
      config,
    });
    await writeFile(join(folder, runFiles.report), html);
    return undefined;
  });
}

/** How many users took each item. */
function takenCounts(items: Int32Array, numItems: number): Float64Array {
  const counts = new Float64Array(numItems);
  for (const item of items) counts[item]!++;
  return counts;
}
