import { expectArgument, expectMembers, HeteroGraphError } from '../../core/index.js';
import { checkReplaceable, writeArrays, writeFolder, writeStored, writeStoredJson } from '../../files/index.js';
import type { FittedForecast, LearnedForecaster } from '../forecast/forecast.js';
import { learnerNamed } from '../forecast/learners.js';
import { forecastFolder } from './folder.js';
import { type KeptForecast, keptForecast } from './kept-forecast.js';

/**
 * Checks before any work that a forecast can be saved in a folder: there is nothing, an empty folder or a saved forecast.
 *
 * @throws {HeteroGraphError} NOT_OURS
 */
export function checkForecastFolder(folder: string): Promise<void> {
  return checkReplaceable(folder, [forecastFolder]);
}

/**
 * Writes a forecast into a folder, whole or not at all, with what is needed to make it again later: how features are computed, what was learned, the
 * constants, the ids of the rows, the tables and columns of the database, and the scores. A saved forecast that is there is replaced.
 *
 * @example
 * await saveForecast(await fitForecast(database, task), 'runs/churn');
 * @throws {HeteroGraphError} INVALID_OPTION; NOT_OURS where something else is there; WRITE_FAILED with the cause
 */
export async function saveForecast(forecast: FittedForecast | KeptForecast, folder: string): Promise<void> {
  expectMembers(forecast, 'forecast', { task: 'object', parts: 'objects', constants: 'objects', scores: 'objects' });
  expectArgument(folder, 'text', 'folder');
  const kept = 'schema' in forecast ? forecast : keptForecast(forecast);
  const { task, protocol, parts, constants, scores, schema, ids, learnedUntil } = kept;
  const { classes, ...rest } = task;
  const plans = [...new Set(parts.map(({ plan }) => plan))];
  await writeFolder(folder, forecastFolder, async (temporary) => {
    const content = {
      task: { ...rest, ...(classes ? { classes: [...classes] } : {}) },
      ...{ protocol, learnedUntil, kept: { ...kept.kept }, scores: scores.map(plainFigures) },
      leaks: kept.leaks.map((leak) => ({ ...leak })),
      schema: await writeStoredJson(temporary, 'schema.data', schema),
      ids: await writeStoredJson(temporary, 'ids.data', ids),
      plans: await each(plans, (plan, n) => writeStoredJson(temporary, `plan-${n}.data`, plan)),
      parts: await each(parts, async (part, n) => ({
        ...(await writeLearned(temporary, `part-${n}`, part)),
        plan: plans.indexOf(part.plan),
      })),
      constants: await each(constants, (constant, n) => writeLearned(temporary, `constant-${n}`, constant)),
    };
    return content;
  });
}

async function writeLearned(folder: string, prefix: string, { learner, forecaster }: LearnedForecaster) {
  if (!learnerNamed(learner.name))
    throw new HeteroGraphError(
      'UNKNOWN_MODEL',
      `There is no learner ${learner.name}, so that it cannot be opened again.`,
      {
        hint: 'Save forecasts of the learners of this library.',
      },
    );
  const { data, texts = {}, arrays = {} } = await forecaster.state();
  return {
    learner: learner.name,
    ...(data ? { data: await writeStoredJson(folder, `${prefix}.data`, data) } : {}),
    texts: await each(Object.entries(texts), async ([name, text]) => ({
      ...(await writeStored(folder, `${prefix}-${name}.txt`, Buffer.from(text))),
      name,
    })),
    arrays: await writeArrays(folder, prefix, arrays),
  };
}

/** One after the other. */
async function each<T, U>(all: readonly T[], make: (one: T, n: number) => Promise<U>): Promise<U[]> {
  const made: U[] = [];
  for (const [n, one] of all.entries()) made.push(await make(one, n));
  return made;
}

/** JSON has no NaN: figures that are none become null. */
function plainFigures({ name, title, isKept, seconds, valid, test }: KeptForecast['scores'][number]) {
  const plain = (figures: typeof valid) =>
    Object.fromEntries(
      Object.entries(figures).map(([figure, { value, low, high }]) => [
        figure,
        { value: finite(value), low: finite(low), high: finite(high) },
      ]),
    );
  return { name, title, isKept, seconds, valid: plain(valid), test: plain(test) };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
