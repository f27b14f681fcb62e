import {
  checkOptions,
  checkRows,
  expectMembers,
  HeteroGraphError,
  isHeteroGraphError,
  type RunOptions,
  throwIfAborted,
  withPauses,
} from '../../../core/index.js';
import { compareIds } from '../../../graph/internal.js';
import { idsOf } from '../../database/row-ids.js';
import type { Database } from '../../database/types.js';
import type { Anchors } from '../../features/types.js';
import { applyOptionsSchema, timeRemarks } from '../../saved/apply-time.js';
import { lastTime } from '../../saved/asked.js';
import { isFatal, type SchemaChange, schemaChanges, schemaMismatch } from '../../saved/changes.js';
import { schemaOf } from '../../saved/schema.js';
import { timeText } from '../../tasks/date-text.js';
import type { FittedListForecast } from '../forecast/fit.js';
import { ListHistory } from '../history/history.js';
import { type Lists, listOf, simpleLists } from '../rankers/lists.js';
import { simpleRankers } from '../rankers/simple.js';
import { figuresByAnchor, type ListFigures, listFigures } from '../scores/figures.js';
import { placesOf } from '../task/id-places.js';
import { type ListQuestion, listQuestionOf } from '../task/question.js';
import { treeLists } from '../trees/tree-lists.js';
import { type KeptListForecast, keptListForecast } from './kept.js';

export interface ApplyListForecastOptions extends RunOptions {
  /** When the forecast is made, in seconds since 1970: nothing later is seen. Default: the last time of the table of links. */
  readonly at?: number;
  /** Of the table, the rows that lists are for where they are known by then and meant; default: all. */
  readonly rows?: Int32Array;
}

/** A list for a row. */
export interface ForecastList {
  readonly id: string | number;
  /** Ids of items, or values, the best first. */
  readonly items: readonly (string | number)[];
  /** Falling; what they mean depends on the ranker. */
  readonly scores: readonly number[];
  /** What it was then linked to, where the database goes on to the end of the window. */
  readonly happened?: readonly (string | number)[];
}

/** Lists for the rows of a table. */
export interface AppliedListForecast {
  readonly table: string;
  /** What is listed. */
  readonly items: string;
  /** Items of a list at most. */
  readonly k: number;
  /** What is forecast happens in (at, until], in seconds since 1970. */
  readonly at: number;
  readonly until: number;
  /** In the order of ids. */
  readonly lists: readonly ForecastList[];
  /** How good the lists were, beside those of rankers that do not learn, where the database goes on to the end of the window and it was not learned from. */
  readonly scores?: readonly {
    readonly name: string;
    readonly title: string;
    readonly isKept: boolean;
    readonly figures: ListFigures;
  }[];
  /** What the database has otherwise than that on which the forecast was learned. */
  readonly changes: readonly SchemaChange[];
  /** What was assumed, a sentence each. */
  readonly remarks: readonly string[];
}

/**
 * Makes lists again of a database that has gone on since, for every row of the table that is known by then and fulfils the conditions of the query. The order of
 * rows changes nothing.
 *
 * @param forecast what `openListForecast` or `fitListForecast` gave
 * @example
 * const { lists } = await applyListForecast(forecast, database);
 * @throws {HeteroGraphError} MODEL_MISMATCH naming what the database lacks; INVALID_OPTION, WRONG_DTYPE, INDEX_OUT_OF_RANGE, ABORTED; NON_FINITE where what was
 *   saved gives no lists
 */
export async function applyListForecast(
  forecast: KeptListForecast | FittedListForecast,
  database: Database,
  options: ApplyListForecastOptions = {},
): Promise<AppliedListForecast> {
  expectMembers(forecast, 'forecast', { task: 'object', kept: 'object', scores: 'objects' });
  expectMembers(database, 'database', { tables: 'object' });
  checkOptions(applyOptionsSchema, options);
  throwIfAborted(options.signal);
  const kept = 'schema' in forecast ? forecast : keptListForecast(forecast);
  const { task, k } = kept;
  const changes = schemaChanges(kept.schema, schemaOf(database), new Set(kept.needs));
  if (changes.some(isFatal)) throw schemaMismatch(changes);
  const question = questionIn(database, kept, changes);
  const { entity, links } = question;
  const last = lastTime([links.table]);
  const at = options.at ?? (last > Number.NEGATIVE_INFINITY ? last : kept.learnedUntil);
  const time = { at, isGiven: options.at !== undefined, last, of: links.table.name, protocol: kept.protocol };
  const remarks = timeRemarks('lists', time);
  if (options.rows) checkRows(options.rows, entity.numRows, 'rows', { type: entity.name });
  const ids = idsOf(entity);
  const rows = (options.rows ?? Int32Array.from(ids.keys()))
    .filter((row) => question.isAsked(row, at))
    .sort((a, b) => compareIds(ids[a]!, ids[b]!));
  const anchors = { table: entity.name, rows, times: Float64Array.from(rows, () => at) };
  const history = new ListHistory(question);
  const { signal, onProgress } = options;
  const simple = (name: string) => {
    const ranker = simpleRankers.find((each) => each.name === name)!;
    return withPauses(simpleLists(ranker, history, anchors, k, onProgress), signal);
  };
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  const lists = kept.ranker
    ? sound(await treeLists(kept.ranker, database, history, anchors, k, run))
    : await simple(kept.kept.name);
  const until = at + task.horizon;
  const happened = until <= last ? Array.from(rows, (row) => question.itemsAfter(row, at)) : undefined;
  const isLearned = at < kept.learnedUntil + task.horizon;
  const named = (item: number) => question.items.ids[item]!;
  const scores =
    happened && !isLearned ? await scored(happened, anchors, placesOf(ids), { kept, lists, simple, run }) : undefined;
  if (happened && isLearned)
    remarks.push(
      `It was learned of what happened until ${timeText(kept.learnedUntil + task.horizon)}, so that how well it tells of ${timeText(at)} is no measure: there are no scores.`,
    );
  return {
    ...{ table: entity.name, items: task.items, k, at, until, changes, remarks },
    lists: Array.from(rows, (row, i) => {
      const items = listOf(lists, i);
      return {
        id: ids[row]!,
        items: Array.from(items, named),
        scores: Array.from(lists.scores.subarray(i * k, i * k + items.length)),
        ...(happened ? { happened: Array.from(happened[i]!, named) } : {}),
      };
    }),
    ...(scores ? { scores } : {}),
  };
}

/** @throws {HeteroGraphError} NON_FINITE */
function sound(lists: Lists): Lists {
  if (lists.items.every((item, i) => item < 0 || Number.isFinite(lists.scores[i]!))) return lists;
  throw new HeteroGraphError('NON_FINITE', 'A score of a list is no number.', {
    hint: 'What was saved was changed. Learn the forecast again.',
  });
}

/** @throws {HeteroGraphError} MODEL_MISMATCH where the query cannot be asked of the database */
function questionIn(database: Database, { task }: KeptListForecast, changes: readonly SchemaChange[]): ListQuestion {
  try {
    const question = listQuestionOf(database, task.query, true);
    if (question.entity.name === task.table && question.items.name === task.items) return question;
  } catch (cause) {
    if (!isHeteroGraphError(cause) || cause.code !== 'INVALID_QUERY') throw cause;
    throw schemaMismatch(changes, `Its query cannot be asked: ${cause.message}`, cause);
  }
  throw schemaMismatch(changes, `The query does not list ${task.items} for ${task.table} now.`);
}

interface Scored {
  readonly kept: KeptListForecast;
  /** By what is kept. */
  readonly lists: Lists;
  readonly simple: (name: string) => Promise<Lists>;
  readonly run: RunOptions;
}

async function scored(
  happened: readonly Int32Array[],
  { rows }: Anchors,
  places: Int32Array,
  { kept: { kept }, lists, simple, run }: Scored,
): Promise<NonNullable<AppliedListForecast['scores']>> {
  const there = Int32Array.from(rows.keys()).filter((i) => happened[i]!.length > 0);
  if (there.length === 0) return [];
  const offsets = new Int32Array(rows.length + 1);
  for (const [i, items] of happened.entries()) offsets[i + 1] = offsets[i]! + items.length;
  const anchors = { rows, offsets, items: Int32Array.from(happened.flatMap((items) => [...items])) };
  const entities = Int32Array.from(there, (i) => places[rows[i]!]!);
  const scores: NonNullable<AppliedListForecast['scores']>[number][] = [];
  const add = async (name: string, title: string, of: Lists) => {
    const all = figuresByAnchor(of, anchors);
    const some = Object.fromEntries(
      Object.entries(all).map(([figure, values]) => [figure, Float64Array.from(there, (i) => values[i]!)]),
    ) as typeof all;
    const figures = await listFigures(some, entities, { ...run, seed: 1 });
    scores.push({ name, title, isKept: name === kept.name, figures });
  };
  for (const { name, title } of simpleRankers) await add(name, title, name === kept.name ? lists : await simple(name));
  if (kept.level === 'learned') await add(kept.name, kept.title, lists);
  return scores;
}
