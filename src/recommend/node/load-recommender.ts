import { nodeModule } from '../../core/index.js';
import { corrupt, readArrays, readManifest, readStoredJson, type StoredFile } from '../../files/index.js';
import type { IdIndex } from '../../graph/index.js';
import { compareIds, idKey } from '../../graph/internal.js';
import type { History } from '../core/histories.js';
import { Recommender } from '../core/recommender.js';
import type { ScorerState } from '../core/scorer.js';
import { stateArray } from '../core/state.js';
import { checkPairs } from '../interactions/check-pairs.js';
import type { Interactions } from '../interactions/interactions.js';
import { indexOfIds } from '../interactions/ordered-ids.js';
import { recommenderNamed, recommenderSettings } from '../registry.js';
import { recommenderFolder, savedIds, savedLater } from './recommender-folder.js';

const { join } = nodeModule<typeof import('node:path')>('node:path');

/**
 * The recommender in a folder that `saveRecommender` wrote: its lists are the same, to the bit. Nothing in the folder is trusted.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, UNSUPPORTED_FORMAT_VERSION; CORRUPT_FILE naming the file; UNKNOWN_MODEL where it was not registered
 * @example
 * const recommender = await loadRecommender('runs/shop/recommender');
 */
export async function loadRecommender(folder: string): Promise<Recommender> {
  const content = await readManifest(folder, recommenderFolder);
  const { recommender: name, seed, report } = content;
  const definition = recommenderNamed(name);
  const users = await readIds(folder, content.users);
  const items = await readIds(folder, content.items);
  const trainArrays = await readArrays(folder, content.train, recommenderFolder);
  const state = await readArrays(folder, content.state, recommenderFolder);
  const later = await readStoredJson(folder, content.later, savedLater, recommenderFolder);
  try {
    const train = interactionsOfArrays(trainArrays, users, items);
    const settings = recommenderSettings(definition, content.settings);
    const scorer = definition.load(state, settings, train);
    const updates = new Map(later.updates.map(({ id, ...history }) => [idKey(id), updateOf(history, items.size)]));
    for (const { values } of later.itemColumns)
      expectThat(values.length === items.size, 'A column of the items is cut short.');
    const itemColumns = Object.fromEntries(later.itemColumns.map((column) => [column.name, column.values]));
    return new Recommender({ name, settings, seed, train, scorer, report, updates, itemColumns });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const file = join(folder, recommenderFolder.manifest);
    throw corrupt(recommenderFolder, file, `The recommender cannot be made from it: ${reason}`, cause);
  }
}

async function readIds(folder: string, stored: StoredFile): Promise<IdIndex> {
  const ids = await readStoredJson(folder, stored, savedIds, recommenderFolder);
  const isOrdered = ids.every((id, n) => idKey(id) === id && (n === 0 || compareIds(ids[n - 1]!, id) < 0));
  if (isOrdered) return indexOfIds(ids);
  throw corrupt(recommenderFolder, join(folder, stored.file), 'Its ids are not in order, or one is there twice.');
}

function interactionsOfArrays(arrays: ScorerState, users: IdIndex, items: IdIndex): Interactions {
  const indptr = stateArray(arrays, 'indptr', Int32Array, users.size + 1);
  const indices = stateArray(arrays, 'indices', Int32Array, indptr[users.size]);
  const values = stateArray(arrays, 'values', Float32Array, indices.length);
  const matrix = { numRows: users.size, numCols: items.size, indptr, indices, values };
  checkPairs(matrix, users.size, items.size, 'train');
  if (!Object.hasOwn(arrays, 'times')) return { users, items, matrix };
  return { users, items, matrix, times: stateArray(arrays, 'times', Float64Array, indices.length) };
}

function updateOf({ items, strengths }: { items: number[]; strengths: number[] }, numItems: number): History {
  const isOrdered = items.every((item, i) => item < numItems && (i === 0 || item > items[i - 1]!));
  const history = { items: Int32Array.from(items), strengths: Float32Array.from(strengths) };
  const isSound = history.strengths.every((strength) => strength > 0 && strength < Number.POSITIVE_INFINITY);
  expectThat(isOrdered && isSound && items.length === strengths.length, 'A history is impossible.');
  return history;
}

function expectThat(holds: boolean, message: string): void {
  if (!holds) throw new Error(message);
}
