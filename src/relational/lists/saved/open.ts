import { HeteroGraphError, nodeModule } from '../../../core/index.js';
import { corrupt, readManifest, readStored, readStoredJson } from '../../../files/index.js';
import { BoostedTrees } from '../../../models/index.js';
import { parseQuery } from '../../query/parse.js';
import { needsOf } from '../../saved/needs.js';
import { type DatabaseSchema, databaseSchemaSchema } from '../../saved/schema.js';
import { pairNames } from '../pairs/pairs.js';
import { type PairPlan, pairPlanSchema } from '../pairs/plan.js';
import { simpleRankers } from '../rankers/simple.js';
import type { ListFigures } from '../scores/figures.js';
import { treeRankers } from '../trees/learn.js';
import type { TreeRanker } from '../trees/tree-lists.js';
import { type ListContent, listForecastFolder } from './folder.js';
import type { KeptListForecast } from './kept.js';

const { join } = nodeModule<typeof import('node:path')>('node:path');

/**
 * The forecast of lists in a folder that `saveListForecast` wrote: it makes the same lists. Nothing in the folder is trusted.
 *
 * @example
 * const forecast = await openListForecast('runs/next');
 * const { lists } = await applyListForecast(forecast, database);
 * @throws {HeteroGraphError} FILE_NOT_FOUND, UNSUPPORTED_FORMAT_VERSION; CORRUPT_FILE naming the file; UNKNOWN_MODEL where this release does
 *   not have the ranker
 */
export async function openListForecast(folder: string): Promise<KeptListForecast> {
  const content = await readManifest(folder, listForecastFolder);
  const { task, protocol, k, kept, learnedUntil, needs, leaks } = content;
  const schema: DatabaseSchema = await readStoredJson(folder, content.schema, databaseSchemaSchema, listForecastFolder);
  const isKnown = [...simpleRankers, ...treeRankers].some(({ name }) => name === kept.name);
  if (!isKnown)
    throw new HeteroGraphError('UNKNOWN_MODEL', `There is no ranker ${JSON.stringify(kept.name.slice(0, 40))}.`, {
      ...{ file: join(folder, listForecastFolder.manifest), hint: 'Upgrade heterograph, or learn the forecast again.' },
    });
  const sound = <T>(file: string, make: () => T): T => {
    try {
      return make();
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : cause;
      throw corrupt(listForecastFolder, join(folder, file), `The lists cannot be made from it: ${why}`, cause);
    }
  };
  sound(listForecastFolder.manifest, () => checkContent(content, schema));
  let ranker: TreeRanker | undefined;
  if (content.plan && content.trees) {
    const { plan: planFile, trees: treesFile } = content;
    const plan = (await readStoredJson(folder, planFile, pairPlanSchema, listForecastFolder)) as PairPlan;
    sound(planFile.file, () => checkPlan(plan, task.table, schema));
    const written = (await readStored(folder, treesFile, listForecastFolder)).toString('utf8');
    ranker = { plan, trees: sound(treesFile.file, () => treesOf(written, plan)) };
  }
  return {
    ...{ task, protocol, k, kept, learnedUntil, needs, leaks, schema, ...(ranker ? { ranker } : {}) },
    scores: content.scores.map((score) => ({ ...score, valid: figures(score.valid), test: figures(score.test) })),
  };
}

/** @throws {Error} */
function checkContent({ task, kept, plan, trees, k }: ListContent, schema: DatabaseSchema): void {
  const { measure, horizon } = parseQuery(task.query);
  if (measure.function !== 'LIST') throw new Error('Its query asks for no lists.');
  if (horizon !== task.horizon) throw new Error('Its window is another one.');
  if (k > 1000) throw new Error('Its lists are too long.');
  if (!schema.tables.some(({ name }) => name === task.table)) throw new Error(`There is no table ${task.table}.`);
  const isTree = treeRankers.some(({ name }) => name === kept.name);
  if ((kept.level === 'learned') !== isTree || isTree !== (plan !== undefined && trees !== undefined))
    throw new Error('What it learned is not there.');
}

/** @throws {Error} */
function checkPlan({ entity, item, attributes }: PairPlan, table: string, schema: DatabaseSchema): void {
  if (entity.table !== table) throw new Error(`Its features are of ${entity.table}.`);
  for (const plan of [entity, ...(item ? [item] : [])]) needsOf(plan.table, plan.features, schema);
  const of = schema.tables.find(({ name }) => name === item?.table);
  for (const name of attributes) {
    const isThere =
      of?.keys.some((key) => key.name === name) ||
      of?.columns.some((column) => column.name === name && column.kind === 'category');
    if (!isThere) throw new Error(`There are no categories ${name}.`);
  }
}

/** @throws {Error} */
function treesOf(text: string, { entity, item, attributes }: PairPlan): BoostedTrees {
  const trees = BoostedTrees.fromText(text);
  const names = new Set([
    ...pairNames(attributes.map((name) => ({ name }))),
    ...entity.features.map(({ name }) => name),
    ...(item?.features.map(({ name }) => `item: ${name}`) ?? []),
    'item',
  ]);
  if (trees.numOutputs === 1 && trees.featureNames.every((name) => names.has(name))) return trees;
  throw new Error('The trees are of other features.');
}

function figures(saved: ListContent['scores'][number]['valid']): ListFigures {
  return Object.fromEntries(
    Object.entries(saved).map(([name, { value, low, high }]) => [
      name,
      { value: value ?? Number.NaN, low: low ?? Number.NaN, high: high ?? Number.NaN },
    ]),
  ) as unknown as ListFigures;
}
