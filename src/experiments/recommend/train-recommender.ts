import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, option } from '../../core/index.js';
import { type HeteroGraph, hashGraph } from '../../graph/index.js';
import {
  evaluateRecommender,
  type ListEvaluation,
  recommenderNamed,
  type SideInformation,
} from '../../recommend/index.js';
import { recommenderSettings } from '../../recommend/internal.js';
import { claimRunFolder } from '../run/run-folder.js';
import { candidatesFor, candidatesWith, type RecommenderCandidate } from './candidates.js';
import { chooseRecommender, type TriedRecommender } from './choose-recommender.js';
import { itemFacts } from './item-table.js';
import { keepRecommender } from './keep-recommender.js';
import { type FitOfRun, howToGoOn, keptFits } from './kept-fits.js';
import { openInteractions } from './open-interactions.js';
import type { ReadInteractions } from './read-interactions.js';
import { type RecommendRunConfig, recommendConfigFormat } from './recommend-config.js';
import type {
  RecommendEvents,
  RecommendExperiment,
  RecommendSummary,
  RecommendTrainOptions,
} from './recommend-experiment.js';
import { LIST_LENGTH, type RecommenderScore, scoreOfLists } from './recommender-score.js';
import { recommenderVerdict } from './recommender-verdict.js';
import { sideOfData } from './side-information.js';
import { type InteractionParts, splitInteractions } from './split-interactions.js';

const optionsSchema = z.looseObject({
  userType: z.optional(z.string('a text')),
  itemType: z.optional(z.string('a text')),
  interactions: z.optional(z.string('a text')),
  value: z.optional(z.union([z.string(), z.literal(false)], 'the name of a column, or false')),
  atLeast: z.optional(z.number('a number')),
  model: z.optional(z.string('a text')),
  settings: z.optional(z.custom<object>((value) => typeof value === 'object' && value !== null, 'an object')),
  seed: z.optional(option.seed),
});

/** Where no recommender is named. */
const defaultRecommender = 'auto';

/**
 * Finds out who takes what in the data, fits simple recommenders and better ones, keeps the best by pairs held out for validation, scores all of them on a
 * test that none has seen, and fits what is kept again on everything, so that it may be served. With a run folder, a call that was stopped goes on
 * where it is repeated, to the same bits.
 *
 * @example
 * const { recommender, summary } = await trainRecommender({ data: 'shop', out: 'runs/shop' });
 * const why = summary.verdict;
 * const [list] = recommender.recommend(['C0001']);
 * @throws {HeteroGraphError} UNKNOWN_MODEL, INVALID_OPTION; UNKNOWN_TYPE, UNKNOWN_COLUMN, AMBIGUOUS; NO_ROWS where there are too few interactions;
 *   TARGET_EXISTS, NOT_OURS, RUN_BUSY; ABORTED, saying how to go on; CHECKPOINT_MISMATCH, CORRUPT_FILE; and as `openData`
 */
export async function trainRecommender(
  options: RecommendTrainOptions,
  events: RecommendEvents = {},
): Promise<RecommendExperiment> {
  expectArgument(options, 'object', 'options');
  expectArgument(events, 'object', 'events');
  checkOptions(optionsSchema, options);
  const started = performance.now();
  const { userType, itemType, interactions, value, atLeast, ...rest } = options;
  const { model = defaultRecommender, settings = {}, seed = 1, out, restart, ...data } = rest;
  checkSettings(model, settings, data.dataset);
  const run = {
    ...(events.signal && { signal: events.signal }),
    ...(events.onProgress && { onProgress: events.onProgress }),
  };
  const asked = { userType, itemType, interactions, value, atLeast };
  const { opened, found } = await openInteractions(data, asked, run);
  const parts = splitInteractions(found, seed);
  const remarks = [...opened.remarks, ...found.remarks, ...parts.remarks];
  for (const remark of remarks) events.onRemark?.(remark);
  if (parts.test.matrix.indices.length === 0 || parts.validation.matrix.indices.length === 0) {
    throw new HeteroGraphError(
      'NO_ROWS',
      'There are too few interactions: nothing is left for a test and a validation.',
      {
        hint: 'Several users must have taken several items.',
      },
    );
  }
  const facts = found.itemTable === undefined ? undefined : itemFacts(opened.graph, found.itemTable);
  const config: RecommendRunConfig = {
    ...{ task: 'recommendation', model, source: opened.source, data: opened.name, graph: hashGraph(opened.graph) },
    asked: Object.fromEntries(Object.entries(asked).filter(([, each]) => each !== undefined)),
    ...{ userType: found.userType, itemType: found.itemType },
    ...(facts?.title === undefined ? {} : { itemTitle: facts.title }),
    ...{ seed, settings: settings as RecommendRunConfig['settings'] },
  };
  const unlock =
    out === undefined ? undefined : await claimRunFolder(out, config, restart === true, recommendConfigFormat, []);
  try {
    const { candidates, late: untried } = candidatesOf(model, settings, data.dataset, parts);
    const { onModel } = events;
    const fitOne = keptFits(out);
    const { side, leftOut = [] } = usesSide(model) ? sideOfData(opened.graph, found) : {};
    const sided = side ? { side } : {};
    const late = [
      ...untried,
      ...(leftOut.length > 0 ? [`Not used, since they lead to both users and items: ${leftOut.join(', ')}.`] : []),
      ...(usesSide(model) ? [] : unusedColumns(opened.graph, found)),
    ];
    const chosen = await chooseRecommender({ ...parts, ...sided }, candidates, seed, { fit: fitOne, onModel, ...run });
    const kept = model === defaultRecommender ? chosen.kept : chosen.tried.at(-1)!;
    const others = chosen.tried.filter((each) => each !== kept);
    const { scores, evaluations } = await scoreAll([...others, kept], { ...parts, ...sided }, seed, {
      ...{ ...events, fit: fitOne },
      ...run,
    });
    const problem = { train: found.all, ...sided };
    const { recommender: name } = kept.candidate;
    const fitted = await fitOne(name, problem, { settings: kept.settings, seed, ...run });
    late.push(...(fitted.report.remarks ?? []));
    const recommender = facts ? fitted.withItemColumns(facts.table) : fitted;
    const verdict = [
      ...(model === defaultRecommender ? [chosen.comparison.verdict] : []),
      await recommenderVerdict(scores, evaluations, seed),
    ];
    const [train, validation, test] = [parts.train, parts.validation, parts.test].map(
      (part) => part.matrix.indices.length,
    );
    const summary: RecommendSummary = {
      ...{ data: opened.name, task: 'recommendation', userType: found.userType, itemType: found.itemType },
      ...{ users: found.all.users.size, items: found.all.items.size, reading: found.reading },
      interactions: { train: train!, validation: validation!, test: test! },
      ...{ seed, scores },
      ...(model === defaultRecommender ? { comparison: chosen.comparison } : {}),
      ...{ verdict, remarks: [...remarks, ...late] },
      totalSeconds: (performance.now() - started) / 1000,
      peakMiB: process.resourceUsage().maxRSS / 1024,
      ...(out === undefined ? {} : { run: out }),
    };
    for (const text of late) events.onRemark?.(text);
    const result = { summary, recommender, parts, evaluations };
    const unkept = out === undefined ? undefined : await keepRecommender(out, result, config);
    return unkept ? { ...result, summary: { ...summary, problem: unkept } } : result;
  } catch (error) {
    throw howToGoOn(error, out);
  } finally {
    await unlock?.();
  }
}

function usesSide(model: string): boolean {
  return model !== defaultRecommender && recommenderNamed(model).usesSide === true;
}

/** @throws {HeteroGraphError} UNKNOWN_MODEL; INVALID_OPTION */
function checkSettings(model: string, settings: object, dataset: string | undefined): void {
  if (model !== defaultRecommender) {
    recommenderSettings(recommenderNamed(model), settings, dataset);
    return;
  }
  const [name] = Object.keys(settings);
  if (name === undefined) return;
  throw new HeteroGraphError('INVALID_OPTION', `Of several recommenders that are compared, ${name} is no setting.`, {
    column: `settings.${name}`,
    hint: "Name the one whose setting it is, such as model: 'als' (--model als).",
  });
}

/** What the tables of users and items say, where it is not used. */
function unusedColumns(graph: HeteroGraph, { userTable, itemTable }: ReadInteractions): string[] {
  const said = [...new Set([userTable, itemTable])].flatMap((type) => {
    if (type === undefined) return [];
    const columns = graph.nodeSchema(type).columns.filter(({ role }) => role !== 'id' && role !== 'label');
    return columns.length > 0 ? [`${columns.map(({ name }) => name).join(', ')} of ${type}`] : [];
  });
  if (said.length === 0) return [];
  return [`Lists do not depend on ${said.join(' and ')}: --model hetero uses that; filters ask for columns of items.`];
}

function candidatesOf(
  model: string,
  settings: object,
  dataset: string | undefined,
  { train }: InteractionParts,
): { readonly candidates: readonly RecommenderCandidate[]; readonly late: readonly string[] } {
  if (model !== defaultRecommender) {
    const whole = recommenderSettings(recommenderNamed(model), settings, dataset);
    return { candidates: candidatesWith(model, whole, train), late: [] };
  }
  const { tried, tooLong } = candidatesFor(train);
  const late =
    tooLong.length === 0
      ? []
      : [`Not tried, since a fit would take long: ${tooLong.join(', ')}. --model ${tooLong.at(-1)} does so.`];
  return { candidates: tried, late };
}

/** Fits each on all but the test, and scores it on the test. */
async function scoreAll(
  tried: readonly TriedRecommender[],
  { beforeTest, test, side }: InteractionParts & { readonly side?: SideInformation },
  seed: number,
  { fit: fitOne, onScore, signal, onProgress }: RecommendEvents & { readonly fit: FitOfRun },
) {
  const run = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
  const problem = { train: beforeTest, ...(side && { side }) };
  const scores: RecommenderScore[] = [];
  const evaluations = new Map<string, ListEvaluation>();
  for (const { candidate, settings } of tried) {
    const started = performance.now();
    const recommender = await fitOne(candidate.recommender, problem, { settings, seed, ...run });
    const seconds = (performance.now() - started) / 1000;
    const evaluation = await evaluateRecommender(recommender, test, { k: LIST_LENGTH, ...run });
    const score = await scoreOfLists(candidate.label, evaluation, seconds, seed);
    onScore?.(score);
    scores.push(score);
    evaluations.set(candidate.label, evaluation);
  }
  return { scores, evaluations };
}
