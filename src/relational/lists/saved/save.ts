import { expectArgument, expectMembers } from '../../../core/index.js';
import { checkReplaceable, writeFolder, writeStored, writeStoredJson } from '../../../files/index.js';
import type { FittedListForecast } from '../forecast/fit.js';
import type { ListFigures } from '../scores/figures.js';
import { listForecastFolder } from './folder.js';
import { type KeptListForecast, keptListForecast } from './kept.js';

/**
 * Checks before any work that a forecast of lists can be saved in a folder: there is nothing, an empty folder or a saved forecast of lists.
 *
 * @throws {HeteroGraphError} NOT_OURS
 */
export function checkListForecastFolder(folder: string): Promise<void> {
  return checkReplaceable(folder, [listForecastFolder]);
}

/**
 * Writes a forecast of lists into a folder, whole or not at all, with what is needed to make it again later: the ranker that was kept, the features and trees
 * where it has learned, the tables and columns of the database, the columns that were refused, and the scores. A saved forecast of lists that is there is replaced.
 *
 * @example
 * await saveListForecast(await fitListForecast(database, task), 'runs/next');
 * @throws {HeteroGraphError} INVALID_OPTION; NOT_OURS where something else is there; WRITE_FAILED with the cause
 */
export async function saveListForecast(forecast: FittedListForecast | KeptListForecast, folder: string): Promise<void> {
  expectMembers(forecast, 'forecast', { task: 'object', kept: 'object', scores: 'objects' });
  expectArgument(folder, 'text', 'folder');
  const { ranker, schema, scores, needs, leaks, ...rest } =
    'schema' in forecast ? forecast : keptListForecast(forecast);
  await writeFolder(folder, listForecastFolder, async (temporary) => ({
    ...{ task: { ...rest.task }, protocol: rest.protocol, k: rest.k, kept: { ...rest.kept } },
    ...{ learnedUntil: rest.learnedUntil, needs: [...needs], leaks: leaks.map((leak) => ({ ...leak })) },
    scores: scores.map((score) => ({ ...score, valid: plainFigures(score.valid), test: plainFigures(score.test) })),
    schema: await writeStoredJson(temporary, 'schema.data', schema),
    ...(ranker
      ? {
          plan: await writeStoredJson(temporary, 'plan.data', ranker.plan),
          trees: await writeStored(temporary, 'trees.txt', Buffer.from(ranker.trees.toText())),
        }
      : {}),
  }));
}

type PlainFigures = Record<keyof ListFigures, { value: number | null; low: number | null; high: number | null }>;

/** JSON has no NaN: figures that are none become null. */
function plainFigures(figures: ListFigures): PlainFigures {
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  return Object.fromEntries(
    Object.entries(figures).map(([name, { value, low, high }]) => [
      name,
      { value: finite(value), low: finite(low), high: finite(high) },
    ]),
  ) as PlainFigures;
}
