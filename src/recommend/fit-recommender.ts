import * as z from 'zod/mini';
import {
  checkOptions,
  expectMembers,
  HeteroGraphError,
  option,
  type RunOptions,
  throwIfAborted,
} from '../core/index.js';
import { checkpointSchema, type RecommenderCheckpoint } from './core/checkpoint-options.js';
import type { RecommendProblem } from './core/definition.js';
import { fitConfig } from './core/fit-config.js';
import { openCheckpoint } from './core/open-checkpoint.js';
import { Recommender } from './core/recommender.js';
import { checkPairs } from './interactions/check-pairs.js';
import type { Interactions } from './interactions/interactions.js';
import { recommenderNamed, recommenderSettings } from './registry.js';

export interface FitRecommenderOptions extends RunOptions {
  /** Settings that differ from the preset or the defaults. */
  readonly settings?: object;
  /** Name of a data set whose settings the recommender knows; default: its defaults. */
  readonly preset?: string;
  /** Of everything that is drawn; default 0. */
  readonly seed?: number;
  /**
   * Folder in which the fit keeps its state, so that one that was aborted or killed goes on by the same call, to the bits of a fit that was never
   * interrupted. It has no effect on recommenders whose fits are short (`popularity`, `item-knn`, `ease`, `gf-cf`) and on `rating-factors`. Default none.
   */
  readonly checkpoint?: RecommenderCheckpoint;
  /** With a checkpoint: 'auto' goes on from it where there is one, 'must' demands one, 'never' removes it and starts again. Default 'auto'. */
  readonly resume?: 'auto' | 'must' | 'never';
}

const schema = z.strictObject({
  ...option.runOptions,
  settings: z.optional(z.custom<object>((value) => typeof value === 'object' && value !== null, 'an object')),
  preset: z.optional(z.string()),
  seed: z.optional(option.seed),
  checkpoint: z.optional(checkpointSchema),
  resume: z.optional(z.enum(['auto', 'must', 'never'])),
});

/**
 * Fits a recommender of the registry by name.
 *
 * @param data who took what, or with it pairs for validation and a graph of side information
 * @throws {HeteroGraphError} UNKNOWN_MODEL; INVALID_OPTION naming the option or setting; NO_ROWS where nobody took anything; SHAPE_MISMATCH
 *   where parts of the problem are numbered differently; that, INDEX_OUT_OF_RANGE or INVALID_WEIGHT of a matrix made by hand; what the recommender's own check says; ABORTED;
 *   with a checkpoint CHECKPOINT_MISMATCH naming what differs, CORRUPT_FILE, NOT_OURS, FILE_NOT_FOUND where one must be there, WRITE_FAILED where
 *   the fit is aborted and its state cannot be kept, NEEDS_NODE
 * @example
 * const recommender = await fitRecommender('item-knn', interactionsFrom({ users, items }));
 * recommender.recommendFor(['tea', 'jam']).items; // for somebody who is not among the users
 */
export async function fitRecommender(
  name: string,
  data: Interactions | RecommendProblem,
  options: FitRecommenderOptions = {},
): Promise<Recommender> {
  const definition = recommenderNamed(name);
  checkOptions(schema, options);
  expectMembers(data, 'data', {});
  const problem = 'train' in data ? data : { train: data };
  checkProblem(problem);
  const { settings: changes = {}, preset, seed = 0, checkpoint, resume, ...run } = options;
  const settings = recommenderSettings(definition, changes, preset);
  definition.check?.(problem, settings);
  throwIfAborted(run.signal);
  const kept = await openCheckpoint(definition, checkpoint, resume);
  const own = kept && { checkpoint: { ...kept, config: fitConfig(name, problem, settings, seed) } };
  const { scorer, report } = await definition.fit(problem, settings, { ...run, seed, ...own });
  return new Recommender({ name, settings, seed, train: problem.train, scorer, report });
}

function checkProblem({ train, validation, side }: RecommendProblem): void {
  const parts = { users: 'object', items: 'object', matrix: 'object' } as const;
  expectMembers(train, 'train', parts);
  expectMembers(train.matrix, 'train.matrix', { indptr: 'numbers', indices: 'numbers', values: 'numbers' });
  if (train.matrix.indices.length === 0) {
    throw new HeteroGraphError('NO_ROWS', 'There is no interaction to learn from.', {
      hint: 'Check that the rows that should count do, such as by a lower atLeast.',
    });
  }
  const [numUsers, numItems] = [train.users.size, train.items.size];
  checkPairs(train.matrix, numUsers, numItems, 'train.matrix');
  if (validation) {
    expectMembers(validation, 'validation', parts);
    expectSizes('validation', validation.users.size, validation.items.size, numUsers, numItems);
    checkPairs(validation.matrix, numUsers, numItems, 'validation.matrix');
  }
  if (side) {
    expectMembers(side, 'side', { graph: 'object', userRows: 'numbers', itemRows: 'numbers' });
    expectSizes('side', side.userRows.length, side.itemRows.length, numUsers, numItems);
  }
}

function expectSizes(what: string, users: number, items: number, numUsers: number, numItems: number): void {
  if (users === numUsers && items === numItems) return;
  throw new HeteroGraphError(
    'SHAPE_MISMATCH',
    `${what} has ${users} users and ${items} items, train has ${numUsers} and ${numItems}.`,
    { column: what, hint: 'All parts are numbered like train: interactionsLike, the splits and sideOf see to that.' },
  );
}
