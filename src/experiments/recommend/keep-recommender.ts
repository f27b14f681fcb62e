import { join } from 'node:path';
import type { HeteroGraphError } from '../../core/index.js';
import { writeFile, writeJson } from '../../data/internal.js';
import { removeCheckpoints } from '../../files/index.js';
import { type Recommender, saveRecommender } from '../../recommend/index.js';
import { popularityCounts, usersWithPairs } from '../../recommend/internal.js';
import type { ShownItems } from '../../viz/index.js';
import { writeProblemOf } from '../disk/write-problem.js';
import { runFacts } from '../report/run-facts.js';
import { runFiles } from '../run/run-folder.js';
import { recommenderComparisonHeads, recommenderComparisonRows } from './choose-recommender.js';
import { exampleLists } from './example-lists.js';
import type { InteractionReading } from './read-interactions.js';
import type { RecommendRunConfig } from './recommend-config.js';
import type { RecommendExperiment } from './recommend-experiment.js';
import { LIST_LENGTH, recommenderScoreHeads, recommenderScoreRows } from './recommender-score.js';
import type { InteractionParts } from './split-interactions.js';

/** Writes recommender, scores and report into the run folder, whose checkpoints then are of no use any more; what could not be written is answered. */
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
    const { reportHtml } = await import('../../viz/index.js');
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
        scores: scores.map(({ recommender: model, ndcg: { estimate: value, low, high } }) => ({
          model,
          value,
          low,
          high,
        })),
        figure: 'NDCG@10',
        popularity: popularityOf(recommender, parts),
        examples: exampleLists(recommender, parts, config.itemTitle),
      },
      ...(comparison
        ? { comparison: { heads: recommenderComparisonHeads, rows: recommenderComparisonRows(comparison) } }
        : {}),
      facts: runFacts(summary, {
        ...readingFacts(summary.reading),
        ...(remarks.length > 0 ? { remarks: remarks.join(' ') } : {}),
      }),
      config,
    });
    await writeFile(join(folder, runFiles.report), html);
    await removeCheckpoints(join(folder, runFiles.checkpoint));
    return undefined;
  });
}

/** Which columns were used, for the page. */
function readingFacts({ interactions, user, item, value, time }: InteractionReading): Record<string, string> {
  return {
    'who takes what': `${interactions}: ${user} takes ${item}`,
    'a row counts': value ? `where ${value.column} is at least ${value.atLeast}` : 'always',
    times: time ?? 'none',
  };
}

/** Users whose lists are looked at for how popular their items are. */
const MOST_USERS = 2000;

/** How often each item was taken, and how often it is in the lists of users of the test. */
function popularityOf(recommender: Recommender, { test }: InteractionParts): ShownItems {
  const { train } = recommender;
  const users = usersWithPairs(test.matrix).slice(0, MOST_USERS);
  const indices = recommender.rankedItems(users, LIST_LENGTH).items.filter((item) => item >= 0);
  const { numCols } = train.matrix;
  return { taken: popularityCounts(train.matrix), shown: popularityCounts({ numCols, indices }) };
}
