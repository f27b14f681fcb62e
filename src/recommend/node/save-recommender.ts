import { expectArgument, HeteroGraphError } from '../../core/index.js';
import { writeArrays, writeFolder, writeStoredJson } from '../../files/index.js';
import { allIds } from '../../graph/internal.js';
import type { FitReport } from '../core/definition.js';
import { Recommender } from '../core/recommender.js';
import { recommenderFolder } from './recommender-folder.js';

/**
 * Writes a recommender into a folder, whole or not at all, with what it was fitted on; a recommender that is there is replaced.
 *
 * @throws {HeteroGraphError} INVALID_OPTION; NOT_OURS where something else is there; WRITE_FAILED with the cause
 * @example
 * await saveRecommender(recommender, 'runs/shop/recommender');
 */
export async function saveRecommender(recommender: Recommender, folder: string): Promise<void> {
  expectArgument(recommender, 'object', 'recommender');
  if (!(recommender instanceof Recommender)) {
    throw new HeteroGraphError('INVALID_OPTION', 'What is to be saved is no Recommender.', {
      column: 'recommender',
      hint: 'Give what fitRecommender or loadRecommender gave.',
    });
  }
  const { name, settings, seed, report, train, scorer, updates, itemColumns } = recommender;
  const { matrix, times } = train;
  const later = {
    updates: Array.from(updates, ([id, { items, strengths }]) => ({
      id,
      items: [...items],
      strengths: [...strengths],
    })),
    itemColumns: Object.entries(itemColumns).map(([column, values]) => ({ name: column, values })),
  };
  await writeFolder(folder, recommenderFolder, async (temporary) => ({
    recommender: name,
    settings: { ...settings },
    seed,
    report: savedReport(report),
    users: await writeStoredJson(temporary, 'users.ids', allIds(train.users)),
    items: await writeStoredJson(temporary, 'items.ids', allIds(train.items)),
    train: await writeArrays(temporary, 'train', {
      ...{ indptr: matrix.indptr, indices: matrix.indices, values: matrix.values },
      ...(times && { times }),
    }),
    state: await writeArrays(temporary, 'state', scorer.state()),
    later: await writeStoredJson(temporary, 'later.data', later),
  }));
}

/** JSON has no NaN and no infinity: figures that are none are left out. */
function savedReport({ epochs, bestEpoch, history, remarks }: FitReport) {
  const finite = (figures: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(figures).filter(([, value]) => Number.isFinite(value)));
  return {
    ...(epochs !== undefined && { epochs }),
    ...(bestEpoch !== undefined && { bestEpoch }),
    ...(history && { history: history.map(finite) }),
    ...(remarks && { remarks: [...remarks] }),
  };
}
