import { HeteroGraphError, nodeModule } from '../../core/index.js';
import { corrupt, readArrays, readManifest, readStored, readStoredJson } from '../../files/index.js';
import { idKey } from '../../graph/internal.js';
import { type FeaturePlan, featurePlanSchema } from '../features/plan.js';
import type { LearnedForecaster, ScoredLearner } from '../forecast/forecast.js';
import { learnerNamed } from '../forecast/learners.js';
import type { Forecaster, RestoreContext } from '../learners/types.js';
import { parseQuery } from '../query/parse.js';
import { numClassesOf } from '../tasks/num-classes.js';
import { type Content, forecastFolder, savedData, savedIds } from './folder.js';
import type { KeptForecast } from './kept-forecast.js';
import { needsOf } from './needs.js';
import { type DatabaseSchema, databaseSchemaSchema } from './schema.js';

const { join } = nodeModule<typeof import('node:path')>('node:path');

/**
 * The forecast in a folder that `saveForecast` wrote: it predicts the same, to the bit. Nothing in the folder is trusted.
 *
 * @example
 * const forecast = await openForecast('runs/churn');
 * const { ids, values } = await applyForecast(forecast, database);
 * @throws {HeteroGraphError} FILE_NOT_FOUND, UNSUPPORTED_FORMAT_VERSION; CORRUPT_FILE naming the file; UNKNOWN_MODEL where this release does
 *   not have the learner
 */
export async function openForecast(folder: string): Promise<KeptForecast> {
  const content = await readManifest(folder, forecastFolder);
  const { task, protocol, kept, learnedUntil } = content;
  const schema: DatabaseSchema = await readStoredJson(folder, content.schema, databaseSchemaSchema, forecastFolder);
  const ids = await readStoredJson(folder, content.ids, savedIds, forecastFolder);
  const plans: FeaturePlan[] = [];
  for (const stored of content.plans)
    plans.push((await readStoredJson(folder, stored, featurePlanSchema, forecastFolder)) as FeaturePlan);
  const failed = (file: string, message: string, cause?: unknown) =>
    corrupt(forecastFolder, join(folder, file), message, cause);
  const sound = <T>(file: string, make: () => T): T => {
    try {
      return make();
    } catch (cause) {
      throw failed(
        file,
        `The forecast cannot be made from it: ${cause instanceof Error ? cause.message : cause}`,
        cause,
      );
    }
  };
  sound(forecastFolder.manifest, () => checkTask(content, schema));
  if (new Set(ids.map((id) => idKey(id))).size !== ids.length) throw failed(content.ids.file, 'An id is there twice.');
  for (const [n, plan] of plans.entries()) sound(content.plans[n]!.file, () => checkPlan(plan, task.table, schema));
  const made: Forecaster[] = [];
  const restored = async (stored: Stored, plan: FeaturePlan): Promise<LearnedForecaster> => {
    const learner = learnerNamed(stored.learner);
    if (!learner) throw unknownLearner(stored.learner, join(folder, forecastFolder.manifest));
    const { data } = stored;
    const arrays = await readArrays(folder, stored.arrays, forecastFolder);
    const texts: [string, string][] = [];
    for (const { name, ...file } of stored.texts)
      texts.push([name, (await readStored(folder, file, forecastFolder)).toString('utf8')]);
    const state = {
      ...(data ? { data: await readStoredJson(folder, data, savedData, forecastFolder) } : {}),
      ...{ texts: Object.fromEntries(texts), arrays },
    };
    const context: RestoreContext = { kind: task.kind, numClasses: numClassesOf(task), plan, numRows: ids.length };
    const { name, title } = learner;
    const file = data?.file ?? stored.texts[0]?.file ?? stored.arrays[0]?.file ?? forecastFolder.manifest;
    const forecaster = sound(file, () => learner.restore(state, context));
    made.push(forecaster);
    sound(file, () => needsOf(task.table, forecaster.reads ?? [], schema));
    return { learner: { name, title }, forecaster };
  };
  const parts: KeptForecast['parts'][number][] = [];
  const constants: LearnedForecaster[] = [];
  try {
    for (const part of content.parts) {
      const plan = plans[part.plan];
      if (!plan) throw failed(forecastFolder.manifest, `There is no plan ${part.plan}.`);
      parts.push({ ...(await restored(part, plan)), plan });
    }
    for (const constant of content.constants)
      constants.push(await restored(constant, { ...noFeatures, table: task.table }));
  } catch (error) {
    for (const forecaster of made) forecaster.dispose();
    throw error;
  }
  const { query, classes, ...rest } = task;
  return {
    task: { ...rest, ...(query === undefined ? {} : { query }), ...(classes ? { classes } : {}) },
    ...{ protocol, kept, parts, constants, schema, learnedUntil, ids, leaks: content.leaks ?? [] },
    scores: content.scores.map((score) => ({ ...score, valid: figures(score.valid), test: figures(score.test) })),
  };
}

type Stored = Content['constants'][number];

const noFeatures = { features: [], leftOut: [] };

/** @throws {Error} */
function checkTask({ task }: Content, schema: DatabaseSchema): void {
  const { kind, classes, query, table, horizon } = task;
  const tables = new Set(schema.tables.map(({ name }) => name));
  if (tables.size !== schema.tables.length) throw new Error('A table is there twice.');
  if (!tables.has(table)) throw new Error(`There is no table ${table}.`);
  if (kind === 'classes' ? !classes || new Set(classes).size !== classes.length : classes)
    throw new Error('Its classes are impossible.');
  if (query !== undefined && parseQuery(query).horizon !== horizon) throw new Error('Its window is another one.');
}

/** @throws {Error} */
function checkPlan({ table, features }: FeaturePlan, of: string, schema: DatabaseSchema): void {
  if (table !== of) throw new Error(`Its features are of ${table}.`);
  if (new Set(features.map(({ name }) => name)).size !== features.length) throw new Error('A feature is there twice.');
  needsOf(table, features, schema);
}

function figures(saved: Content['scores'][number]['valid']): ScoredLearner['valid'] {
  return Object.fromEntries(
    Object.entries(saved).map(([name, { value, low, high }]) => [
      name,
      { value: value ?? Number.NaN, low: low ?? Number.NaN, high: high ?? Number.NaN },
    ]),
  );
}

function unknownLearner(name: string, file: string): HeteroGraphError {
  return new HeteroGraphError('UNKNOWN_MODEL', `There is no learner ${JSON.stringify(name.slice(0, 40))}.`, {
    ...{ file, hint: 'Upgrade heterograph, or learn the forecast again.' },
  });
}
