import { expectMembers } from '../../../core/index.js';
import type { Leak } from '../../leaks/types.js';
import { needName, needsOf } from '../../saved/needs.js';
import { type DatabaseSchema, schemaOf } from '../../saved/schema.js';
import type { Protocol } from '../../tasks/types.js';
import type { ScoredRanker } from '../forecast/compare.js';
import type { FittedListForecast } from '../forecast/fit.js';
import type { PairPlan } from '../pairs/plan.js';
import { type ListQuestion, listQuestionOf } from '../task/question.js';
import type { ListTask } from '../task/types.js';
import type { TreeRanker } from '../trees/tree-lists.js';

/** A forecast of lists without what it was learned on: all that is needed to make it of the same database when that has grown. */
export interface KeptListForecast {
  readonly task: Pick<ListTask, 'name' | 'query' | 'table' | 'items' | 'horizon'>;
  readonly protocol: Protocol;
  readonly k: number;
  readonly kept: FittedListForecast['kept'];
  /** Where what is kept has learned. */
  readonly ranker?: TreeRanker;
  readonly scores: readonly ScoredRanker[];
  /** Of the database that it was learned on. */
  readonly schema: DatabaseSchema;
  /** Tables, keys and columns that it is computed of (`needName`). */
  readonly needs: readonly string[];
  /** Columns that tell what comes after, and were no input. */
  readonly leaks: readonly Leak[];
  /** The last anchor that was learned from, in seconds since 1970. */
  readonly learnedUntil: number;
}

/**
 * What of a fitted forecast of lists is kept.
 *
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function keptListForecast(fitted: FittedListForecast): KeptListForecast {
  expectMembers(fitted, 'fitted', { task: 'object', kept: 'object', scores: 'objects', database: 'object' });
  const { task, protocol, k, kept, scores, database, ranker, leaks } = fitted;
  const { name, query, table, items, horizon } = task;
  const schema = schemaOf(database);
  return {
    task: { name, query, table, items, horizon },
    ...{ protocol, k, kept, scores, schema, leaks, ...(ranker ? { ranker } : {}) },
    needs: [...listNeeds(listQuestionOf(database, query), ranker?.plan, schema)].sort(),
    learnedUntil: [task.train, task.valid].reduce(
      (so, { times }) => times.reduce((most, time) => Math.max(most, time), so),
      Number.NEGATIVE_INFINITY,
    ),
  };
}

/** What lists are computed of: links, both ways of keys, and what features of pairs are made of. */
function listNeeds(
  { entity, links, ways, column, items }: ListQuestion,
  plan: PairPlan | undefined,
  schema: DatabaseSchema,
): Set<string> {
  const needs = new Set([
    needName('table', entity.name),
    needName('table', links.table.name),
    needName('time', links.table.name),
  ]);
  for (const way of [ways.entity, ways.item]) {
    let at = links.table.name;
    for (const { name, table } of way) {
      needs.add(needName('key', at, name)).add(needName('table', table));
      at = table;
    }
  }
  if (column) needs.add(needName('column', column.table.name, column.column.name));
  if (!plan) return needs;
  for (const { table, features } of [plan.entity, ...(plan.item ? [plan.item] : [])])
    for (const need of needsOf(table, features, schema)) needs.add(need);
  for (const name of plan.attributes) {
    const isKey = items.table!.keys.some((key) => key.name === name);
    needs.add(needName(isKey ? 'key' : 'column', items.table!.name, name));
  }
  return needs;
}
