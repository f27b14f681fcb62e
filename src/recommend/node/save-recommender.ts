import { expectArgument, HeteroGraphError } from '../../core/index.js';
import { writeFolder, writeStored } from '../../files/index.js';
import type { IdIndex } from '../../graph/index.js';
import { allIds } from '../../graph/internal.js';
import type { FitReport } from '../core/definition.js';
import { Recommender } from '../core/recommender.js';
import type { ScorerState } from '../core/scorer.js';
import { recommenderFolder } from './recommender-folder.js';
import { writeArray } from './stored-array.js';

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
    users: await writeStored(temporary, 'users.ids', idBytes(train.users)),
    items: await writeStored(temporary, 'items.ids', idBytes(train.items)),
    train: await writeArrays(temporary, 'train', {
      ...{ indptr: matrix.indptr, indices: matrix.indices, values: matrix.values },
      ...(times && { times }),
    }),
    state: await writeArrays(temporary, 'state', scorer.state()),
    later: await writeStored(temporary, 'later.data', Buffer.from(JSON.stringify(later))),
  }));
}

async function writeArrays(folder: string, prefix: string, arrays: ScorerState) {
  const stored = [];
  for (const [name, values] of Object.entries(arrays)) stored.push(await writeArray(folder, prefix, name, values));
  return stored;
}

function idBytes(ids: IdIndex): Buffer {
  return Buffer.from(JSON.stringify(allIds(ids)));
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
